"""Words of a Chinese text: the only room that imports a segmenter."""

from __future__ import annotations

from functools import lru_cache

import rjieba


def words(text: str) -> list[str]:
    """Dictionary words without guessing new ones (HMM off): the same everywhere. ``"".join(words(t)) == t``."""
    return list(rjieba.cut(text, False))


def boundaries(text: str, offset: int = 0) -> set[int]:
    """Every position of ``text`` where a word begins or ends, shifted by ``offset``."""
    at, found = offset, {offset}
    for word in words(text):
        at += len(word)
        found.add(at)
    return found


@lru_cache(maxsize=512)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Dictionary words with their dictionary part of speech (ICTCLAS letters; unknown: ``x`` or a guess by form)."""
    return tuple(rjieba.tag(text, False))
