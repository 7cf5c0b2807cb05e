"""A workbook holds what the tables hold: nothing in it is a formula or a link, and the same tables give the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analytics.share import workbook
from analytics.share.workbook import workbook_bytes

MADE = datetime(2026, 1, 2, tzinfo=UTC)
AWKWARD = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "https://example.org", "00123", "𠮷", "a" * 40_000)


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def test_what_begins_like_a_formula_stays_text() -> None:
    frame = pd.DataFrame({text: [text] for text in AWKWARD[:-1]})
    sheet = read(workbook_bytes({"=表": frame}, MADE)).worksheets[0]
    for row in sheet.iter_rows():
        assert [c.data_type for c in row] == ["s"] * len(frame.columns)
        assert all(c.hyperlink is None for c in row)
    # A carriage return is written as the format wants it; Excel and LibreOffice read it back.
    assert [c.value for c in sheet[2]] == [text.replace("\r", "_x000D_") for text in AWKWARD[:-1]]


def test_values_keep_their_kind() -> None:
    values = [date(2024, 5, 1), 3, np.int64(4), 0.5, True, None, float("nan"), pd.NA, ["甲", "乙"], AWKWARD[-1]]
    sheet = read(workbook_bytes({"表": pd.DataFrame({"v": pd.Series(values, dtype=object)})}, MADE)).worksheets[0]
    found = [cell.value for cell in sheet["A"][1:]]
    assert found[:5] == [datetime(2024, 5, 1), 3, 4, 0.5, True]
    assert found[5:9] == [None, None, None, "甲、乙"]
    assert found[9] == "a" * 32_767


def test_names_of_sheets_are_those_that_excel_takes() -> None:
    frame = pd.DataFrame({"a": [1]})
    names = read(workbook_bytes({"a/b": frame, "a?b": frame, "长" * 40: frame, "A B": frame, "''": frame}, MADE)).sheetnames
    assert len({n.lower() for n in names}) == 5
    assert all(0 < len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)


def test_the_same_tables_give_the_same_bytes() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    assert workbook_bytes({"t": frame}, MADE) == workbook_bytes({"t": frame}, MADE)


def test_more_rows_than_a_sheet_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    with pytest.raises(ValueError, match="3 rows"):
        workbook_bytes({"t": pd.DataFrame({"a": [1, 2, 3]})}, MADE)
