"""The browser counts UTF-16 units, Python code points: converted here and nowhere else."""

from __future__ import annotations

from bisect import bisect_left


def utf16_offsets(text: str, positions: list[int]) -> list[int]:
    """UTF-16 offset of each code-point position (positions in any order, each within ``0..len(text)``)."""
    wide = [i for i, c in enumerate(text) if ord(c) > 0xFFFF]
    if not wide:
        return list(positions)
    return [p + bisect_left(wide, p) for p in positions]
