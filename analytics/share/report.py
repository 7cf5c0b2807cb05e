"""A report from an account as DOCX: sentences, tables, charts as pictures, and endnotes that quote behind each number.

The same account gives the same bytes on machines with the same fonts (the charts are pictures of text).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from analytics.messages import say
from analytics.share import drawing
from analytics.share.account_values import Account, Chart, Counted, Row
from analytics.share.addresses import live
from analytics.share.docx_look import TEXT_WIDTH, set_footer, set_page, set_styles
from analytics.share.docx_notes import add_notes
from analytics.share.endnotes import Notes
from analytics.share.markup import Markup, clean, joined
from analytics.share.naming import column_name, note_name, row_name
from analytics.share.parts import RANKINGS, Part, chosen_parts, facts, sized, title_of
from analytics.share.weaving import Number, Sentence
from analytics.share.wordml import element, note_again, note_reference, paragraph, run, table

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROWS = 50
"""So many rows of a ranking stand in a table; the HTML file has all."""
WIDTH = 9072
"""Twentieths of a point between the margins."""
_OF_TEMPLATE = (
    RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)  # fmt: skip
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member: a ZIP file knows no earlier one."""


def docx_bytes(account: Account, *, title: str = "", parts: Sequence[str] = ()) -> bytes:
    """The report. ``title``: the View's sentence by default; ``parts``: those of ``PARTS``, all by default.

    Raises Problem no_part, document_too_large, account_unequal (a note does not quote what its number says).
    """
    sized(account)
    report = _Report(account, title_of(account, title), chosen_parts(parts))
    return report.bytes()


class _Report:
    def __init__(self, account: Account, title: str, parts: Sequence[Part]) -> None:
        self.account, self.title, self.parts = account, clean(title), parts
        self.language = account.language
        self.notes = Notes(account)
        self.document: Any = Document()

    def bytes(self) -> bytes:
        set_page(self.document)
        set_styles(self.document)
        set_footer(
            self.document, clean(f"{self.account.label} · {self.say('document.version')} {self.account.version}")
        )
        self._core()
        self._heading()
        for part in self.parts:
            self._part(part)
        self.document.add_heading(self.say("document.notes"), 1)
        self.document.add_paragraph(self.say("document.how_notes", count=len(self.notes.made)))
        add_notes(self.document, self.notes.made, self.language)
        out = BytesIO()
        self.document.save(out)
        return _settled(out.getvalue())

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def _core(self) -> None:
        core, account = self.document.core_properties, self.account
        day = datetime.combine(account.made or account.taken, time())
        core.title, core.subject, core.keywords = self.title[:255], clean(account.sentence)[:255], account.fingerprint
        core.author = core.last_modified_by = self.say("site.name")
        core.created = core.modified = core.last_printed = day
        core.language, core.comments, core.category, core.revision = self.language, "", "", 1
        # What the template says of itself is not of this report.
        for rels in (self.document.part.package.rels, self.document.part.rels):
            for key, relation in list(rels.items()):
                if relation.reltype in _OF_TEMPLATE:
                    del rels[key]

    def _heading(self) -> None:
        self.document.add_heading(self.title, 0)
        if self.account.sentence.casefold() != self.title.casefold():
            self.document.add_paragraph(clean(self.account.sentence))
        rows = [(run(self.say(key)), run(value)) for key, value in facts(self.account)]
        if self.account.address:
            rows.append((run(self.say("document.link")), run(live(self.account))))
        self._add(table((2200, WIDTH - 2200), (self.say("box.item"), self.say("box.value")), rows, ()))
        self.document.add_paragraph(self.say("document.how_report"))

    def _part(self, part: Part) -> None:
        if part == "told":
            self._sentences()
        elif part == "figures":
            self._figures()
        elif part == "over_time":
            self._over_time()
        elif part == "left_out":
            self._left_out()
        elif part in RANKINGS:
            self._ranking(self.account.chart(part))

    def _sentences(self) -> None:
        first, *others = self.account.sentences
        self._add(paragraph(self._woven(first)))
        for one in others:
            self._add(paragraph(self._woven(one), style="ListBullet"))

    def _woven(self, sentence: Sentence) -> Markup:
        return joined(self._number(p) if isinstance(p, Number) else run(p) for p in sentence)

    def _number(self, number: Number) -> Markup:
        counted = self.account.counted(number.show)
        return joined((run(number.text, bold=True), self._note(counted) if counted else Markup("")))

    def _note(self, counted: Counted) -> Markup:
        found = self.notes.of_counted(counted)
        if found is None:
            return Markup("")
        number, fresh = found
        return note_reference(number) if fresh else note_again(number)

    def _figures(self) -> None:
        self.document.add_heading(self.say("document.figures"), 1)
        rows = []
        for one in self.account.figures:
            unsure = f"{len(one.unsure):,}" if one.of == "activities" else ""
            name = self.say(f"figure.{one.key.partition(':')[2]}")
            rows.append((run(name), joined((run(f"{one.count:,}", bold=True), self._note(one))), run(unsure)))
        head = (self.say("document.figures"), self.say("box.sheet_numbers"), self.say("document.unsure_of"))
        self._add(table((4600, 1900, WIDTH - 6500), head, rows, (1, 2)))

    def _over_time(self) -> None:
        chart = self.account.chart("over_time")
        self.document.add_heading(self.say("document.chart_over_time"), 1)
        if not any(row.cells for row in chart.rows):
            self.document.add_paragraph(self.say("document.alt_nothing"))
        else:
            self._picture(drawing.over_time(self.account))
            if "types" in self.parts:
                self.document.add_heading(self.say("document.chart_types_over_time"), 2)
                self._picture(drawing.types_over_time(self.account))
            head = (self.say("chart.bin"), column_name("all", self.language), self.say("document.unsure_of"))
            rows = (self._period(chart, row) for row in chart.rows)
            self._add(table((1700, 1500, 1500, WIDTH - 4700), (*head, self.say("document.by_type")), rows, (1, 2)))
            self.document.add_paragraph()
        for cell in chart.beside:
            self._left(f"left:{cell.column}")

    def _period(self, chart: Chart, row: Row) -> Sequence[Markup]:
        every = row.cell("all")
        types = self.say("reading.join").join(
            f"{column_name(cell.column, self.language)} {cell.count:,}" for cell in row.cells if cell.column != "all"
        )
        return (
            run(row_name(chart, row, self.language)), self._with_note(chart, row, every.count),
            run(f"{len(every.unsure):,}"), run(types),
        )  # fmt: skip

    def _with_note(self, chart: Chart, row: Row, count: int) -> Markup:
        note = self.notes.of_row(chart, row)
        return joined((run(f"{count:,}"), note_reference(note) if note else Markup("")))

    def _ranking(self, chart: Chart) -> None:
        self.document.add_heading(self.say(f"document.chart_{chart.key}"), 1)
        if not chart.rows:
            self.document.add_paragraph(self.say("document.none"))
            return
        self._picture(drawing.ranking(self.account, chart.key))
        noted = chart.key in ("villages", "pairings")
        head = [self.say(f"document.chart_{chart.key}")] + ([self.say(f"document.note_{chart.key}")] if noted else [])
        head += [column_name(c, self.language) for c in chart.columns]
        numbers = range(len(head) - len(chart.columns), len(head))
        left = WIDTH - 1500 * len(chart.columns)
        widths = ([left * 6 // 10, left - left * 6 // 10] if noted else [left]) + [1500] * len(chart.columns)
        self._add(table(widths, head, (self._row(chart, row, noted) for row in chart.rows[:ROWS]), numbers))
        self.document.add_paragraph(self.say("document.several") if chart.key != "sources" else "")
        if len(chart.rows) > ROWS:
            more = len(chart.rows) - ROWS
            self.document.add_paragraph(self.say("document.more_in_page", count=f"{more:,}"))

    def _row(self, chart: Chart, row: Row, noted: bool) -> Sequence[Markup]:
        note = self.notes.of_row(chart, row)
        cells = [run(row_name(chart, row, self.language))]
        cells += [run(note_name(chart, row, self.language))] if noted else []
        for column in chart.columns:
            count = row.cell(column).count
            sign = note_reference(note) if note and count else Markup("")
            cells.append(joined((run(f"{count:,}"), sign)))
            note = None if count else note  # one sign for the row, at its first number
        return cells

    def _left_out(self) -> None:
        self.document.add_heading(self.say("document.left_out"), 1)
        if not self.account.left_out:
            self.document.add_paragraph(self.say("document.nothing_left_out"))
        for one in self.account.left_out:
            self._left(one.key)

    def _left(self, key: str) -> None:
        one = self.account.counted(key)
        if one is None:
            return
        text = self.say(f"left_out.{key.partition(':')[2]}", count=f"{one.count:,}")
        self._add(paragraph(run(text), self._note(one), style="ListBullet"))

    def _picture(self, found: drawing.Drawing) -> None:
        """A chart; where this machine has no font for it, a line that says so: the table holds its numbers."""
        picture = drawing.png(found)
        if picture is None:
            self.document.add_paragraph(self.say("document.no_font"))
            return
        shape = self.document.add_picture(BytesIO(picture), width=TEXT_WIDTH)
        shape._inline.docPr.set("descr", found.words)
        self.document.add_paragraph(found.words, style="Caption")

    def _add(self, markup: Markup) -> None:
        """Puts a paragraph or a table at the end of the body."""
        self.document.element.body.find(qn("w:sectPr")).addprevious(element(markup))


def _settled(data: bytes) -> bytes:
    """The same file with members of one date, so that it depends on nothing but its content."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for member in given.infolist():
            own = zipfile.ZipInfo(member.filename, _OLDEST)
            own.compress_type = zipfile.ZIP_DEFLATED
            own.external_attr = 0o600 << 16
            made.writestr(own, given.read(member))
    return out.getvalue()
