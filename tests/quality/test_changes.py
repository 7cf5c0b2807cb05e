"""What a change of the rules does to the activities of an article."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support import ROOT

from analytics.contract import article_from
from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.model import Extraction
from analytics.quality.changes import changes
from analytics.quality.comparing import Compared, change_line, compare, lines
from analytics.rules import load_rules

TEXT = "6月2日，县妇联来到柳溪镇中心小学捐赠图书200册。\n6月4日，县医院的12名医生走进石桥村义诊。"
LINE = json.dumps({"id": "a", "title": "两件事", "published": "2024-06-05", "text": TEXT}, ensure_ascii=False)


@pytest.fixture(scope="module")
def found() -> Extraction:
    read = Extractor(load_rules(ROOT / "data" / "rules"), load_gazetteer(ROOT / "data" / "gazetteer"))
    return read.extract(article_from(LINE))


def test_the_same_reading_has_no_changes(found: Extraction) -> None:
    assert len(found.activities) == 2
    assert changes(found, found) == []


def test_what_is_gone_vanishes_and_what_is_new_appears(found: Extraction) -> None:
    fewer = replace(found, activities=found.activities[:1])
    [gone] = changes(found, fewer)
    assert (gone.what, gone.activity) == ("vanishes", found.activities[1])
    [come] = changes(fewer, found)
    assert (come.what, come.activity) == ("appears", found.activities[1])


def test_a_field_that_differs_is_named_with_both_values(found: Extraction) -> None:
    first, second = found.activities
    other = replace(second, id="another", types=("visit",), people=11)
    [change] = changes(found, replace(found, activities=(first, other)))
    assert change.what == "changes"
    assert [(d.field, d.old, d.new) for d in change.differences] == [
        ("types", "health", "visit"),
        ("people", "12", "11"),
    ]
    assert all(TEXT[s.start : s.end] == s.quote for s in change.sentences)


def test_two_articles_are_not_compared(found: Extraction) -> None:
    with pytest.raises(ValueError, match="not the same article"):
        changes(found, replace(found, article=replace(found.article, id="b")))


def called_off(word: str, folder: Path) -> Path:
    """A copy of the rules in which a sentence with the word tells of something that was called off."""
    shutil.copytree(ROOT / "data" / "rules", folder)
    table = folder / "stance_cues.csv"
    table.write_text(table.read_text("utf-8-sig").replace("cancelled,取消|", f"cancelled,取消|{word}|", 1), "utf-8-sig")
    return folder


def test_a_word_in_a_table_shows_what_rests_on_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINE + "\n", "utf-8")
    counts = Compared()
    old = called_off("义诊", tmp_path / "old")
    [(article, [change])] = compare(lambda: lines(tmp_path / "a.jsonl"), old, ROOT / "data" / "rules", counts)
    assert (change.what, change.activity.types) == ("appears", ("health",))
    assert (counts.articles, counts.changed, counts.by_what["appears"]) == (1, 1, 1)
    assert change_line(article, change)["activity"]["evidence"][0]["quote"] in TEXT
