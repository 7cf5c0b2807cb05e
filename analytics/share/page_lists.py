"""The lists behind the numbers of a page: each is made when something links to it, and named by a running number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.messages import say
from analytics.share.account_values import Account, Cell, Chart, Counted, Row
from analytics.share.markup import Markup, joined, tag
from analytics.share.naming import column_name, counted_name, row_name
from analytics.share.page_told import Told


@dataclass(frozen=True, slots=True)
class _List:
    title: str
    ids: Sequence[str]
    unsure: Sequence[str]
    rows: Sequence[tuple[str, str, int]]
    """For villages and pairs: name, address and number of sentences of each."""


class Lists:
    """Gives addresses ("#l3") and draws what stands there. ``used``: all that is listed anywhere."""

    def __init__(self, account: Account, told: Told) -> None:
        self.account, self.told, self.language = account, told, account.language
        self.names: dict[tuple[str, str, str], str] = {}
        self.found: list[_List] = []
        self.used: set[str] = set()

    def of_counted(self, key: str) -> str | None:
        """The address of what a number lists; None where it lists nothing."""
        one = self.account.counted(key)
        if one is None or not one.ids:
            return None
        rows = tuple(self._rows(one)) if one.of in ("villages", "pairs") else ()
        return self._named(("counted", key, ""), counted_name(self.account, one), one.ids, one.unsure, rows)

    def of_unsure(self, one: Counted) -> str | None:
        """The address of those without a sure date."""
        if not one.unsure or one.of != "activities":
            return None
        title = (
            f"{counted_name(self.account, one)} · {say('figure.unsure', self.language, count=f'{len(one.unsure):,}')}"
        )
        return self._named(("unsure", one.key, ""), title, one.unsure, one.unsure)

    def of_row(self, chart: Chart, row: Row, column: str) -> str | None:
        """The address of a cell; of all of a row without a column."""
        cells = [row.cell(column)] if column else row.cells
        ids = [i for cell in cells for i in cell.ids]
        if not ids:
            return None
        name = row_name(chart, row, self.language)
        if chart.key == "over_time" or column == "standing":
            name = say("document.cell", self.language, row=name, column=column_name(column, self.language))
        title = say("document.figure", self.language, name=name, count=f"{len(ids):,}")
        return self._named((chart.key, row.key, column), title, ids, _unsure(cells))

    def link(self, key: str, text: str) -> Markup:
        """A text with the list behind it; the text alone where it lists nothing."""
        href = self.of_counted(key)
        return tag("a", text, href=href) if href else tag("span", text)

    def section(self) -> Markup:
        """All lists that something links to; ask for it last."""
        return tag("section", *(self._drawn(n, one) for n, one in enumerate(self.found, start=1)))

    def _named(
        self, key: tuple[str, str, str], title: str, ids: Sequence[str], unsure: Sequence[str],
        rows: Sequence[tuple[str, str, int]] = (),
    ) -> str:  # fmt: skip
        if key not in self.names:
            self.found.append(_List(title, sorted(ids, key=self.told.numbers.__getitem__), unsure, rows))
            self.used.update(ids)
            self.names[key] = f"#l{len(self.found)}"
        return self.names[key]

    def _rows(self, one: Counted) -> Iterator[tuple[str, str, int]]:
        chart = self.account.chart("villages" if one.of == "villages" else "pairings")
        wanted = set(one.keys)
        for row in chart.rows:
            href = self.of_row(chart, row, "") if row.key in wanted else None
            if href:
                yield row_name(chart, row, self.language), href, sum(cell.count for cell in row.cells)

    def _drawn(self, number: int, one: _List) -> Markup:
        close = tag("a", say("document.close", self.language), href="#top", class_="close")
        rows = tag(
            "ul", *(tag("li", tag("bdi", n), " ", tag("a", f"{c:,}", href=h)) for n, h, c in one.rows), class_="rows"
        )
        unsure = set(one.unsure)
        refs = tag("ul", *(tag("li", self._ref(i, i in unsure)) for i in one.ids), class_="refs")
        count = tag("p", say("document.listed", self.language, count=f"{len(one.ids):,}"), class_="soft")
        full = tag("ol", class_="told", data_full=True)
        heading = tag("h3", tag("bdi", one.title), id=f"h{number}")
        inner = joined((close, heading, *((rows,) if one.rows else ()), count, refs, full))
        return tag("section", inner, id=f"l{number}", class_="list", aria_labelledby=f"h{number}")

    def _ref(self, one: str, unsure: bool) -> Markup:
        number = self.told.numbers[one]
        words = f"[{number}] {self.told.short[one]}"
        return tag("a", words, href=f"#s{number}", title=say("document.unsure", self.language) if unsure else None)


def _unsure(cells: Sequence[Cell]) -> list[str]:
    return [i for cell in cells for i in cell.unsure]
