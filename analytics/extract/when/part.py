"""What a reader gives back: the point or the two ends that it read, and how far."""

from __future__ import annotations

from typing import NamedTuple

from analytics.extract.when.point import Point

_ENDS = frozenset("，,。、；;：:）)”》！!？?\n \u3000")


class Part(NamedTuple):
    """One point, or the two ends of a range, read from the text up to ``end``."""

    points: tuple[Point, ...]
    end: int
    rule: str

    @property
    def point(self) -> Point:
        """The (last) point."""
        return self.points[-1]


def alone(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this run and marks: then it is meant as a time."""
    return len(text) < end - start + 12 and not any(c.isalnum() for c in text[:start] + text[end:])


def closed(text: str, end: int) -> bool:
    """Whether a mark or the end of the text follows."""
    return end == len(text) or text[end] in _ENDS
