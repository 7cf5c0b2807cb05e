"""One division of the country and what its twelve-digit code tells."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.model import Level

LEVELS: tuple[Level, ...] = ("province", "city", "county", "town", "village")
DIGITS: tuple[int, ...] = (2, 4, 6, 9, 12)
"""Leading digits that name a division of each level."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division; ``code`` has twelve digits, ``chain`` goes from the province down to itself in full names."""

    code: str
    level: Level
    name: str
    chain: tuple[str, ...]


def padded(code: str) -> str:
    """The code with twelve digits: 370781 -> 370781000000."""
    return code.ljust(12, "0")


def level_of(code: int) -> Level:
    """The level that a twelve-digit code names."""
    zeros = (10_000_000_000, 100_000_000, 1_000_000, 1_000)
    return next((level for level, unit in zip(LEVELS, zeros, strict=False) if code % unit == 0), "village")


def ancestors(code: str) -> tuple[str, ...]:
    """Twelve-digit codes of every level above and of the division itself, from the province down, each once."""
    return tuple(dict.fromkeys(padded(code[:digits]) for digits in DIGITS))
