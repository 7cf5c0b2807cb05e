"""Head counts: whom a number with a measure word counts, and whether they are of the organisers' side."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analytics.extract.cues import Cue, Cues
from analytics.extract.numbers import Number
from analytics.extract.units import Unit
from analytics.model import Claim, Span
from analytics.rules import RuleBook
from analytics.rules.cue_rows import ClaimUnit, PeopleCue

_MARKS = frozenset("，,；;。：:！!？?")
_FAR = 16
"""Code points behind a measure word in which the noun that it counts begins."""
_LONG = 160
"""Code points on either side of a count to which its clause reaches."""
_WIDE = 400
"""Code points on either side of a count within which other clauses of its unit are asked."""
_NEAR = 4
"""Code points beside a noun in which a word says that its people are in need, or a word of a total stands."""
_APART = 26
"""Code points between two counts of one list: 一支部的18名党员和二支部的22名党员."""
_TOTAL, _ACTING, _PART = 2, 1, 0
"""Ranks: a total; those who act; a part of them, or a noun that no table has."""
_SIZES = 10_000


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Those who took part on the organisers' side. ``weight`` orders the counts of one activity: by the rank of the
    evidence, then by size, as a whole outnumbers its parts.
    """

    people: int
    span: Span
    weight: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Noun:
    """The noun that is counted: of a chain of words (学生 + 志愿者) the last one decides; ``side`` as in the table."""

    start: int
    end: int
    side: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number at ``[start, end)`` with its measure word, in the clause ``[opens, closes)``."""

    value: int
    start: int
    end: int
    opens: int
    closes: int
    noun: _Noun | None


class _Words:
    """The people cues of one unit by side."""

    def __init__(self, cues: Cues, unit: Unit) -> None:
        self._of: defaultdict[str, list[Cue]] = defaultdict(list)
        self._ends: defaultdict[int, list[Cue]] = defaultdict(list)
        for cue, rule in cues.people(unit.start, unit.end):
            self._of[rule.side].append(cue)
            self._ends[cue.end].append(cue)
        self._starts = {side: [c.start for c in found] for side, found in self._of.items()}

    def within(self, start: int, end: int, *sides: str) -> list[Cue]:
        """Cues of these sides that lie in ``[start, end)``, side by side in order."""
        out: list[Cue] = []
        for side in sides:
            starts = self._starts.get(side, ())
            low, high = bisect_left(starts, start), bisect_left(starts, end)
            out += [c for c in self._of[side][low:high] if c.end <= end]
        return out

    def ending(self, at: int, *sides: str) -> list[Cue]:
        """Cues of these sides that end at ``at``, the longest first."""
        return sorted((c for c in self._ends.get(at, ()) if _side(c) in sides), key=lambda c: c.start)

    def chain(self, start: int, end: int) -> _Noun | None:
        """The first chain of nouns that begins in ``[start, end)``; a longer word hides those that it begins with."""
        nouns = sorted(self.within(start, end + _FAR, "own", "weak", "served"), key=lambda c: (c.start, -c.end))
        if not nouns or nouns[0].start >= end:
            return None
        last = nouns[0]
        for cue in nouns[1:]:
            if cue.start > last.end:
                break
            if cue.end > last.end:
                last = cue
        return _Noun(nouns[0].start, last.end, _side(last), last.rule.id)


def read_head_counts(text: str, unit: Unit, numbers: Sequence[Number], cues: Cues) -> list[HeadCount]:
    """Head counts of the organisers' side in one unit, in order, then the sums of those that one list joins."""
    told = [n for n in _told(unit, numbers) if _measured(text, unit, n, cues)]
    if not told:
        return []
    words = _Words(cues, unit)
    counted = [c for n in told if (c := _counted(text, unit, n, words))]
    found = [(c, h) for c in counted if (h := _head_count(text, unit, c, words))]
    found = [pair for i, pair in enumerate(found) if i + 1 == len(found) or not _signed_up(pair, found[i + 1], words)]
    return [*(h for _, h in found), *_sums(text, found, words)]


def _told(unit: Unit, numbers: Sequence[Number]) -> list[Number]:
    """The numbers of a unit that have a value and stand in no quotation or purpose."""
    inside = (n for n in numbers if n.value is not None and unit.start <= n.start and n.end <= unit.end)
    return [n for n in inside if not unit.hides(n.start, n.end)]


def _measured(text: str, unit: Unit, number: Number, cues: Cues) -> bool:
    """Whether a measure word stands behind a number."""
    at = _past_fill(text, number.end, unit.end)
    return cues.people_at(at, unit.end, "measure")


def _counted(text: str, unit: Unit, number: Number, words: _Words) -> _Counted | None:
    """What a number counts, or None where it counts no persons, fewer than two, or none for certain (十几名)."""
    at = _past_fill(text, number.end, unit.end)
    measures = words.within(at, unit.end, "measure")
    end = max((c.end for c in measures if c.start == at), default=0)
    if not end or (number.value or 0) < 2 or words.ending(number.end, "vague"):
        return None
    opens, closes = _clause(text, unit, number.start, end)
    noun = _noun(text, number.start, end, opens, closes, words)
    value = int(number.value or 0) + _named(text, number.start, opens, noun, words)
    return _Counted(value, number.start, end, opens, closes, noun)


def _named(text: str, at: int, opens: int, noun: _Noun | None, words: _Words) -> int:
    """How many stand by name before their mates: 2 in 赵明、钱亮和3名同事; none where their mates are led."""
    joins = words.ending(at, "join")
    if not (noun and joins and words.ending(noun.end, "mate") and joins[0].start > opens):
        return 0
    # A clause of its own, or 赵明、钱亮 in front: each mark of the list parts two names.
    return 1 + text.count("、", opens, joins[0].start)


def _past_fill(text: str, at: int, end: int) -> int:
    """Behind blanks: 30 名."""
    while at < end and text[at].isspace():
        at += 1
    return at


def _clause(text: str, unit: Unit, start: int, end: int) -> tuple[int, int]:
    low, high = max(unit.start, start - _LONG), min(unit.end, end + _LONG)
    opens = next((i + 1 for i in range(start - 1, low - 1, -1) if text[i] in _MARKS), low)
    return opens, next((i for i in range(end, high) if text[i] in _MARKS), high)


def _noun(text: str, start: int, end: int, opens: int, closes: int, words: _Words) -> _Noun | None:
    """The noun behind the measure word, or the one in front of the number: 12名党员, 党员12名, 党员等共12人."""
    begin = start
    while totals := words.ending(begin, "total"):
        begin = totals[0].start
    # 青年志愿者，近50人，: a count alone in its clause goes with the noun before the mark.
    begin = begin - 1 if begin == opens and end == closes else begin
    front = words.ending(begin, "own", "weak", "served")
    before = _Noun(front[0].start, begin, _side(front[0]), front[0].rule.id) if front else None
    limit = min((c.start for c in words.within(end, closes, "tail", "for")), default=closes)
    person = text[end - 1] == "人"
    behind = words.chain(end, min(limit, end + (1 if person or before else _FAR)))
    if behind or before or person or limit > end + _FAR:
        return behind or before
    # 38名放假在家的孩子: a verb in front of the noun tells which they are.
    late = words.chain(limit, min(closes, end + _FAR))
    return late if late and text[late.start - 1] == "的" else None


def _head_count(text: str, unit: Unit, c: _Counted, words: _Words) -> HeadCount | None:
    """The count, where the words around say that its people act."""
    totals = words.ending(c.start, "total")
    heads = [
        h for h in words.within(c.opens, c.start, "head") if not words.within(h.end, c.start, "head_stop", "measure")
    ]
    fors = words.within(c.opens, c.start, "for", "object")
    governed = bool(heads) and max(h.end for h in heads) > max((f.end for f in fors), default=-1)
    own = c.noun is not None and c.noun.side == "own"
    taught = bool(fors) and own and _taught_at_home(unit, c, words)
    if _needy(c, text[c.end - 1] == "人", words) or (fors and not (governed or totals or taught)):
        return None
    if own and _taught_elsewhere(unit, c, words):
        return None
    bodies = words.ending(c.start - (text[c.start - 1] == "的"), "team", "body")
    team = any(_side(b) == "team" for b in bodies)
    tails = words.within(c.end, min(c.closes, c.end + _FAR), "tail")
    side = "own" if _led(unit, c, words) else c.noun.side if c.noun else ""
    if totals and not governed and words.within(c.opens, c.start, "served"):
        return None
    if not (team or _acts(side, totals=bool(totals), governed=governed, body=bool(bodies), tail=bool(tails))):
        return None
    part = words.ending(c.start, "part") or words.within(c.end, c.closes, "part_tail")
    rank = _PART if part or not (side or totals or tails) else _TOTAL if totals else _ACTING
    fired = [x.rule.id for x in (*totals[:1], *(heads[:1] if governed else ()), *bodies[:1], *tails[:1])]
    rules = tuple(dict.fromkeys([*fired, *([c.noun.rule] if c.noun else [])]))
    return HeadCount(c.value, Span.of(text, c.start, c.end), _weight(rank, c.value), rules)


def _acts(side: str, *, totals: bool, governed: bool, body: bool, tail: bool) -> bool:
    """Whether people of this noun act, with what else the clause says of them."""
    if side == "served":
        return False
    if side == "own":
        return True
    if side == "weak":
        return governed or body or totals
    return governed or body or totals or tail


def _led(unit: Unit, c: _Counted, words: _Words) -> bool:
    """Whether they are pupils whom somebody leads to do something for others: 在老师带领下来到敬老院，为老人演出."""
    if not (c.noun and words.ending(c.noun.end, "young")):
        return False
    led = words.within(c.noun.end, c.closes, "led")
    fors = words.within(led[0].end, min(unit.end, c.end + _WIDE), "for") if led else []
    return bool(fors) and not any(words.within(f.end, f.end + _NEAR, "young") for f in fors)


def _taught_at_home(unit: Unit, c: _Counted, words: _Words) -> bool:
    """Whether the organisers had somebody in to teach their own people: 邀请民警来校，为800名师生讲课."""
    invites, fors = (
        words.within(max(unit.start, c.start - _WIDE), c.start, "invite"),
        words.within(c.opens, c.start, "for"),
    )
    invited = bool(invites and fors) and invites[0].end < fors[-1].start
    return invited and bool(words.within(c.end, min(unit.end, c.end + _WIDE), "teaching"))


def _taught_elsewhere(unit: Unit, c: _Counted, words: _Words) -> bool:
    """Whether the organisers came to others and taught them: 走进企业，为员工开展培训，60名职工参加."""
    visits = words.within(max(unit.start, c.start - _WIDE), c.opens, "visit")
    fors = words.within(visits[0].end, c.opens, "for") if visits else []
    taught = bool(fors) and bool(words.within(fors[0].end, c.opens, "teaching"))
    return taught and bool(words.within(c.end, c.closes, "teaching", "receiving"))


def _needy(c: _Counted, person: bool, words: _Words) -> bool:
    """Whether they are in need, or receive: 5名行动不便的老党员."""
    start, end = (c.noun.start, c.noun.end) if c.noun else (c.end, c.end)
    low, high = min(start - _NEAR, c.end), max(end, c.end) if person else max(end, min(c.closes, c.end + _NEAR))
    return bool(words.within(max(c.opens, low), high, "needy") or words.within(end, c.closes, "receiving"))


def _signed_up(pair: tuple[_Counted, HeadCount], after: tuple[_Counted, HeadCount], words: _Words) -> bool:
    """Whether they only put their names down and fewer came: 60名职工报名，45名职工成功献血."""
    c, head = pair
    return after[1].people < head.people and bool(words.within(c.end, c.closes, "signed"))


def _sums(text: str, found: Sequence[tuple[_Counted, HeadCount]], words: _Words) -> list[HeadCount]:
    """Sums of neighbours that a word or mark of a list joins, with no verb between them."""
    out: list[HeadCount] = []
    run: list[tuple[_Counted, HeadCount]] = []
    for before, after in pairwise(found):
        if not _joined(text, before[0], after[0], words):
            run = []
            continue
        run = [*(run or [before]), after]
        out = [h for h in out if h.span.start != run[0][0].start]
        total = sum(c.value for c, _ in run)
        span = Span.of(text, run[0][0].start, run[-1][0].end)
        rules = tuple(dict.fromkeys(r for _, h in run for r in h.rules))
        out.append(
            HeadCount(total, span, max(h.weight for _, h in run) // _SIZES * _SIZES + min(total, _SIZES - 1), rules)
        )
    return out


def _joined(text: str, a: _Counted, b: _Counted, words: _Words) -> bool:
    between = (a.end, b.start)
    if between[1] - between[0] > _APART or not (a.noun and b.noun and a.noun.side == b.noun.side == "own"):
        return False
    marks = {i for i in range(*between) if text[i] in _MARKS}
    joins = words.within(*between, "join")
    bare = all(any(j.start == i + 1 for j in joins) for i in marks)
    return bool(joins) and bare and not words.within(*between, "tail", "for", "object", "total")


def _weight(rank: int, people: int) -> int:
    return rank * _SIZES + min(people, _SIZES - 1)


def _side(cue: Cue) -> str:
    return cue.rule.side if isinstance(cue.rule, PeopleCue) else ""


def read_claims(text: str, unit: Unit, numbers: Sequence[Number], units: Mapping[str, Sequence[str]]) -> list[Claim]:
    """Numbers of the unit with a unit in which totals are claimed; ``units``: see ``ClaimWords``."""
    found = []
    for number in _told(unit, numbers):
        at = _past_fill(text, number.end, unit.end)
        if word := next((w for w in units.get(text[at : at + 1], ()) if text.startswith(w, at)), ""):
            found.append(Claim(number.value or 0, word, number.bound, Span.of(text, number.start, at + len(word))))
    return found


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The units of claims by their first character, the longest first; ``totals``: those that add up occasions."""

    units: Mapping[str, Sequence[str]]
    totals: frozenset[str]

    @staticmethod
    def of(book: RuleBook) -> ClaimWords:
        """The words of a rule book."""
        rows = book.rows("claim_units.csv", ClaimUnit)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted({u.unit for u in rows}, key=lambda word: (-len(word), word)):
            found[word[0]].append(word)
        return ClaimWords(dict(found), frozenset(u.unit for u in rows if u.total))
