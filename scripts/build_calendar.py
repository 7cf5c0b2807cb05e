"""Writes data/rules/time_calendar.csv: first days of the lunar months and the 24 solar terms, 1990 to 2050.

Source: lunar_python (MIT, a development dependency). Run: ``python scripts/build_calendar.py``; the result does not
change from run to run. ``year`` is the lunar year for months (a leap month counts as minus its number), the solar year
for terms.
"""

from __future__ import annotations

import csv
from pathlib import Path

from lunar_python import Lunar, LunarYear, Solar

FIRST, LAST = 1990, 2050
TARGET = Path(__file__).resolve().parent.parent / "data" / "rules" / "time_calendar.csv"


def months(year: int) -> list[tuple[int, str, str, str]]:
    out = []
    for month in LunarYear.fromYear(year).getMonthsInYear():
        if month.getYear() == year:
            first = Solar.fromJulianDay(month.getFirstJulianDay()).toYmd()
            out.append((year, "month", str(month.getMonth()), first))
    return out


def terms(year: int) -> list[tuple[int, str, str, str]]:
    found = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
    days = {name: solar.toYmd() for name, solar in found.items() if name in Lunar.JIE_QI and solar.getYear() == year}
    late = found["DONG_ZHI"].toYmd()
    days |= {"冬至": late} if late.startswith(str(year)) else {}
    days |= {"大雪": day.toYmd()} if (day := found.get("大雪")) and day.getYear() == year else {}
    return sorted(((year, "term", name, day) for name, day in days.items()), key=lambda row: row[3])


def main() -> None:
    rows = [row for year in range(FIRST, LAST + 1) for row in months(year) + terms(year)]
    with TARGET.open("w", encoding="utf-8-sig", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([("year", "kind", "name", "first"), *rows])


if __name__ == "__main__":
    main()
