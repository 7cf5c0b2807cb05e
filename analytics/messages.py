"""User text out of ``data/messages/*.csv`` (columns key, zh, en): Chinese first, English by a switch."""

from __future__ import annotations

import csv
from functools import cache
from typing import Literal

from analytics.settings import settings

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def _messages() -> dict[str, dict[Language, str]]:
    found: dict[str, dict[Language, str]] = {}
    for path in sorted((settings().data / "messages").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as f:
            for row in csv.DictReader(f):
                if row["key"] in found:
                    raise KeyError(f"{path.name}: message {row['key']} stands twice")
                found[row["key"]] = {"zh": row["zh"], "en": row["en"]}
    return found


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The message ``key`` in ``language`` with ``{names}`` filled in. KeyError when the table lacks it."""
    return _messages()[key][language].format(**values)


def known(key: str) -> bool:
    """Whether the tables hold this message."""
    return key in _messages()
