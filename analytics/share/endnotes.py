"""The notes of a report: each number has one, and it quotes as many sentences as the number says.

A sentence bears its number in the account ("[7]") everywhere. Where it is first quoted, its source and its permanent
address stand beside it; a later note of the text quotes it again and names the note of the source; a note of a table
names the sentence and the note in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.messages import say
from analytics.problems import Problem
from analytics.share.account_values import Account, Chart, Counted, Row, ToldArticle
from analytics.share.addresses import Addresses
from analytics.share.citing import citation, quotation
from analytics.share.naming import about, column_name, counted_name, row_name


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a note. ``name``: for which village or pair it stands; ``source``: its citation where it is quoted
    first, else the note that has it; ``words`` are empty where only the note is named; ``more``: what else it adds."""

    number: int
    name: str
    words: str
    source: str
    address: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """``heading``: what the number is; ``lines``: its parts by name (columns of a row, those without a sure date)."""

    number: int
    heading: str
    quotes: tuple[Quoted, ...]
    lines: tuple[str, ...] = ()


class Notes:
    """Makes the notes in the order in which numbers stand in a text. ``made`` holds them."""

    def __init__(self, account: Account) -> None:
        self.account, self.language = account, account.language
        told = [(a.id, a.article, quotation(a.quotes), about(a, self.language)) for a in account.activities]
        told += [(s.id, s.article, quotation(s.quotes), f"{s.a} — {s.b}") for s in account.standing]
        self.told = {one: (n, article, words, short) for n, (one, article, words, short) in enumerate(told, start=1)}
        self.addresses = Addresses(account)
        self.people = {a.id: a.people or 0 for a in account.activities}
        self.articles = {article.id: article for article in account.articles}
        self.first: dict[str, int] = {}
        self.by_key: dict[str, int] = {}
        self.made: list[Note] = []

    def of_counted(self, one: Counted) -> tuple[int, bool] | None:
        """The number of the note of a figure, and whether it was made just now; None where nothing is quoted.

        Raises Problem account_unequal where the note would not quote as many sentences as the figure says.
        """
        if not one.ids:
            return None
        if one.key in self.by_key:
            return self.by_key[one.key], False
        number = len(self.made) + 1
        behind = self._behind(one)
        quotes = tuple(self._quoted(i, number, name, self._people(one, i)) for name, i in behind)
        expected, found = one.count, len(quotes)
        if one.of == "people":
            found = sum(self.people[i] for _, i in behind)
        if expected != found or not all(q.words for q in quotes):
            raise Problem.of("account_unequal", one.key, expected=expected, found=found)
        lines = (self._line(say("document.unsure", self.language), one.unsure),) if one.unsure else ()
        self.by_key[one.key] = number
        self.made.append(Note(number, counted_name(self.account, one), quotes, lines))
        return number, True

    def of_row(self, chart: Chart, row: Row) -> int | None:
        """The number of the note of a row of a table, in which every number of the row is told."""
        if not any(cell.count for cell in row.cells):
            return None
        number = len(self.made) + 1
        every = dict.fromkeys(i for cell in row.cells for i in cell.ids)
        fresh = tuple(self._quoted(i, number) for i in self._sorted(every) if i not in self.first)
        lines = []
        for cell in row.cells:
            if len(set(cell.ids)) != cell.count:
                raise Problem.of("account_unequal", row.key, expected=cell.count, found=len(set(cell.ids)))
            name = column_name(cell.column, self.language)
            lines.append(self._line(name, cell.ids))
            if cell.unsure and cell.column in ("all", "activities"):
                lines.append(self._line(say("document.unsure", self.language), cell.unsure))
        self.made.append(Note(number, row_name(chart, row, self.language), fresh, tuple(lines)))
        return number

    def _behind(self, one: Counted) -> list[tuple[str, str]]:
        """Name and sentence of each thing that is counted: of a village or a pair the first that tells of it."""
        if one.of in ("activities", "people"):
            return [("", i) for i in self._sorted(one.ids)]
        if one.key == "left:standing_undated":
            by_pair: dict[str, tuple[str, str]] = {}
            for s in self.account.standing:
                by_pair.setdefault(s.pair, (f"{s.a} — {s.b}", s.id))
            return [by_pair[key] for key in one.keys if key in by_pair]
        chart = self.account.chart("villages" if one.of == "villages" else "pairings")
        wanted, own = set(one.keys), set(one.ids)
        found = []
        for row in chart.rows:
            ids = [i for cell in row.cells for i in cell.ids if i in own] if row.key in wanted else []
            if ids:
                found.append((row_name(chart, row, self.language), self._sorted(ids)[0]))
        return found

    def _quoted(self, one: str, note: int, name: str = "", more: str = "") -> Quoted:
        number, article, words, short = self.told[one]
        if one not in self.first:
            self.first[one] = note
            address = self.addresses.of(one)
            head = name or short
            return Quoted(number, head, words, self._source(self.articles[article], address), address, more)
        source = say("document.source_in", self.language, note=self.first[one])
        return Quoted(number, name or short, words, source, "", more)

    def _source(self, a: ToldArticle, address: str) -> str:
        taken = self.account.taken
        return citation(a.title, a.author, a.source, a.published, a.url, address, taken, self.language)

    def _people(self, one: Counted, activity: str) -> str:
        if one.of != "people":
            return ""
        return say("reading.people_value", self.language, count=f"{self.people[activity]:,}")

    def _line(self, name: str, ids: Iterable[str]) -> str:
        """How many, and the sentences by the notes that quote them."""
        own = self._sorted(ids)
        by_note: dict[int, list[int]] = {}
        for one in own:
            by_note.setdefault(self.first.get(one, len(self.made) + 1), []).append(self.told[one][0])
        parts = [
            say("document.in_note", self.language, note=note, numbers=" ".join(f"[{n}]" for n in numbers))
            for note, numbers in sorted(by_note.items())
        ]
        told = say("reading.between", self.language).join(parts)
        return say("document.line", self.language, name=name, count=f"{len(own):,}", told=told)

    def _sorted(self, ids: Iterable[str]) -> Sequence[str]:
        return sorted(ids, key=lambda one: self.told[one][0])
