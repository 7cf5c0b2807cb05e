"""Word documents to lines and tables in the order of the document. Runs in the child process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from analytics.problems import Problem

_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB = qn("w:t"), qn("w:tab")
_BREAKS = (qn("w:br"), qn("w:cr"))
_HYPHEN = qn("w:noBreakHyphen")
_BOX = qn("w:txbxContent")
# What was deleted or moved away while changes were tracked, settings, and the second copy that old programs read.
_SKIPPED = {
    qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:sectPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_DEEPEST = 200
_LINES_AT_ONCE = 500
_ROWS_AT_ONCE = 200


def document_parts(data: bytes, max_cells: int) -> Iterator[dict[str, Any]]:
    """``{"lines": […]}`` and ``{"table": number, "rows": [[cell, …], …]}``, in order; a table comes in several parts.

    Headers, footers, notes and comments are no part of the body. A cell that is merged downwards is repeated. Raises
    Problem for a file that is no Word document and for one with more than ``max_cells`` cells.
    """
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except MemoryError:
        raise
    except Exception as e:
        raise Problem.of("read_damaged", detail=f"{type(e).__name__}") from None
    lines: list[str] = []
    tables = cells = 0
    for block in _blocks(body):
        if block.tag == _P:
            lines += _lines(block)
            if len(lines) >= _LINES_AT_ONCE:
                yield {"lines": lines}
                lines = []
            continue
        if lines:
            yield {"lines": lines}
            lines = []
        tables += 1
        rows: list[list[str]] = []
        for row in _rows(block):
            cells += len(row)
            if cells > max_cells:
                raise Problem.of("read_too_many_cells", limit=max_cells)
            rows.append(row)
            if len(rows) >= _ROWS_AT_ONCE:
                yield {"table": tables, "rows": rows}
                rows = []
        if rows:
            yield {"table": tables, "rows": rows}
    if lines:
        yield {"lines": lines}


def _blocks(parent: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls and tracked changes too."""
    for child in parent.iterchildren():
        if child.tag in (_P, _TABLE):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and depth < _DEEPEST:
            yield from _blocks(child, depth + 1)


def _lines(paragraph: Any) -> list[str]:
    """The lines of one paragraph and, below it, those of the text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, parts, boxes)
    lines = [line for raw in "".join(parts).splitlines() if (line := raw.strip())]
    for box in boxes:
        for block in _blocks(box):
            lines += _lines(block) if block.tag == _P else [line for row in _rows(block) for line in row if line]
    return lines


def _collect(parent: Any, parts: list[str], boxes: list[Any], depth: int = 0) -> None:
    for child in parent.iterchildren():
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _TAB:
            parts.append("\t")
        elif child.tag in _BREAKS:
            parts.append("\n")
        elif child.tag == _HYPHEN:
            parts.append("-")
        elif child.tag == _BOX:
            boxes.append(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and depth < _DEEPEST:
            _collect(child, parts, boxes, depth + 1)


def _rows(table: Any) -> Iterator[list[str]]:
    """The cells of each row by columns of the grid: one that spans several is followed by empty ones."""
    above: list[str] = []
    for row in _within(table, _ROW):
        cells: list[str] = []
        for cell in _within(row, _CELL):
            properties = cell.tcPr
            goes_on = properties is not None and properties.vMerge_val == "continue"
            at = len(cells)
            text = above[at] if goes_on and at < len(above) else "\n".join(_cell_lines(cell))
            cells += [text, *[""] * (min(cell.grid_span, 1000) - 1)]
        above = cells
        yield cells


def _within(parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (*_SKIPPED, _TABLE) and depth < _DEEPEST:
            yield from _within(child, tag, depth + 1)


def _cell_lines(cell: Any) -> list[str]:
    lines: list[str] = []
    for block in _blocks(cell):
        lines += _lines(block) if block.tag == _P else [line for row in _rows(block) for line in row if line]
    return lines
