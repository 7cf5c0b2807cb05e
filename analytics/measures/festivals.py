"""Festivals and policy days, out of ``data/calendar/days.csv``: a row with MM-DD holds every year, one with a date once."""

from __future__ import annotations

import csv
from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from analytics.messages import Language
from analytics.settings import settings

Group = Literal["festival", "policy"]


@dataclass(frozen=True, slots=True)
class Festival:
    """``on``: "03-05", or the days of the years that are known ("2025-01-29")."""

    key: str
    zh: str
    en: str
    group: Group
    on: tuple[str, ...]

    def name(self, language: Language) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en

    def between(self, first: date, last: date) -> list[date]:
        """Its days from ``first`` to ``last``."""
        found = []
        for day in self.on:
            years = range(first.year, last.year + 1) if len(day) == len("03-05") else (int(day[:4]),)
            found += [date(year, int(day[-5:-3]), int(day[-2:])) for year in years]
        return sorted(d for d in found if first <= d <= last)


@cache
def festivals() -> dict[str, Festival]:
    """By key, in the order of the table."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (settings().data / "calendar" / "days.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["key"], []).append(row)
    return {
        key: Festival(key, own[0]["zh"], own[0]["en"], _group(own[0]["group"]), tuple(row["on"] for row in own))
        for key, own in rows.items()
    }


def known_years(keys: Several[str]) -> tuple[int, int] | None:
    """First and last year of those among ``keys`` that are not on the same day every year; None without any."""
    years = [int(day[:4]) for key in keys for day in festivals()[key].on if len(day) > len("03-05")]
    return (min(years), max(years)) if years else None


def _group(text: str) -> Group:
    return "policy" if text == "policy" else "festival"
