"""EDTF (ISO 8601-2) as the codebook uses it: days to years, seasons, quarters, ranges, ``~`` and ``..``."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from analytics.model import UNKNOWN_DATE, EdtfDate, Precision


def bounds(edtf: str | None, reference: date | None) -> tuple[date | None, date | None]:
    """First and last day that ``edtf`` covers; (None, None) when it is None or no date.

    An interval that is open on the right ends on the reference, or on nothing when there is none or when it would lie
    before the start; one that is open on the left has no start. ``~`` does not widen.
    """
    if not edtf:
        return None, None
    left, slash, right = edtf.replace("~", "").partition("/")
    if not slash:
        return _one(left)
    start = None if left in ("", "..") else _one(left)[0]
    if right not in ("", ".."):
        return start, _one(right)[1]
    return start, None if reference is None or (start and reference < start) else reference


def _one(value: str) -> tuple[date | None, date | None]:
    try:
        year, *rest = (int(part) for part in value.split("-"))
        if not rest:
            return date(year, 1, 1), date(year, 12, 31)
        if len(rest) == 2:
            day = date(year, rest[0], rest[1])
            return day, day
        first, length = _months(rest[0])
        last_year, last = year + (first + length - 2) // 12, (first + length - 2) % 12 + 1
        return date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1])
    except ValueError:
        return None, None


def _months(code: int) -> tuple[int, int]:
    """First month and number of months of a month or of an EDTF code; winter (24) runs into the next year."""
    if 1 <= code <= 12:
        return code, 1
    if 21 <= code <= 24:
        return 3 * (code - 21) + 3, 3
    if 33 <= code <= 36:
        return 3 * (code - 33) + 1, 3
    if code in (40, 41):
        return 6 * (code - 40) + 1, 6
    raise ValueError(code)


def precision(edtf: str | None) -> Precision:
    """The codebook's precision of an EDTF string; quarters and half years count as seasons."""
    if not edtf:
        return "unknown"
    if ".." in edtf:
        return "open"
    if "~" in edtf:
        return "approx"
    if "/" in edtf:
        return "range"
    if len(edtf) == 10:
        return "day"
    if len(edtf) == 7:
        return "month" if int(edtf[5:]) <= 12 else "season"
    return "year"


def dated(edtf: str | None, reference: date | None) -> EdtfDate:
    """The date with its bounds; unknown when it covers no day or ends before it begins."""
    start, end = bounds(edtf, reference)
    if (start is None and end is None) or (start and end and end < start):
        return UNKNOWN_DATE
    return EdtfDate(edtf, start, end, precision(edtf))
