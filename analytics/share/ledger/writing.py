"""Forms looked at and filled, in a child process with the limits of the intake."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import orjson

from analytics.intake.child import Child
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.exports.content import Content
from analytics.share.ledger.rows import Ledger, ledger_of
from analytics.share.ledger.settled import Settled
from analytics.share.ledger.shape import Shape

CHILD = "analytics.share.ledger.worker"


@dataclass(frozen=True, slots=True)
class Looked:
    """The sheets of a workbook that are forms. ``drawn``: it holds pictures or charts, which a filled one may lack."""

    shapes: tuple[Shape, ...]
    drawn: bool

    def shape(self, sheet: str = "") -> Shape:
        """The form in a sheet, the first one by default. Raises Problem ledger_no_headings."""
        found = next((one for one in self.shapes if sheet in ("", one.sheet)), None)
        if found is None:
            raise Problem.of("ledger_no_headings", sheet)
        return found


def look(name: str, data: bytes) -> Looked:
    """What a workbook offers. Raises Problem ledger_… and read_… with the name of the file."""
    if PurePath(name).suffix.lower() in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise Problem.of("ledger_macros", name)
    most = settings().template_bytes
    if len(data) > most:
        raise Problem.of("read_too_large", name, size=len(data), limit=most)
    found = _asked(name, "look", data, "")
    return Looked(tuple(Shape(**one) for one in found["shapes"]), found["drawn"])


def filled(name: str, data: bytes, shape: Shape, settled: Settled, content: Content) -> tuple[bytes, Ledger]:
    """The form with the activities of a View, a row each. Raises as ``look`` does, and Problem ledger_rows,
    export_unequal."""
    ledger = ledger_of(content, settled)
    told = {
        "sheet": shape.sheet, "bottom": shape.bottom, "columns": settled.columns, "rows": ledger.rows,
        "sources": ledger.sources,
    }  # fmt: skip
    return b64decode(_asked(name, "fill", data + orjson.dumps(told), str(len(data)))), ledger


def _asked(name: str, op: str, data: bytes, codec: str) -> Any:
    try:
        with Child(CHILD) as child:
            return next(iter(list(child.parse(op, data, codec))))
    except Problem as problem:
        raise Problem.of(problem.code, name, **dict(problem.values)) from None
