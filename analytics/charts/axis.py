"""The time axis: which bins carry a label, and how a bin is called."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.messages import Language, say

LABELS = 14
"""Up to so many bins each carries its name; beyond, only the first of each year (or of each fifth, tenth … year)."""


def bin_name(label: str, language: Language = "zh") -> str:
    """A bin in words: "2024-06" is 2024年6月, "2024-Q2" is 2024年第2季度, "2024" is 2024年."""
    year, _, part = label.partition("-")
    if not part:
        return say("chart.year", language, year=year)
    if part.startswith("Q"):
        return say("chart.quarter", language, year=year, quarter=part[1:])
    if part.startswith("H"):
        return say(f"chart.half{part[1:]}", language, year=year)
    return say("chart.month", language, year=year, month=int(part))


def ticks(bins: Sequence[str], language: Language = "zh") -> tuple[list[str], list[str]]:
    """Labels of the bins that are named on the axis, and their names."""
    if len(bins) <= LABELS:
        return list(bins), [_short(b, i == 0 or b[:4] != bins[i - 1][:4], language) for i, b in enumerate(bins)]
    firsts = [b for i, b in enumerate(bins) if i == 0 or b[:4] != bins[i - 1][:4]]
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if len(firsts) <= LABELS * s)
    kept = [b for b in firsts if int(b[:4]) % step == 0] or firsts[:1]
    return kept, [say("chart.year", language, year=b[:4]) for b in kept]


def _short(label: str, with_year: bool, language: Language) -> str:
    """The name of a bin on the axis: its year, on a second line, only where a year begins."""
    year, _, part = label.partition("-")
    if not part:
        return bin_name(label, language)
    key = {"Q": "chart.only_quarter", "H": f"chart.only_half{part[1:]}"}.get(part[0], "chart.only_month")
    name = say(key, language, number=int(part.lstrip("QH")))
    return f"{name}<br>{say('chart.year', language, year=year)}" if with_year else name
