"""Words are found as articles write them: against a plain count of characters, over invented articles."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics import measures
from analytics.importing import import_files
from analytics.measures.search import hits, patterns
from analytics.model import Article, Extraction
from analytics.store.workspace import open_workspace
from analytics.text.sought import hits as runs_of
from analytics.text.sought import snippets, terms
from analytics.views import View

ODD = (
    Article("w1", "志愿服务在行动", date(2025, 1, 1), "甲报", None, None, "村民说好。\n志愿者来了，志愿服务又来了。"),
    Article("w2", "义诊", date(2025, 2, 1), "乙报", None, None, "医生為村民義診，ＡＢ型血最多，ab型次之。"),
    Article("w3", "空的", None, None, None, None, "为民\n服务，为 民 服 务。"),
    Article("w4", '引号"内外"', date(2024, 1, 1), "甲报", None, None, "100%的“志愿”和服务（A.B）[c]"),
)


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(a) for a in (*many(80), *ODD)]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> measures.Collection:
    folder: Path = tmp_path_factory.mktemp("search")
    space = open_workspace(folder / "home")
    for n, part in enumerate((many(80), list(ODD))):
        path = write(folder / f"{n}.jsonl", part)
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    return measures.open_collection(space, "试")


def squeezed(text: str) -> str:
    """Independent of the program: only what these texts need."""
    wide = str.maketrans("ＡＢ為義診", "AB为义诊")
    return re.sub(r"\s", "", text.translate(wide)).casefold()


def holds(article: Article, *words: str) -> bool:
    return all(any(squeezed(w) in squeezed(t) for t in (article.title, article.text)) for w in words)


def ids(extractions: list[Extraction], *words: str) -> list[str]:
    return sorted(e.article.id for e in extractions if holds(e.article, *words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("志愿", ["志愿"]),
        ("志愿 服务", ["志愿", "服务"]),
        ("服务\u3000志愿\t志愿", ["志愿", "服务"]),
        ('"志愿服务"', ["志愿服务"]),
        ("“为民 服务”", ["为民服务"]),
        ("「志愿」村民", ["志愿", "村民"]),
        ("义诊", ["义诊"]),
        ("義診 AB", ["义诊", "ab"]),
        ("ａｂ", ["ab"]),
        ("100% A.B", ["100%", "a.b"]),
        ('[c] "', ["[c]", '"']),
        ("志愿 绝无此词", ["志愿", "绝无此词"]),
        ("𠮷 民", ["𠮷", "民"]),
    ],
)
def test_several_words_mean_all_of_them_and_quotation_marks_hold_one_together(text, words, collection, extractions):
    found = measures.search(collection, text)
    assert list(found) == ids(extractions, *words)
    view = View(text=text)
    assert measures.reports(collection, view).sizes["all"] == len(found)
    # What the filter means by a text is what the search finds, everywhere.
    inside = {a.id for e in extractions if e.article.id in set(found) for a in e.activities}
    everything = set(measures.placed(collection, View(counting="reports")).counted)
    assert set(measures.placed(collection, View(text=text, counting="reports")).counted) == inside & everything


def test_nothing_but_space_or_marks_finds_nothing(collection):
    assert terms(" \u3000\n") == terms('""') == terms("“ ”") == ()
    assert measures.search(collection, "\u3000") == measures.search(collection, '""') == ()
    assert measures.reports(collection, View(text='""')).sizes["all"] == 0


def test_an_open_quotation_mark_is_a_character_like_others():
    assert terms('志愿 "服务') == ("志愿", '"服务')


@pytest.mark.parametrize("text", ["志愿", "志愿 服务", "民", "义诊", '"志愿服务"', "为民"])
def test_hits_are_counted_where_they_stand_and_sort_the_list(text, collection, extractions):
    by_id = {e.article.id: e.article for e in extractions}
    expected = {
        i: sum(squeezed(t).count(squeezed(w)) for w in terms(text) for t in (by_id[i].title, by_id[i].text))
        for i in measures.search(collection, text)
    }
    assert dict(hits(collection, text, list(expected))) == expected
    assert all(n > 0 for n in expected.values())
    found = measures.reports(collection, View(text=text), order="hits")
    shown = measures.report_rows(collection, View(text=text), found.page(0, 1000))
    assert dict(zip(shown["id"], shown["hits"], strict=True)) == expected
    assert list(shown["hits"]) == sorted(expected.values(), reverse=True)
    assert set(measures.reports(collection, View(text=text)).page(0, 1000)) == set(expected)


def test_pages_of_a_list_make_up_the_list(collection):
    found = measures.reports(collection, View())
    every = found.page(0, 1000)
    assert [i for n in range(0, 100, 7) for i in found.page(n, 7)] == every
    assert len(every) == len(set(every)) == 84


def test_sources_choose_articles_and_the_other_filters_only_count(collection, extractions):
    wanted = sorted(e.article.id for e in extractions if e.article.source == "甲报")
    assert sorted(measures.reports(collection, View(sources=("甲报",))).page(0, 100)) == wanted
    without = sorted(e.article.id for e in extractions if e.article.source != "甲报")
    assert sorted(measures.reports(collection, View(without_sources=("甲报",))).page(0, 100)) == without
    assert measures.reports(collection, View(types=("visit",))).sizes["all"] == len(extractions)


def test_a_snippet_is_the_sentence_of_the_hit_word_for_word(extractions):
    for e in extractions:
        text = e.article.text
        for words in ("志愿", "志愿 服务", "民", "義診"):
            sought = patterns(words)
            found = snippets(text, sought)
            assert bool(found) == bool(runs_of(text, sought))
            for one in found:
                assert text[one.start : one.start + len(one.text)] == one.text
                assert one.hits
                wanted = {squeezed(w) for w in terms(words)}
                assert all(squeezed(one.text[a:b]) in wanted for a, b in one.hits)


def test_a_snippet_of_a_long_sentence_says_that_it_is_cut():
    text = "前" * 500 + "志愿" + "后" * 500 + "。下一句。"
    (one,) = snippets(text, patterns("志愿"))
    assert one.cut == (True, True)
    assert len(one.text) < 200
    assert [one.text[a:b] for a, b in one.hits] == ["志愿"]
    (short,) = snippets("头一句。志愿者来了。下一句。", patterns("志愿"))
    assert (short.text, short.cut) == ("志愿者来了。", (False, False))


def test_hits_in_random_texts_are_those_of_a_plain_search():
    rng = random.Random(4)
    for _ in range(200):
        text = "".join(rng.choice("志愿服务民。\n ") for _ in range(60))
        word = "".join(rng.choice("志愿服务民") for _ in range(rng.randrange(1, 3)))
        ends = [i for i, c in enumerate(text) if not c.isspace()]
        flat = "".join(text[i] for i in ends)
        expected, at = [], 0
        while (at := flat.find(word, at)) >= 0:
            expected.append((ends[at], ends[at + len(word) - 1] + 1))
            at += len(word)
        assert runs_of(text, patterns(word)) == expected
