"""An account as one HTML file that needs nothing else: no server, no network, and mostly no script.

Every number and every mark of a chart is a link to a list of its activities, and from there to their sentences. The
style and the script are named by their hashes in the policy of the page; nothing else may run or load.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from analytics.messages import Language, say
from analytics.share import drawing
from analytics.share.account_values import Account, Chart, Row
from analytics.share.markup import Markup, joined, tag
from analytics.share.naming import column_name, note_name, row_name
from analytics.share.page_lists import Lists
from analytics.share.page_told import Told
from analytics.share.parts import RANKINGS, Part, chosen_parts, facts, sized, title_of
from analytics.share.weaving import Number, Sentence

HERE = Path(__file__).parent
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def html_bytes(account: Account, *, title: str = "", parts: Sequence[str] = ()) -> bytes:
    """The file, UTF-8. ``title``: the View's sentence by default. ``parts``: those of ``PARTS`` that are wanted, all by
    default. The same account gives the same bytes.

    Raises Problem no_part, document_too_large.
    """
    sized(account)
    page = _Page(account, title_of(account, title), chosen_parts(parts))
    return f"<!DOCTYPE html>\n{page.html()}\n".encode()


class _Page:
    def __init__(self, account: Account, title: str, parts: Sequence[Part]) -> None:
        self.account, self.title, self.parts = account, title, parts
        self.language = account.language
        self.told = Told(account)
        self.lists = Lists(account, self.told)

    def html(self) -> Markup:
        body = joined(self._body())
        return tag("html", self._head(), tag("body", body), lang=TAGS[self.language])

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def _head(self) -> Markup:
        style, script = own_file("page_file.css"), own_file("page_file.js")
        policy = (
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
            "form-action 'none'"
        )
        return tag(
            "head", Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Markup('<meta name="referrer" content="no-referrer">'),
            tag("title", self.title), tag("style", Markup(style)),
        )  # fmt: skip

    def _body(self) -> Iterator[Markup]:
        yield tag("header", tag("h1", self.title, id="top"), *self._heading())
        parts, lists = joined(self._parts()), self.lists.section()  # in this order: what is drawn asks for its lists
        yield tag("main", parts, self.told.section(self.lists.used), lists)
        yield tag("script", Markup(own_file("page_file.js")))

    def _heading(self) -> Iterator[Markup]:
        if self.account.sentence.casefold() != self.title.casefold():
            yield tag("p", self.account.sentence)
        terms = (joined((tag("dt", self.say(key)), tag("dd", tag("bdi", value)))) for key, value in facts(self.account))
        yield tag("dl", *terms, class_="about")
        yield tag("p", self.say("document.how_page"), class_="soft screen")

    def _parts(self) -> Iterator[Markup]:
        for part in self.parts:
            if part == "told":
                yield self._sentences()
            elif part == "figures":
                yield self._figures()
            elif part == "left_out":
                yield self._left_out()
            elif part == "over_time":
                yield self._over_time()
            elif part in RANKINGS:
                yield self._ranking(self.account.chart(part))

    def _sentences(self) -> Markup:
        first, *others = self.account.sentences
        points = tag("ul", *(tag("li", self._woven(one)) for one in others)) if others else None
        return tag("section", tag("p", self._woven(first), class_="lead"), points)

    def _woven(self, sentence: Sentence) -> Markup:
        return joined(self._number(p) if isinstance(p, Number) else tag("bdi", p) for p in sentence)

    def _number(self, number: Number) -> Markup:
        """A difference lists nothing of its own: the two numbers that it is made of stand beside it."""
        href = self.lists.of_counted(number.show)
        return tag("a", number.text, href=href, class_="n") if href else tag("b", number.text)

    def _figures(self) -> Markup:
        cards = []
        for one in self.account.figures:
            name = self.say(f"figure.{one.key.partition(':')[2]}")
            href = self.lists.of_counted(one.key)
            number = tag("strong", tag("a", f"{one.count:,}", href=href, class_="n") if href else f"{one.count:,}")
            unsure = self.lists.of_unsure(one)
            more = tag("a", self.say("figure.unsure", count=f"{len(one.unsure):,}"), href=unsure) if unsure else None
            cards.append(tag("li", name, number, tag("span", more, class_="soft") if more else None))
        return tag("section", tag("h2", self.say("document.figures")), tag("ul", *cards, class_="cards"))

    def _over_time(self) -> Markup:
        chart = self.account.chart("over_time")
        parts: list[Markup | None] = [tag("h2", self.say("document.chart_over_time"))]
        if not any(row.cells for row in chart.rows):
            parts.append(tag("p", self.say("document.alt_nothing")))
        else:
            mark = self._mark(chart)
            parts += [_figure(drawing.over_time(self.account, mark).svg)]
            if "types" in self.parts:
                parts += [
                    tag("h3", self.say("document.chart_types_over_time")),
                    _figure(drawing.types_over_time(self.account, mark).svg),
                ]
            parts.append(self._table(chart))
        beside = [(f"left:{cell.column}", cell) for cell in chart.beside]
        parts += [
            tag("p", self.lists.link(key, self.say(f"left_out.{c.column}", count=f"{c.count:,}"))) for key, c in beside
        ]
        return tag("section", *parts)

    def _ranking(self, chart: Chart) -> Markup:
        heading = tag("h2", self.say(f"document.chart_{chart.key}"))
        if not chart.rows:
            return tag("section", heading, tag("p", self.say("document.none")))
        more = len(chart.rows) - drawing.DRAWN
        note = (
            tag("p", self.say("document.more_rows", count=more, drawn=drawing.DRAWN), class_="soft")
            if more > 0
            else None
        )
        svg = drawing.ranking(self.account, chart.key, self._mark(chart), chart.key).svg
        several = tag("p", self.say("document.several"), class_="soft") if chart.key != "sources" else None
        return tag("section", heading, _figure(svg), note, several, self._table(chart))

    def _mark(self, chart: Chart) -> drawing.Href:
        rows = {row.key: row for row in chart.rows}
        return lambda key, column: self.lists.of_row(chart, rows[key], column)

    def _table(self, chart: Chart) -> Markup:
        """All numbers of a chart, each with its list."""
        columns = chart.columns
        heads = [self.say("chart.bin" if chart.key == "over_time" else f"document.chart_{chart.key}")]
        noted = chart.key in ("villages", "pairings")
        heads += [self.say(f"document.note_{chart.key}")] if noted else []
        heads += [column_name(c, self.language) for c in columns]
        head = tag("thead", tag("tr", *(tag("th", one, scope="col") for one in heads)))
        rows = tag("tbody", *(self._row(chart, row, noted) for row in chart.rows))
        table = tag("div", tag("table", head, rows), class_="scroll", tabindex=0, role="region",
                    aria_label=self.say("document.table"))  # fmt: skip
        return tag("details", tag("summary", self.say("document.table")), table)

    def _row(self, chart: Chart, row: Row, noted: bool) -> Markup:
        name = tag("th", tag("bdi", row_name(chart, row, self.language)), scope="row")
        cells = [tag("td", tag("bdi", note_name(chart, row, self.language)))] if noted else []
        for column in chart.columns:
            cell = row.cell(column)
            href = self.lists.of_row(chart, row, column)
            cells.append(tag("td", tag("a", f"{cell.count:,}", href=href) if href else f"{cell.count:,}"))
        return tag("tr", name, *cells)

    def _left_out(self) -> Markup:
        items = [
            tag(
                "li",
                self.lists.link(one.key, self.say(f"left_out.{one.key.partition(':')[2]}", count=f"{one.count:,}")),
            )
            for one in self.account.left_out
        ]
        inner = tag("ul", *items) if items else tag("p", self.say("document.nothing_left_out"))
        return tag("section", tag("h2", self.say("document.left_out")), inner)


@cache
def own_file(name: str) -> str:
    """A file of ours that is put into every page."""
    return (HERE / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _figure(svg: str) -> Markup:
    return tag("figure", Markup(svg))
