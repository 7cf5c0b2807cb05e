"""Names of organisations: a suffix word, and its left boundary among the words before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analytics.extract.who.lexicon import Lexicon, Mark
from analytics.rules.who import OrgAnaphor, OrgKind, OrgSuffix
from analytics.text.scan import Hit
from analytics.text.words import tagged

LONGEST = 40  # characters of a name; the longest seen in the dev articles has 26
_BREAKS = frozenset("，,。；;：:！!？?、\n\r\t 　《》【】—…~～|/▲●■◆★＊*·")
_SHUT = {"”": "“", "）": "（", ")": "(", "」": "「", "’": "‘"}
_QUOTED = 12  # characters that quotation marks or brackets inside a name may hold
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_NUMERALS = frozenset("一二三四五六七八九十百零〇")
_LEVELS = frozenset("省市县区州盟旗镇乡")
_DEMONSTRATIVES = frozenset(("该", "本", "我", "此", "这", "贵"))


@dataclass(frozen=True, slots=True)
class Found:
    """A name (``anaphor`` None) or a word that stands for one, before both are joined over the article."""

    start: int
    end: int
    kind: OrgKind
    rule: str
    nested: tuple[tuple[int, OrgKind], ...] = ()
    titled: bool = False
    anaphor: OrgAnaphor | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    tag: str


class NameFinder:
    """Finds names and words that stand for names in one text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> list[Found]:
        """Names and anaphora in order, never overlapping."""
        hits = self._lexicon.marks.find(text)
        titles = {h.start for h in hits if h.value.title}
        closed = {h.end for h in hits if h.value.title or (h.value.anaphor and not h.value.anaphor.bare)}
        out: list[Found] = []
        chunk: _Chunk | None = None
        for hit in hits:
            if not (hit.value.suffix or hit.value.fixed or hit.value.anaphor):
                continue
            if chunk is None or hit.start >= chunk.end:
                chunk = _Chunk.around(text, hit.start)
            if found := self._read(text, chunk, hit, closed):
                _add(out, replace(found, titled=found.end in titles))
        return out

    def _read(self, text: str, chunk: _Chunk, hit: Hit[Mark], closed: set[int]) -> Found | None:
        mark = hit.value
        if mark.fixed:
            return Found(hit.start, hit.end, mark.fixed.kind, mark.fixed.id)
        if mark.suffix and chunk.ends(hit):
            start = self._left(text, chunk, hit, closed)
            if start < hit.start and self._names(chunk, start, hit.start, mark.suffix):
                end = _right(text, hit.end)
                if not (mark.suffix.kind == "village" and text[start] in "“‘"):
                    return Found(self._own_start(text, start, hit, mark.suffix), end, mark.suffix.kind, mark.suffix.id)
            elif start == hit.start and mark.suffix.needs == "nothing":
                return Found(start, hit.end, mark.suffix.kind, mark.suffix.id)
            elif start < hit.start:
                return None
        if mark.anaphor and (chunk.ends(hit) or not mark.anaphor.bare):
            kind = mark.suffix.kind if mark.suffix else "other"
            return Found(hit.start, hit.end, kind, mark.anaphor.id, anaphor=mark.anaphor)
        return None

    def _own_start(self, text: str, start: int, hit: Hit[Mark], suffix: OrgSuffix) -> int:
        """A village is named without its chain of divisions, an organisation with it."""
        if suffix.kind != "village":
            return start
        for i in range(hit.start - 1, start + 1, -1):
            chained = text[i - 1] in _LEVELS or text[i - 2 : i] == "街道" or text[i - 1] in "村"
            if chained and i - start >= 3 and not (text[i - 1] == "村" and hit.start - i < 2):
                return i
        return start

    def _left(self, text: str, chunk: _Chunk, hit: Hit[Mark], closed: set[int]) -> int:
        """The start of the name that ends with this hit; ``hit.start`` when nothing belongs to it."""
        at, low = hit.start, max(chunk.start, hit.end - LONGEST)
        while at > low and at not in closed:
            if text[at - 1] in _SHUT:
                opened = text.rfind(_SHUT[text[at - 1]], max(low, at - _QUOTED), at)
                if opened < 0 or any(c in _BREAKS for c in text[opened:at]):
                    break
                at = opened
                continue
            word = chunk.before(at)
            if word is None or self._stops(text, chunk, word):
                if word and word.text in _DEMONSTRATIVES:
                    at = self._past_demonstrated(text, at, hit)
                break
            rest = text[at : hit.start]
            if word.text in self._lexicon.appositions and rest and not self._all_generic(chunk, at, hit.start, hit):
                break
            at = word.start
        return at

    def _past_demonstrated(self, text: str, at: int, hit: Hit[Mark]) -> int:
        """该矿机电队 is 该矿 and 机电队: what the demonstrative points at is no part of the name."""
        inner = self._lexicon.marks.find(text[at : hit.end])
        first = next((h for h in inner if h.value.suffix and h.start == 0), None)
        return at + first.end if first and at + first.end < hit.end else at

    def _stops(self, text: str, chunk: _Chunk, word: _Word) -> bool:
        w, tag = word.text, word.tag
        if w in self._lexicon.inside:
            return False
        if w in self._lexicon.stops:
            return not (len(w) == 1 and self._in_name(chunk, word))
        if w[0] in _DIGITS:
            before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
            return not (before == "第" or after in ("届", "级", "号", "班", "局"))
        if all(c in _NUMERALS for c in w) or w.startswith("第"):
            return False
        if tag == "x":
            return not w[0].isalpha()
        if len(w) == 1:
            return tag[0] in "pcyu"
        return tag[0] in "vdrpcuytemq" and tag not in ("vn", "vg")

    def _in_name(self, chunk: _Chunk, word: _Word) -> bool:
        """海林市众和公司: a function word after one lone character after a division belongs to the name."""
        lone = chunk.before(word.start)
        if lone is None or len(lone.text) != 1 or lone.text in self._lexicon.stops or lone.text in _LEVELS:
            return False
        division = chunk.before(lone.start)
        return division is not None and division.text[-1] in _LEVELS and len(division.text) > 1

    def _names(self, chunk: _Chunk, start: int, end: int, suffix: OrgSuffix) -> bool:
        """Whether the words between say more than 'local', 'volunteer' and the like."""
        if suffix.kind == "village" and end - start == 1 and not chunk.text[start - chunk.start].isalpha():
            return False
        return not self._generic_run(chunk, start, end, suffix)

    def _all_generic(self, chunk: _Chunk, start: int, end: int, hit: Hit[Mark]) -> bool:
        return hit.value.suffix is None or self._generic_run(chunk, start, end, hit.value.suffix)

    def _generic_run(self, chunk: _Chunk, start: int, end: int, suffix: OrgSuffix) -> bool:
        run = chunk.text[start - chunk.start : end - chunk.start]
        words = chunk.between(start, end)
        return self._lexicon.generic(run, suffix) or all(self._lexicon.generic(w, suffix) for w in words)


class _Chunk:
    """A run of the text without hard punctuation, cut into words."""

    __slots__ = ("_by_end", "_edges", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end, self.text = start, end, text[start:end]
        self._by_end: dict[int, _Word] = {}
        self._edges = {start}
        at = start
        for word, tag in tagged(self.text):
            self._by_end[at + len(word)] = _Word(at, at + len(word), word, tag)
            at += len(word)
            self._edges.add(at)

    @staticmethod
    def around(text: str, at: int) -> _Chunk:
        start, end = at, at
        while start > 0 and text[start - 1] not in _BREAKS:
            start -= 1
        while end < len(text) and text[end] not in _BREAKS:
            end += 1
        return _Chunk(text, start, max(end, at + 1))

    def ends(self, hit: Hit[Mark]) -> bool:
        """Whether a word ends where the hit ends; long suffixes need no such proof."""
        return hit.end in self._edges or len(hit.term) >= 3 or hit.end >= self.end

    def before(self, at: int) -> _Word | None:
        """The word that ends at ``at``, or the part before ``at`` of the word around it."""
        if at <= self.start:
            return None
        if word := self._by_end.get(at):
            return word
        start = max(e for e in self._edges if e < at)
        return _Word(start, at, self.text[start - self.start : at - self.start], "n")

    def between(self, start: int, end: int) -> list[str]:
        """The words between two positions; words across them are cut."""
        out: list[str] = []
        at = end
        while at > start and (word := self.before(at)):
            out.append(word.text[max(0, start - word.start) :])
            at = word.start
        return out[::-1]


def _right(text: str, end: int) -> int:
    """湄潭县局（分公司）, 组织部（党校）: a unit in brackets right behind belongs to the name."""
    for left, right in (("（", "）"), ("(", ")")):
        if text.startswith(left, end):
            shut = text.find(right, end, end + 8)
            if shut > 0 and text[end + 1 : shut] in ("分公司", "党校", "集团", "筹", "有限公司"):
                return shut + 1
    return end


def _add(out: list[Found], found: Found) -> None:
    """Put a name behind the others: a longer name takes up those that it begins with or covers."""
    nested: list[tuple[int, OrgKind]] = []
    while out and out[-1].start >= found.start:
        last = out.pop()
        nested = [*last.nested, (last.end, last.kind), *nested] if last.start == found.start else nested
    if out and out[-1].end > found.start:
        last = out[-1]
        if last.end >= found.end:
            return
        if last.anaphor or found.anaphor:
            found = replace(found, start=last.end)
        else:
            out.pop()
            nested = [*last.nested, (last.end, last.kind), *nested]
            found = replace(found, start=last.start)
    out.append(replace(found, nested=tuple(nested)))


def spans(found: Iterable[Found]) -> list[tuple[int, int]]:
    """Where the names stand."""
    return [(f.start, f.end) for f in found]
