"""The child process that opens forms: an upload is a stranger's file, also when it is filled.

Requests and answers are those of ``analytics.intake.worker``. ``look`` gives the shape of every sheet that is a form;
``fill`` the filled workbook, in base 64. What is to be written stands behind the file; ``codec`` says where.
"""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import openpyxl
import orjson

from analytics.intake.archive import check_office, kind_of, open_archive
from analytics.intake.worker import main
from analytics.problems import Problem
from analytics.share.ledger.filling import fill
from analytics.share.ledger.shape import Shape, shape_of

ZIP = b"PK\x03\x04"
MACROS = ("vbaproject", "macrosheets/", "xl/activex", "xl/embeddings")
HEAD_BYTES = 2_048
DRAWN = ("xl/drawings/drawing", "xl/charts/")


def parts(request: dict[str, Any], data: bytes) -> Iterator[Any]:
    """What the child answers. Raises Problem ledger_… and read_…"""
    if request["op"] == "look":
        book, drawn = _opened(data, request["archive"])
        shapes = [shape for sheet in book.worksheets if (shape := shape_of(sheet))]
        if not shapes:
            raise Problem.of("ledger_no_headings")
        yield {"drawn": drawn, "shapes": [asdict(shape) for shape in shapes]}
    else:
        at = int(request["codec"])
        told = orjson.loads(data[at:])
        book, _ = _opened(data[:at], request["archive"])
        if told["sheet"] not in book.sheetnames:
            raise Problem.of("ledger_no_headings")
        shape = shape_of(book[told["sheet"]], told["bottom"])
        if shape is None:
            raise Problem.of("ledger_no_headings")
        yield b64encode(_filled(book, shape, told)).decode()


def _filled(book: Any, shape: Shape, told: dict[str, Any]) -> bytes:
    return fill(book, shape, told["columns"], told["rows"], told["sources"])


def _opened(data: bytes, limits: dict[str, int]) -> tuple[Any, bool]:
    """The workbook, and whether drawings in it are lost when it is saved."""
    if not data.startswith(ZIP):
        raise Problem.of("ledger_old")
    archive = open_archive(data, limits)
    names = [name.lower() for name in archive.namelist()]
    if any(sign in name for name in names for sign in MACROS) or _says_macros(archive):
        raise Problem.of("ledger_macros")
    if kind_of(archive) != "xlsx" or "xl/workbook.xml" not in names:
        raise Problem.of("ledger_old")
    check_office(archive)
    _no_entities(archive)
    assert openpyxl.DEFUSEDXML
    return openpyxl.load_workbook(io.BytesIO(data)), any(name.startswith(DRAWN) for name in names)


def _no_entities(archive: zipfile.ZipFile) -> None:
    """No office program declares any; the parsers would not follow them either."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(name) as member:
                head = member.read(HEAD_BYTES)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Problem.of("read_damaged", detail="DTD")


def _says_macros(archive: zipfile.ZipFile) -> bool:
    try:
        return b"macroEnabled" in archive.read("[Content_Types].xml")
    except KeyError:
        return False


if __name__ == "__main__":
    main(parts)
