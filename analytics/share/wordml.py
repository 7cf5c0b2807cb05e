"""Pieces of WordprocessingML (ISO/IEC 29500-1): runs, notes, tables; every text in them is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import parse_xml

from analytics.share.markup import Markup, clean, empty, joined, tag

SPACES = {
    "xmlns__w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns__r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
HEAD = "F0F3F6"


def w(name: str, /, *children: str | None, **values: str | int | None) -> Markup:
    """An element of the main name space; its values too."""
    own = {f"w__{key}": value for key, value in values.items()}
    return tag(f"w:{name}", *children, **own) if children else empty(f"w:{name}", **own)


def run(text: str, *, style: str = "", bold: bool = False) -> Markup:
    """A run of text; Chinese quotation marks and dots take the width of Chinese signs."""
    look = [w("rStyle", val=style)] if style else []
    look += [empty("w:rFonts", w__hint="eastAsia")] if not text.isascii() else []
    look += [empty("w:b")] if bold else []
    return w("r", w("rPr", *look) if look else None, tag("w:t", clean(text), xml__space="preserve"))


def paragraph(*runs: str, style: str = "", keep: bool = False, right: bool = False) -> Markup:
    """A paragraph; ``keep``: on the page of what follows."""
    look = [w("pStyle", val=style)] if style else []
    look += [empty("w:keepNext")] if keep else []
    look += [w("jc", val="right")] if right else []
    return w("p", w("pPr", *look) if look else None, *runs)


def note_reference(number: int) -> Markup:
    """The sign of a note in the text, with a bookmark, so that the text can name it again."""
    mark = w("r", w("rPr", w("rStyle", val="EndnoteReference")), w("endnoteReference", id=number))
    name = f"_note{number}"
    return joined((w("bookmarkStart", id=number, name=name), mark, w("bookmarkEnd", id=number)))


def note_again(number: int) -> Markup:
    """The sign of a note that stands earlier in the text."""
    shown = w("r", w("rPr", w("rStyle", val="EndnoteReference")), w("t", str(number)))
    return tag("w:fldSimple", shown, w__instr=f" NOTEREF _note{number} \\f \\h ")


def link(text: str, relation: str) -> Markup:
    """A text that opens the address of a relation."""
    return tag("w:hyperlink", run(text, style="Hyperlink"), r__id=relation, w__history="1")


def table(widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int]) -> Markup:
    """A table of runs. ``widths`` in twentieths of a point; ``numbers``: the columns of numbers, set to the right. The
    head stands again on every page; no row is broken."""
    right = set(numbers)
    sides = joined(w(side, val="single", sz=4, space=0, color="BFC7CF") for side in ("top", "bottom", "insideH"))
    look = w("tblPr", w("tblW", w=sum(widths), type="dxa"), w("tblBorders", sides), w("tblLayout", type="fixed"),
             w("tblCellMar", w("left", w=70, type="dxa"), w("right", w=70, type="dxa")))  # fmt: skip
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    first = _row(widths, [run(text, bold=True) for text in head], right, head=True)
    return w("tbl", look, grid, first, *(_row(widths, row, right) for row in rows))


def _row(widths: Sequence[int], cells: Sequence[str], right: set[int], head: bool = False) -> Markup:
    shade = w("shd", val="clear", color="auto", fill=HEAD) if head else None
    look = joined((empty("w:cantSplit"), empty("w:tblHeader")) if head else (empty("w:cantSplit"),))
    return w("tr", w("trPr", look), *(
        w("tc", w("tcPr", w("tcW", w=width, type="dxa"), shade), paragraph(cell, style="TableText", right=at in right))
        for at, (width, cell) in enumerate(zip(widths, cells, strict=True))
    ))  # fmt: skip


def element(markup: Markup) -> Any:
    """The element of a piece that names no name spaces itself."""
    first, rest = markup.split(">", 1) if not markup.split(">", 1)[0].endswith("/") else (markup[:-2], "")
    spaces = "".join(f' {key.replace("__", ":")}="{value}"' for key, value in SPACES.items())
    if not rest:
        return parse_xml(f"{first}{spaces}/>")
    return parse_xml(f"{first}{spaces}>{rest}")
