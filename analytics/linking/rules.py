"""What linking goes by, out of the rule book: limits, weights, conflicts, and the words around names and reposts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from analytics.extract.numbers import DIGITS
from analytics.linking.shingles import Codes
from analytics.rules import RuleBook
from analytics.rules.link_rows import LimitName, LinkConflict, LinkLimit, LinkWeight, LinkWord, Sign, WordRole
from analytics.rules.place_rows import PlaceCue, PlaceSuffix
from analytics.rules.text_rows import TextVariant
from analytics.rules.who import OrgBlock, OrgStop, OrgSuffix

_LONGEST_CREDIT = 60
_LONGEST_DATELINE = 14
_LONGEST_BRACKET = 60
_LONGEST_NAME = 16
_REACH_OF_ONE = 3
"""A single character (村, 路) ends so many words that it must stand near the change."""
_MARKS = frozenset("。!?;,、:\n\"'“”‘’「」『』()《》〈〉…—·")
_BRACKET = re.compile(rf"[(（]([^()（）\n]{{1,{_LONGEST_BRACKET}}})[)）]")
_AFTER_DATELINE = re.compile(r"\A[ \u3000]*(?:[(（][^()（）\n]*[)）])?[ \u3000:：]*")
DIVISION = ("镇", "乡", "街道", "苏木", "县", "区", "旗", "市", "省")
VILLAGE = ("村", "社区", "嘎查")


@dataclass(frozen=True, repr=False)
class LinkRules:
    """The tables of linking, ready for use."""

    limits: Mapping[LimitName, float]
    weights: Mapping[Sign, float]
    conflicts: Mapping[str, float | None]
    """Conflict to the score from which on it does not count; None: it always counts."""
    marks: tuple[str, ...]
    credits: tuple[str, ...]
    datelines: tuple[str, ...]
    refers: tuple[str, ...]
    distinct: tuple[str, ...]
    goes_on: tuple[str, ...]
    relative: tuple[str, ...]
    no_names: frozenset[str]
    ends: re.Pattern[str]
    stops: re.Pattern[str]
    characters: Codes
    """By code point of the basic plane, the character that stands for it in simplified writing."""

    @staticmethod
    def of(book: RuleBook) -> LinkRules:
        """The rules of a book."""
        ends = {w for r in book.rows("org_suffixes.csv", OrgSuffix) for w in r.words}
        ends |= {r.suffix for r in book.rows("place_suffixes.csv", PlaceSuffix)}
        ends |= set(_words(book, "site"))
        no_names = frozenset(_words(book, "no_name")).union(*(r.words for r in book.rows("org_blocks.csv", OrgBlock)))
        no_names -= ends
        stops = {w for r in book.rows("org_stops.csv", OrgStop) if r.when == "always" for w in r.words if len(w) > 1}
        stops |= {w for r in book.rows("place_cues.csv", PlaceCue) if r.kind in ("going", "hard") for w in r.words}
        return LinkRules(
            {r.name: r.value for r in book.rows("link_limits.csv", LinkLimit)},
            {r.sign: r.weight for r in book.rows("link_weights.csv", LinkWeight)},
            {r.conflict: r.unless_score for r in book.rows("link_conflicts.csv", LinkConflict) if r.on},
            _words(book, "marks"),
            _words(book, "credit"),
            _words(book, "dateline"),
            _words(book, "refers"),
            _words(book, "distinct"),
            _words(book, "goes_on"),
            _words(book, "relative"),
            no_names,
            _any_of(ends | no_names),
            _any_of(stops - ends),
            _simplified(book.rows("text_variants.csv", TextVariant)),
        )

    def limit(self, name: LimitName) -> float:
        """The limit of this name."""
        return self.limits[name]

    def simplified(self, text: str) -> str:
        """The text in simplified characters, every offset kept: what ``extract`` reads, at a tenth of the time."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        known = np.where(codes < len(self.characters), codes, 0)
        return np.where(known > 0, self.characters[known], codes).tobytes().decode("utf-32-le", "surrogatepass")

    def says_repost(self, title: str, source: str, text: str) -> bool:
        """Whether an article itself says that it was taken from elsewhere: in its title, source, first or last line."""
        lines = [line for line in text.split("\n") if line.strip()]
        around = "\n".join([title, source, *lines[:1], *lines[-1:]])
        return any(word in around for word in self.marks)

    def without_credits(self, text: str) -> str:
        """The text in simplified characters without lines and brackets of names and sources, and without dateline."""
        lines = [line for line in self.simplified(text).split("\n") if not self._is_credit(line)]
        bare = _BRACKET.sub(lambda m: "" if m[1].lstrip().startswith(self.credits) else m[0], "\n".join(lines))
        return self._without_dateline(bare)

    def name_at(self, text: str, start: int, end: int) -> str | None:
        """The name of a unit or village that ``text[start:end]`` is in or holds; None when there is none.

        The word that ends a name follows within the reach of ``name_reach``, no mark and no verb before it.
        """
        reach = end + int(self.limit("name_reach"))
        clause_end = min((i for i in range(end, min(reach + 6, len(text))) if text[i] in _MARKS), default=reach + 6)
        opens = max((i + 1 for i in range(start, end) if text[i] in _MARKS), default=start)
        found = None
        for match in self.ends.finditer(text, opens, min(clause_end, len(text))):
            if match.end() <= opens or match.start() > (reach if len(match[0]) > 1 else end + _REACH_OF_ONE):
                continue
            if match[0] in self.no_names or (len(match[0]) == 1 and text.startswith(self.goes_on, match.end())):
                continue
            if match.start() > end and self.stops.search(text, end, match.start()):
                break
            found = match
            if match.end() > end or (match.end() == end and not match[0].endswith(DIVISION)):
                break
        return self._named(text, found.start(), found.end()) if found else None

    def differ(self, one: str, other: str) -> bool:
        """Whether two names name two units: none is a short form of the other, none says only 我县 or 该所."""
        if one == other or one.startswith(self.refers) or other.startswith(self.refers):
            return False
        if one.endswith(VILLAGE) and _local(one) == _local(other):
            return False
        return not self.is_short_form(*sorted((one, other), key=len))

    def is_short_form(self, short: str, long: str) -> bool:
        """Whether a name leaves out parts of a longer one (县一中, 云岫县第一中学): its characters in the same order.

        A village leaves out only what stands in front (云岫县石桥村, 石桥村): 坪村 is not 上坪村. Numerals and words that
        tell units of one kind apart (中医, 妇幼) are not left out.
        """
        if len(short) < 3 or short == long:
            return short == long
        if long.endswith(short) and short.endswith(VILLAGE):
            return long.removesuffix(short).endswith(DIVISION)
        if short.endswith(VILLAGE) or short[-1] not in long[-2:] or _numerals(short) != _numerals(long):
            return False
        if any((word in long) != (word in short) for word in self.distinct):
            return False
        rest = iter(long)
        return all(c in rest for c in short)

    def _named(self, text: str, start: int, end: int) -> str | None:
        """The name whose last word is ``text[start:end]``: back to a mark or a word that bounds names."""
        opens = start
        while opens and start - opens < _LONGEST_NAME and text[opens - 1] not in _MARKS and text[opens - 1] > "9":
            opens -= 1
        for stop in self.stops.finditer(text, opens, start):
            opens = stop.end()
        return text[opens:end] if opens < start else None

    def _is_credit(self, line: str) -> bool:
        line = line.strip("【】[]()（） \t\r\u3000")
        return 0 < len(line) <= _LONGEST_CREDIT and line.startswith(self.credits) and not line.endswith("。")

    def _without_dateline(self, text: str) -> str:
        """The text behind a dateline (本报讯, 云岫融媒讯（记者 …）) that it opens with."""
        whole = text.lstrip()
        head = whole[:_LONGEST_DATELINE]
        for word in self.datelines:
            at = head.find(word)
            if at >= 0 and not any(c in _MARKS or c in "，。：、" for c in head[:at]):
                return _AFTER_DATELINE.sub("", whole[at + len(word.rstrip("(（ :：\u3000")) :])
        return text


def _local(village: str) -> str:
    """The name of a village without the divisions in front."""
    cut = max((i for i, c in enumerate(village[:-2]) if c in "镇乡道县区旗市省"), default=-1)
    return village[cut + 1 :] if len(village) - cut > 3 else village


def _numerals(name: str) -> list[str]:
    return [c for c in name if c in DIGITS or c == "十"]


def _words(book: RuleBook, role: WordRole) -> tuple[str, ...]:
    return tuple(w for r in book.rows("link_words.csv", LinkWord) if r.role == role for w in r.words)


def _simplified(variants: Iterable[TextVariant]) -> Codes:
    table = np.arange(0x10000, dtype=np.uint32)
    for variant in variants:
        if ord(variant.written) < len(table):
            table[ord(variant.written)] = ord(variant.standard)
    return table


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))
