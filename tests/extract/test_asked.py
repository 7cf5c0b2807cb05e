"""What is asked lazily or in one go says the same as what is asked piece by piece."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from analytics.extract.cues import ROLES, STANCES, Cue, Cues, CueScan
from analytics.extract.judge import OccasionJudge
from analytics.extract.stance import read_stance
from analytics.extract.units import Unit
from analytics.extract.who import OrgReader, pairings
from analytics.rules import RuleBook, load_rules
from analytics.rules.cue_rows import OccasionCue, StanceCue
from analytics.rules.weight_rows import OccasionWeight
from analytics.text.sentences import sentences


@cache
def book() -> RuleBook:
    return load_rules(ROOT / "data" / "rules")


@cache
def scan() -> CueScan:
    return CueScan(book())


@cache
def organisations() -> OrgReader:
    return OrgReader(book())


def words(*tables: tuple[str, type[OccasionCue] | type[StanceCue]]) -> list[str]:
    return sorted(
        {w for name, model in tables for rule in book().rows(name, model) for w in (*rule.words, *rule.unless)}
    )


CUES = words(("occasion_cues.csv", OccasionCue), ("stance_cues.csv", StanceCue))
NAMES = ["青川县供电公司", "石桥村", "县教育局", "第一党支部", "双方", "该村"]
TIES = ["结对", "共建", "签订共建协议", "帮扶", "结对共建", "联合开展", "对口支援"]
texts = st.lists(st.sampled_from([*CUES, "，", "。", "“", "”", "老人", "12名", "6月3日"]), max_size=12).map("".join)
told = st.lists(st.sampled_from([*NAMES, *TIES, "与", "和", "到", "，", "。", "开展活动", "党员"]), max_size=14).map(
    "".join
)


def brute(cues: Cues, start: int, end: int, names: tuple[str, ...], ask: str) -> list[Cue]:
    """Name by name, put in order afterwards."""
    found = [c for name in names for c in getattr(cues, ask)(start, end, name)]
    return sorted(found, key=lambda c: (c.start, -c.end, c.rule.id))


@settings(deadline=None, max_examples=150)
@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_all_cues_of_a_run_are_those_of_every_name(text: str, a: int, b: int) -> None:
    cues, (start, end) = scan().read(text), sorted((min(a, len(text)), min(b, len(text))))
    for ask, names in (("stances", STANCES), ("occasions", ROLES)):
        every = getattr(cues, ask)(start, end)
        assert sorted(every, key=lambda c: (c.start, -c.end, c.rule.id)) == brute(cues, start, end, names, ask)
        assert [c.start for c in every] == sorted(c.start for c in every)


@settings(deadline=None, max_examples=150)
@given(texts, st.integers(0, 12))
def test_a_cue_stands_where_it_is_found(text: str, length: int) -> None:
    cues = scan().read(text)
    for at in range(len(text) + 1):
        end = at + length
        for name in STANCES:
            assert cues.stance_at(at, end, name) == any(c.start == at for c in cues.stances(at, end, name))
        for name in ROLES:
            assert cues.occasion_at(at, end, name) == any(c.start == at for c in cues.occasions(at, end, name))
        assert cues.people_at(at, end, "measure") == any(c.start == at for c, _ in cues.people(at, end, "measure"))


@settings(deadline=None, max_examples=100)
@given(texts)
def test_without_a_cue_of_stance_a_unit_is_an_event(text: str) -> None:
    cues, unit = scan().read(text), Unit(0, len(text), 0, "body", False, ())
    standing = read_stance(text, unit, cues, [], [], frozenset(), None, False)
    if not any(cues.stances(0, len(text), name) for name in STANCES):
        assert (standing.stance, standing.rules, standing.repeated) == ("event", (), False)
    elif standing.stance != "event":
        assert standing.rules


@settings(deadline=None, max_examples=200)
@given(told)
def test_partners_come_of_sentences_with_a_tie_alone(text: str) -> None:
    """The whole text is asked first whether any sentence of it can tell of partners: it must never say no wrongly."""
    reader, parts = organisations(), sentences(text)
    mentions = reader.read(text, "")
    whole = {frozenset((p.a, p.b)) for p in pairings(text, parts, mentions, [], reader.lexicon)}
    tied = [s for s in parts if reader.lexicon.ties.find(text[s.start : s.end])]
    assert bool(tied) <= bool(reader.lexicon.ties.numbered(text))
    assert {frozenset((p.a, p.b)) for p in pairings(text, tied, mentions, [], reader.lexicon)} == whole


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([w.sign for w in book().rows("occasion_weights.csv", OccasionWeight)]), max_size=12))
def test_what_is_told_has_reasons_and_nothing_told_has_none(signs: list[str]) -> None:
    judged = OccasionJudge(book().rows("occasion_weights.csv", OccasionWeight)).judge(
        dict.fromkeys(signs, 1.0), begun=True
    )
    assert 0 < judged.share <= 1
    assert not (judged.verdict == "none" and judged.reasons)
