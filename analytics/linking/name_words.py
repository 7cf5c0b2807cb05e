"""The tables of names as sets and scans, made once per rule book and gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analytics.gazetteer import Division, Gazetteer
from analytics.rules.book import RuleBook
from analytics.rules.name_rows import NameCertainty, NamePart, NamePattern, NameShape, NameWord
from analytics.rules.text_rows import TextVariant
from analytics.rules.who import OrgSuffix
from analytics.text.fold import Folding
from analytics.text.scan import LiteralScan

V = TypeVar("V")
_ONES = "一二三四五六七八九"
_MOST = 99


@dataclass(frozen=True, slots=True)
class Written:
    """A form of the pattern table: what it stands for, where it may stand, and how sure that is."""

    full: str
    at: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape taken apart at its slot: the words before and behind it, in the name and in the plain order."""

    before: str
    after: str
    level: bool
    plain: tuple[str, str]


class NameWords:
    """Every table that taking a name apart needs."""

    def __init__(self, book: RuleBook, gazetteer: Gazetteer) -> None:
        self.folding = Folding({v.written: v.standard for v in book.rows("text_variants.csv", TextVariant)})
        words: defaultdict[str, list[str]] = defaultdict(list)
        for row in book.rows("name_words.csv", NameWord):
            words[row.kind] += row.words
        self.fronts = _longest_first(words["front"])
        self.former = _longest_first(words["former"])
        self.brackets = frozenset(words["bracket"])
        self.company = _longest_first(words["company"])
        self.levels = _longest_first(words["level"])
        self.not_level = tuple(words["not_level"])
        self.places = _longest_first(words["place"])
        self.communities = tuple(w for w in self.places if len(w) > 1)
        self.through = _longest_first(words["through"])
        self.quotes = str.maketrans(dict.fromkeys(words["quote"], ""))
        self.shapes = tuple(map(_shape, book.rows("name_shapes.csv", NameShape)))
        self.shape_heads = frozenset(shape.before[0] for shape in self.shapes if shape.before)
        self.written = dict(_written(book.rows("name_patterns.csv", NamePattern)))
        self._patterns = LiteralScan(self.written)
        suffixes = {w for r in book.rows("org_suffixes.csv", OrgSuffix) for w in r.words}
        self._ends = LiteralScan(dict.fromkeys(suffixes | set(self.places) | set(self.written)), overlap=True)
        self._common = LiteralScan(dict.fromkeys(suffixes | set(self.written) | set(words["generic"])))
        self.certainty = {r.reason: r.certainty for r in book.rows("name_certainty.csv", NameCertainty)}
        parts = book.rows("name_parts.csv", NamePart)
        self.parts = {w: row for row in parts if not row.office for w in _numbered(row.words)}
        self.offices = {w: row.office for row in parts if row.office for w in row.words}
        self.longest_part = max(map(len, (*self.parts, *self.offices)))
        self.full: dict[str, tuple[Division, ...]] = {}
        self.stems: dict[str, tuple[Division, ...]] = {}
        self.divisions: dict[str, Division] = {}
        self._read(gazetteer, frozenset(words["no_division"]))
        self.longest_division = max(map(len, self.full))
        self.division_heads = frozenset(name[:2] for name in (*self.full, *self.stems))

    def _read(self, gazetteer: Gazetteer, everyday: frozenset[str]) -> None:
        full: defaultdict[str, dict[str, Division]] = defaultdict(dict)
        stems: defaultdict[str, dict[str, Division]] = defaultdict(dict)
        for name, division in gazetteer.upper():
            self.divisions[division.code] = division
            if name not in everyday:
                (full if name == division.name else stems)[name][division.code] = division
        self.full = {name: tuple(found[c] for c in sorted(found)) for name, found in full.items()}
        self.stems = {name: tuple(found[c] for c in sorted(found)) for name, found in stems.items()}

    def patterns(self, body: str) -> list[tuple[int, int, Written]]:
        """The forms of the pattern table in a body, leftmost and longest first, never overlapping."""
        return [(hit.start, hit.end, hit.value) for hit in self._patterns.find(body)]

    def ends(self, name: str) -> list[int]:
        """Positions inside a name where an organisation or a place may end, the last one first."""
        return sorted({end for _, end, _ in self._ends.runs(name) if 1 < end < len(name)}, reverse=True)

    def own(self, body: str) -> str:
        """What is left of a body without the words that many organisations share: 白石 of 农商银行白石支行."""
        at, kept = 0, []
        for start, end, _ in self._common.runs(body):
            kept.append(body[at:start])
            at = end
        return "".join([*kept, body[at:]])

    def part(self, body: str) -> NamePart | None:
        """The row of the longest ending of a body that belongs to a unit."""
        row = self._ending(body, self.parts)
        return None if row is None or (row.unless and body.endswith(row.unless)) else row

    def office(self, body: str) -> str:
        """The office that such a body belongs to: 公安局 for 柳溪派出所; empty for none."""
        return self._ending(body, self.offices) or ""

    def _ending(self, body: str, table: Mapping[str, V]) -> V | None:
        sizes = range(min(self.longest_part, len(body)), 0, -1)
        return next((table[body[-size:]] for size in sizes if body[-size:] in table), None)


_LAST: dict[tuple[str, str], NameWords] = {}


def name_words(book: RuleBook, gazetteer: Gazetteer) -> NameWords:
    """The tables of these rules and divisions; the last ones are kept, since they take a third of a second to make."""
    key = book.version, gazetteer.version
    if key not in _LAST:
        _LAST.clear()
        _LAST[key] = NameWords(book, gazetteer)
    return _LAST[key]


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _ONES[tens - 1] + "十") + (_ONES[ones - 1] if ones else "")


def _numbered(words: Iterable[str]) -> list[str]:
    """The words with every number in the place of ``{n}``."""
    numerals = [_numeral(n) for n in range(1, _MOST + 1)]
    return [w.replace("{n}", n) for w in words for n in (numerals if "{n}" in w else [""])]


def _written(rows: Iterable[NamePattern]) -> Iterable[tuple[str, Written]]:
    """Every form with its reading; a full form is a form of itself, and of two rows the first one wins."""
    found: dict[str, Written] = {}
    listed = [(row, number) for row in rows for number in (range(1, _MOST + 1) if "{n}" in row.full else (0,))]
    for row, number in listed:
        full = row.full.replace("{n}", _numeral(number) if number else "")
        found[full] = Written(full, "any", 1.0)
    for row, number in listed:
        full = row.full.replace("{n}", _numeral(number) if number else "")
        for figures in (_numeral(number), str(number)) if number else ("",):
            for short in (*row.shorts, *((row.full,) if number else ())):
                form = short.replace("{n}", figures)
                found.setdefault(form, Written(full, row.at, row.certainty))
    return found.items()


def _shape(row: NameShape) -> Shape:
    slot = "{l}" if "{l}" in row.shape else "{u}"
    before, _, after = row.shape.partition(slot)
    plain, _, tail = row.plain.partition(slot)
    return Shape(before, after, slot == "{l}", (plain, tail))
