"""Names of persons: what is one and what is none, and what a mask leaves as it was."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from privacy.measuring import Sentence, measured, sentences

from analytics.privacy import MASK, lexicon, masked, names_of

CASES = [
    pytest.param(one, id=one.text[:24], marks=[pytest.mark.xfail(reason=one.gap, strict=True)] if one.gap else [])
    for one in sentences("cases")
]
PIECES = [
    "李小明",
    "王芳",
    "欧阳春华",
    "老人",
    "同学",
    "说",
    "、",
    "，",
    "\n",
    "張 偉",
    "\u200b",
    "书记",
    "记者",
    "张家村",
    "阿依·古丽",
    "😀",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@pytest.mark.parametrize("case", CASES)
def test_names_of_a_sentence(case: Sentence) -> None:
    found = names_of(case.text, lexicon())
    assert {(n.start, n.end) for n in found} == case.served | case.other
    assert {(n.start, n.end) for n in found if n.who == "served"} == case.served


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
    assert sum(bool(one.gap) for one in sentences("cases")) < 20


@pytest.mark.parametrize(("only_served", "precision", "recall"), [(False, 0.92, 0.86), (True, 0.9, 0.86)])
def test_sentences_that_no_word_was_chosen_for(only_served: bool, precision: float, recall: float) -> None:
    found = measured("held", only_served)
    assert found.precision >= precision
    assert found.recall >= recall


@given(TEXTS)
@example("李\u200b小明老人")
@example("王　芳 文/图")
def test_length_and_every_other_character_are_kept(text: str) -> None:
    names = names_of(text, lexicon())
    assert all(a.end <= b.start for a, b in pairwise(names))
    for masks in ("none", "served", "all"):
        hidden = masked(text, names, masks)
        assert len(hidden) == len(text)
        inside = {at for one in names for at in range(one.start, one.end)}
        assert all(hidden[at] in (text[at], MASK) for at in range(len(text)))
        assert all(hidden[at] == text[at] for at in range(len(text)) if at not in inside)
    assert masked(text, names, "none") == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("村民李小明说。", "村民李某某说。"),
        ("患者王芳说。", "患者王某说。"),
        ("欧阳春华老人", "欧阳某某老人"),
        ("學生劉偉同學說", "學生劉某同學說"),
        ("村民王　芳说", "村民王　某说"),
        ("村民李\u200b小明说", "村民李\u200b某某说"),
        ("王思远同学来了。思远说：好。", "王某某同学来了。某某说：好。"),
        ("书记王强看望村民李小明。", "书记王强看望村民李某某。"),
    ],
)
def test_the_mask(text: str, hidden: str) -> None:
    assert masked(text, names_of(text, lexicon()), "served") == hidden


def test_everybody_is_masked_when_all_are() -> None:
    text = "书记王强看望村民李小明。记者 陈静"
    assert masked(text, names_of(text, lexicon()), "all") == "书记王某看望村民李某某。记者 陈某"


def test_runs_that_hold_no_name_are_left_alone() -> None:
    text = "王芳工作站的王芳说"
    assert [(n.start, n.end) for n in names_of(text, lexicon(), keep=[(0, 5)])] == [(6, 8)]


def test_a_name_that_is_known_is_found_without_any_word_beside_it() -> None:
    assert not names_of("看常坐得好", lexicon())
    assert len(names_of("看常坐得好", lexicon(), more=["常坐"])) == 1


def test_the_same_person_has_the_same_mask() -> None:
    text = "村民李小明种茶。今年收成好，李小明笑了，镇长也为李小明高兴。"
    assert masked(text, names_of(text, lexicon()), "served").count("李某某") == 3
