"""Names of persons in a text: surname and given name, weighed by the words beside them. Pure; no clock, no files.

What weighs how much is ``WEIGHTS``. A name that is taken for one once is one wherever the text writes it. Names of places and
organisations are none: what follows them tells (``after_place.csv``), and ``keep`` names runs that are left alone anyway.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from analytics.privacy.lexicon import Lexicon, Says, Trust
from analytics.text.words import tagged

Who = Literal["served", "official", "author"]
"""Who is told with an office, who wrote it, and everybody else."""
Masks = Literal["none", "served", "all"]
WEIGHTS = {"sure": 20, "often": 10, "weak": 5, "rare": -5}
"""Of a surname."""
GIVEN, UNUSUAL, WORD, NAME_WORD, BOUNDARY, INSIDE, OPENS, LISTED = 10, -10, -10, 5, 10, -25, 5, 15
LONGER = 5
"""Of each character of a given name that is usual, or not; of a given name that is a word; of a dictionary's name; of an end
where a word ends, or does not; of standing behind a mark; of standing in a list of names."""
KNOWN_WORD, CUED_WORD = -40, -15
"""Of a name that is a word of the dictionary (庄严, 甘露): anywhere, and behind a word that is said of persons."""
BESIDE = {"served": 30, "office": 25, "author": 25, "speech": 15, "neutral": 20}
"""Of a word beside it."""
ENOUGH = 40
ODD = frozenset("ngxzjbtis")
"""Beginnings of the tags of nouns and of what a dictionary does not know."""
MARKS = frozenset("，。！？；：、“”‘’（）《》【】—…,.!?;:\"'()[]<>|/ \u3000\n\t")
BLANKS = " \u3000\u00a0"
_DOTS = "·•・‧"
_FOREIGN = re.compile(rf"[\u4e00-\u9fff]{{1,8}}(?:[{_DOTS}][\u4e00-\u9fff]{{1,8}}){{1,3}}")
_SPACED = re.compile(rf"([\u4e00-\u9fff])([{BLANKS}]{{1,2}})([\u4e00-\u9fff])")
_ENDINGS_OF_PLACES = frozenset("村镇乡县市区路街屯寨沟坪坝岭埠")
_WATERS = frozenset("河江湖溪")
_LITTLE = "小阿"
_PLAYMATES = ("同学", "小朋友")
_HOW_MANY = re.compile(r"(?:等|[和及]其他)?(?:[0-9一二两三四五六七八九十几多]{0,3}[余多]?[位名个户])?")
_AGE = re.compile(r"[，,（(、]?(?:今年|现年|年仅|年过|已经?|，)?[0-9零〇一二三四五六七八九十两]{1,4}多?(?:周)?岁")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]``; ``surname``: its first characters, that a mask leaves; 0 for a given name alone."""

    start: int
    end: int
    surname: int
    who: Who


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    surname: int
    weight: int
    says: frozenset[Says]


def names_of(
    text: str, words: Lexicon, keep: Sequence[tuple[int, int]] = (), more: Collection[str] = ()
) -> tuple[Name, ...]:
    """Every name in ``text``, in order, none over another. ``keep``: runs (start, end) that hold no person's name; ``more``:
    names that are known already. Offsets are code points of ``text`` as written."""
    folded = words.folding.fold(text)
    reader = _Reader(folded.text, words)
    kept = [(start, end) for start, end in keep if start < end]
    found = []
    for one in reader.names(frozenset(more)):
        start, end = folded.start(one.start), folded.end(one.end)
        if not any(start < stop and begin < end for begin, stop in kept):
            surname = folded.end(one.start + one.surname) - start if one.surname else 0
            found.append(Name(start, end, surname, one.who))
    return tuple(found)


def shown(masks: Masks, one: Name) -> bool:
    """Whether a name may be read under a setting."""
    return masks == "none" or (masks == "served" and one.who != "served")


class _Reader:
    """Reads one text."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text, self.words = text, words
        self.tags: dict[tuple[int, int], str] = {}
        at = 0
        for line in text.splitlines(keepends=True):
            for word, tag in tagged(line):
                self.tags[at, at + len(word)] = tag
                at += len(word)
        self.starts = {start for start, _ in self.tags}
        self.ends = {end for _, end in self.tags}
        self.before_most = max(map(len, words.before), default=0)
        self.after_most = max(map(len, words.after), default=0)
        self.ending_most = len(words.endings[0]) if words.endings else 0

    def names(self, more: Collection[str]) -> list[Name]:
        """All of them, in order."""
        found = _apart([*self._foreign(), *self._spaced(), *self._whole()])
        people: dict[str, set[Says]] = {name: set() for name in more}
        for one in found:
            people.setdefault(self.text[one.start : one.end], set()).update(one.says)
        surnames = {self.text[one.start : one.end]: one.surname for one in found}
        surnames |= {name: self._surname(name) for name in more if name not in surnames}
        every = _apart([*found, *self._again(surnames)])
        every = _apart([*every, *self._given_alone(surnames, people), *self._little()])
        return [
            Name(one.start, one.end, one.surname, _who(people.get(self.text[one.start : one.end], set()) | one.says))
            for one in sorted(every, key=lambda one: one.start)
        ]

    def _whole(self) -> list[_Found]:
        """Surname and given name, each weighed; those that stand in a list once more."""
        best = {start: one for start, c in enumerate(self.text) if c in self.words.firsts and (one := self._at(start))}
        sure = {start: one for start, one in best.items() if one.weight >= ENOUGH}
        ends = {one.end for one in sure.values()}
        listed = []
        for start, one in best.items():
            beside = self._lists(start, one.end, ends, sure)
            if start not in sure and beside and one.weight + LISTED >= ENOUGH:
                listed.append(one)
        return [*self._authors(sure), *listed]

    def _lists(self, start: int, end: int, ends: Collection[int], sure: Collection[int]) -> bool:
        before = start > 0 and self.text[start - 1] == "、" and start - 1 in ends
        after = self.text[end : end + 1] == "、" and end + 1 in sure
        return before or after

    def _authors(self, sure: dict[int, _Found]) -> list[_Found]:
        """Who stands behind an author, with a blank or a comma between, is one too."""
        found: list[_Found] = []
        for _, one in sorted(sure.items()):
            last = found[-1] if found else None
            if (
                last
                and "author" in last.says
                and not one.says
                and self.text[last.end : one.start].strip(BLANKS + "、") == ""
            ):
                one = _Found(one.start, one.end, one.surname, one.weight, last.says)
            found.append(one)
        return found

    def _surname(self, name: str) -> int:
        surname = next((n for n in (2, 1) if name[:n] in self.words.surnames and len(name) > n), 0)
        return surname or min(1, len(name) - 1)

    def _at(self, start: int) -> _Found | None:
        """The likeliest name that begins here."""
        found = [
            one
            for surname in (2, 1)
            if self.text[start : start + surname] in self.words.surnames
            for given in (2, 1)
            if (one := self._weighed(start, surname, given)) is not None
        ]
        return max(found, key=lambda one: (one.weight, one.end), default=None)

    def _weighed(self, start: int, surname: int, given: int) -> _Found | None:
        text, words = self.text, self.words
        end = start + surname + given
        name, own = text[start:end], text[start + surname : end]
        if len(name) < surname + given or not self._possible(own):
            return None
        if name in words.surnames or self._called(own) or self._place(name, end):
            return None
        says, beside = self._beside(start, end)
        trust, usual = words.surnames[name[:surname]], sum(c in words.given for c in own)
        if given == 2 and own[1] not in words.given and self._odd(end - 1):
            usual += 1
        cued = beside >= BESIDE["neutral"]
        if self._doubtful(name, own, trust, usual, cued):
            return None
        if self._word_from(start, end, cued and trust == "sure" and usual == given):
            return None
        tag = self.tags.get((start, end), "")
        weight = WEIGHTS[trust] + beside + LONGER * (given == usual == 2) + GIVEN * usual + UNUSUAL * (given - usual)
        if start not in self.starts:
            if trust != "sure" or start + surname not in self.ends:
                return None
            weight += INSIDE
        if tag:
            weight += NAME_WORD if tag.startswith("nr") else CUED_WORD if cued else KNOWN_WORD
        elif given == 2 and self.tags.get((start + surname, end), "nr")[:2] not in ("nr", "nz", "ns"):
            weight += WORD if any(c not in words.given for c in own) else 0
        if not beside and not all(c in words.given for c in own):
            weight += WORD
        weight += self._end(end)
        if start == 0 or text[start - 1] in MARKS:
            weight += OPENS
        return _Found(start, end, surname, weight, says)

    def _called(self, own: str) -> bool:
        """Whether it is no given name but what somebody is called by, or a name by itself: 大爷, 书记, 家长, 雷锋."""
        words = self.words
        return own in words.called or words.after.get(own) == "office" or words.before.get(own) in ("served", "office")

    def _doubtful(self, name: str, own: str, trust: Trust, usual: int, cued: bool) -> bool:
        """Whether too little speaks for a name, whatever it weighs: 向雷锋, 全家福, 云溪河, 居民乔."""
        if not cued and name[-1] in _WATERS:
            return True
        if trust == "sure":
            return False
        if not cued and (own in self.words.not_names or trust == "rare"):
            return True
        return (len(own) == 1 and not usual and own not in self.words.foreign) or any(
            name.startswith(w) for w in (name[:2], name[:3]) if w in self.words.before
        )

    def _odd(self, at: int) -> bool:
        """Whether a character stands alone and is no word of action or grammar: 舟 of 尤建舟."""
        return self.tags.get((at, at + 1), "v")[:1] in ODD

    def _end(self, end: int) -> int:
        """Whether a word ends here; or, where it does not, whether what is left of it is a word: 强学会 of 邹志强学会了."""
        if end in self.ends or end == len(self.text):
            return BOUNDARY
        rest = next((b for a, b in self.tags if a < end < b), end)
        left = self.text[end:rest]
        return BOUNDARY // 2 if len(left) > 1 and len(tagged(left)) == 1 else INSIDE

    def _possible(self, own: str) -> bool:
        """Whether these characters can be a given name at all."""
        if not all("\u4e00" <= c <= "\u9fff" for c in own) or own[-1] in self.words.never:
            return False
        return own[0] in self.words.given or own[0] not in self.words.never

    def _word_from(self, start: int, end: int, likely: bool = False) -> bool:
        """Whether a word that is no name begins here: 高兴, 方便, 张家村. ``likely``: only one as long as the name counts."""
        for stop in range(min(start + 6, len(self.text)), start + 1, -1):
            word = self.text[start:stop]
            if word in self.words.not_names and (stop >= end or not likely) and (stop in self.ends or stop == end):
                return True
            tag = self.tags.get((start, stop), "")
            if tag and stop > end and not tag.startswith("nr"):
                return True
            if tag and word.endswith(self.words.endings) and stop - start > 2:
                return True
        return False

    def _place(self, name: str, end: int) -> bool:
        """Whether a place or an organisation bears the name: 李宁公司, 王店镇."""
        if name[-1] in _ENDINGS_OF_PLACES:
            return True
        follows = self.text[end : end + self.ending_most]
        return any(
            follows[:n] in self.words.ending and not self._is_cue(end, n) for n in range(1, len(follows) + 1)
        )  # fmt: skip

    def _is_cue(self, at: int, n: int) -> bool:
        """Whether more than an ending of ``n`` characters begins here, a word that is said of persons: 组长."""
        return any(self.text[at : at + longer] in self.words.after for longer in range(n + 1, self.after_most + 1))

    def _beside(self, start: int, end: int) -> tuple[frozenset[Says], int]:
        """What the words beside a name say, and what that weighs."""
        says: set[Says] = set()
        at = start
        while at and self.text[at - 1] in BLANKS + "：:“（(":
            at -= 1
        gap = self.text[at:start]
        for n in range(min(self.before_most, at), 0, -1):
            said = self.words.before.get(self.text[at - n : at])
            if said and (not gap or said == "author"):
                says.add(said)
                break
        to = end
        while to < len(self.text) and self.text[to] in BLANKS:
            to += 1
        for n in range(self.after_most, 0, -1):
            said = self.words.after.get(self.text[to : to + n])
            if said and (to == end or said == "author") and self._starts_word(to, n, said):
                says.add(said)
                break
        if self._so_many(end) or _AGE.match(self.text, end):
            says.add("served")
        return frozenset(says), max((BESIDE[one] for one in says), default=0)

    def _so_many(self, end: int) -> bool:
        """Whether it goes on 等三位村民, 两名同学."""
        m = _HOW_MANY.match(self.text, end)
        at = m.end() if m else end
        return at > end and any(
            self.words.before.get(self.text[at : at + n]) == "served" for n in range(self.before_most, 0, -1)
        )

    def _starts_word(self, at: int, n: int, said: Says) -> bool:
        """Whether a short word stands for itself: 家, but not 家园; 摄, but not 摄影师."""
        return n > 1 or (not _han(self.text[at + n : at + n + 1]) if said == "author" else at + n in self.ends)

    def _foreign(self) -> Iterator[_Found]:
        """阿依古丽·买买提."""
        for m in _FOREIGN.finditer(self.text):
            parts = re.split(f"([{_DOTS}])", m[0])
            first, last = self._tail(parts[0]), self._head(parts[-1])
            own = [first, *parts[2:-1:2], last]
            if first and last and sum(map(len, own)) > 3 and all(self._head(part) == part for part in own):
                start, end = m.start() + len(parts[0]) - len(first), m.end() - len(parts[-1]) + len(last)
                says, _ = self._beside(start, end)
                yield _Found(start, end, 1, ENOUGH + 50, says)

    def _head(self, run: str) -> str:
        return "".join(takewhile(self.words.foreign.__contains__, run))

    def _tail(self, run: str) -> str:
        return self._head(run[::-1])[::-1]

    def _spaced(self) -> Iterator[_Found]:
        """王 芳, as lists and bylines set names of two characters."""
        for m in _SPACED.finditer(self.text):
            if m[1] in self.words.surnames and m[3] not in self.words.never and self.words.surnames.get(m[3]) != "sure":
                says, weight = self._beside(*m.span())
                alone = not _han(self.text[m.start() - 1 : m.start()]) and not _han(self.text[m.end() : m.end() + 1])
                if weight or (alone and m[3] in self.words.given):
                    yield _Found(m.start(), m.end(), 1, ENOUGH, says)

    def _again(self, surnames: dict[str, int]) -> Iterator[_Found]:
        """A name that is known, wherever it is written, unless a place or an organisation bears it there."""
        for name, surname in surnames.items():
            at = self.text.find(name)
            while at >= 0:
                end = at + len(name)
                if not self._place(name, end) and not self._word_from(at, end):
                    yield _Found(at, end, surname, ENOUGH + len(name), frozenset())
                at = self.text.find(name, end)

    def _given_alone(self, surnames: dict[str, int], people: dict[str, set[Says]]) -> Iterator[_Found]:
        """小明 of 李小明: where a word says that it is a person, or where no word is written so."""
        for name, surname in surnames.items():
            own = name[surname:]
            at = self.text.find(own) if len(own) == 2 and surname else -1
            while at >= 0:
                end = at + 2
                tag = self.tags.get((at, end), "")
                says, weight = self._beside(at, end)
                plain = tag.startswith("nr") or (not tag and at in self.starts and end in self.ends)
                if (weight or plain) and not self._place(own, end):
                    yield _Found(at, end, 0, ENOUGH - 1, frozenset(people.get(name, set()) | says))
                at = self.text.find(own, end)

    def _little(self) -> Iterator[_Found]:
        """小明同学: a name that is used among friends."""
        for word in _PLAYMATES:
            at = self.text.find(word)
            while at >= 0:
                if at >= 2 and self.text[at - 2] in _LITTLE and self.text[at - 1] in self.words.given:
                    yield _Found(at - 2, at, 1, ENOUGH - 2, frozenset({"served"}))
                at = self.text.find(word, at + 1)


def _apart(found: Sequence[_Found]) -> list[_Found]:
    """None over another: the heavier one, then the longer, then the first stays."""
    taken: set[int] = set()
    kept = []
    for one in sorted(found, key=lambda one: (-one.weight, one.start - one.end, one.start)):
        run = range(one.start, one.end)
        if taken.isdisjoint(run):
            taken.update(run)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _han(text: str) -> bool:
    return bool(text) and "\u4e00" <= text <= "\u9fff"


def _who(says: Collection[Says]) -> Who:
    if "served" in says:
        return "served"
    if "office" in says:
        return "official"
    return "author" if "author" in says else "served"
