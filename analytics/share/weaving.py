"""Sentences in pieces: text, and numbers that know what they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.messages import Language, say

_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Number:
    """A number (or a name with its number) as it stands in a sentence; ``show`` says what it lists."""

    text: str
    show: str


Piece = str | Number
Sentence = tuple[Piece, ...]


def woven(language: Language, key: str, **values: Piece | int | Sequence[Piece]) -> Sentence:
    """The message ``key`` with ``values`` in their places, kept as pieces."""
    every: list[Sequence[Piece]] = []
    marks = {}
    for name, value in values.items():
        marks[name] = f"{_MARK}{len(every)}{_MARK}"
        every.append(
            (f"{value:,}",) if isinstance(value, int) else (value,) if isinstance(value, str | Number) else value
        )
    parts = say(key, language, **marks).split(_MARK)
    found: list[Piece] = []
    for n, part in enumerate(parts):
        found += every[int(part)] if n % 2 else [part] if part else []
    return tuple(found)


def joined(between: str, sentences: Sequence[Sequence[Piece]]) -> Sentence:
    """Pieces one after the other with a text between them."""
    found: list[Piece] = []
    for n, pieces in enumerate(sentences):
        found += [between, *pieces] if n else pieces
    return tuple(found)


def as_text(sentence: Sequence[Piece]) -> str:
    """The sentence without what its numbers list."""
    return "".join(p if isinstance(p, str) else p.text for p in sentence)
