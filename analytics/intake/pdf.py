"""The text layer of a PDF as lines with their place on the page. Runs in the child process."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from analytics.intake.print_lines import Line, paragraphs
from analytics.problems import Problem

_BREAKS = (10, 13)
_DROPPED = (0, 2, 0xAD, 0xFFFE)  # hyphens at the end of a line and marks of the library's own
_UNREADABLE = 0.3


def pdf_page(data: bytes, max_pages: int, max_chars: int) -> dict[str, Any]:
    """``lines``: the paragraphs of all pages; ``running``: heads, feet and page numbers; ``bare``: pages without text.

    Raises Problem: password, damaged, too many pages, longer than ``max_chars``, no text layer, or a text layer whose
    characters have no meaning (fonts that do not say which characters they draw).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise Problem.of("read_password" if "password" in str(e).lower() else "read_damaged", detail="PDF") from None
    count = len(document)
    if count > max_pages:
        raise Problem.of("read_too_many_pages", pages=count, limit=max_pages)
    pages: list[list[Line]] = []
    length = bare = strange = 0
    for number in range(count):
        lines = _lines_of(document, number)
        here = sum(len(line.text) for line in lines)
        length, bare = length + here, bare + (here == 0)
        strange += sum(_strange(c) for line in lines for c in line.text)
        if length > max_chars:
            raise Problem.of("read_too_long", length=length, limit=max_chars)
        pages.append(lines)
    if not length:
        raise Problem.of("read_scanned", pages=count)
    if strange > _UNREADABLE * length:
        raise Problem.of("read_pdf_fonts")
    found, running = paragraphs(pages)
    return {"lines": found, "running": running, "bare": bare, "pages": count}


def _strange(c: str) -> bool:
    return c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and c != "\t")


def _lines_of(document: Any, number: int) -> list[Line]:
    """The lines of one page; a page that cannot be opened has none."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        return _lines(text)
    finally:
        text.close()
        page.close()


def _lines(text: Any) -> list[Line]:
    lines: list[Line] = []
    held: list[tuple[int, int]] = []
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, at)
        if code not in _BREAKS:
            held.append((at, code))
            continue
        lines += _line(text, held)
        held = []
    return lines + _line(text, held)


def _line(text: Any, held: list[tuple[int, int]]) -> list[Line]:
    shown = [(at, code) for at, code in held if code not in _DROPPED]
    # Characters beyond the first plane may come as two halves.
    units = b"".join(chr(min(code, 0x10FFFF)).encode("utf-16-le", "surrogatepass") for _, code in shown)
    words = units.decode("utf-16-le", "replace").strip()
    inked = [at for at, code in shown if not chr(min(code, 0x10FFFF)).isspace()]
    if not words or not inked:
        return []
    first, last = (_box(text, at) for at in (inked[0], inked[-1]))
    return [Line(words, first[0], last[2], max(first[3], last[3]), min(first[1], last[1]))]


def _box(text: Any, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a character in points; zeros when the file does not say."""
    try:
        left, bottom, right, top = text.get_charbox(at, loose=True)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top
