"""Which articles are worth comparing: those that share a band of their signatures, or a sentence.

A bucket of a few is compared all with all. A large one (ten thousand copies of one text) is compared with its first
member, what is unlike that one with the first of the rest, and so on: the work stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analytics.linking.shingles import ROWS, Codes

BAND = 3
"""Rows of a band: texts that share half of their wording meet in a band with a chance of 80 in 100."""
SMALL = 24
"""Members of a bucket that are compared all with all."""
ROUNDS = 12
"""Centres of a large bucket at most."""
LIKE = 0.35
"""Share of equal rows from which two signatures are alike; the texts decide."""

Ints = NDArray[np.int64]


def candidates(signatures: Codes) -> Ints:
    """Pairs of rows (n × 2, first < second, sorted, each once) of a matrix of signatures."""
    found = [*_by_bands(signatures), *_by_sentences(signatures)]
    return np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int64)


def alike(signatures: Codes, one: int | Ints, others: Ints) -> NDArray[np.float64]:
    """The share of rows in which signatures are equal: an estimate of what their texts share."""
    same: NDArray[np.float64] = (signatures[one, :ROWS] == signatures[others, :ROWS]).mean(axis=1)
    return same


def _by_bands(signatures: Codes) -> Iterator[Ints]:
    for start in range(0, ROWS, BAND):
        band = np.ascontiguousarray(signatures[:, start : start + BAND]).view(f"V{4 * BAND}").ravel()
        for members in buckets(np.unique(band, return_inverse=True)[1].ravel(), np.arange(len(band))):
            pairs = _pairs(signatures, members, far=False)
            yield pairs[alike(signatures, pairs[:, 0], pairs[:, 1]) >= LIKE]


def _by_sentences(signatures: Codes) -> Iterator[Ints]:
    rows, columns = np.nonzero(signatures[:, ROWS:])
    for members in buckets(signatures[rows, columns + ROWS].astype(np.int64), rows):
        yield _pairs(signatures, members, far=True)


def buckets(keys: Ints, rows: Ints) -> Iterator[Ints]:
    """The rows of every key that stands at two or more of them, in order."""
    order = np.lexsort((rows, keys))
    breaks = np.flatnonzero(np.diff(keys[order])) + 1
    starts, ends = np.r_[0, breaks], np.r_[breaks, len(order)]
    for i in np.flatnonzero(ends - starts > 1):
        members = np.unique(rows[order[starts[i] : ends[i]]])
        if len(members) > 1:
            yield members


def _pairs(signatures: Codes, members: Ints, *, far: bool) -> Ints:
    """Pairs of a bucket. ``far``: an excerpt is unlike its report, so that the unlike are compared with a centre too."""
    if len(members) <= SMALL:
        first, second = _all(len(members))
        return np.stack([members[first], members[second]], axis=1)
    found = []
    rest = members
    for turn in range(ROUNDS):
        centre, rest = int(rest[0]), rest[1:]
        near = alike(signatures, centre, rest) >= LIKE
        others = rest if far and turn < 2 else rest[near]
        found.append(np.stack([np.full(len(others), centre), others], axis=1))
        rest = rest[~near]
        if len(rest) < 2:
            break
    return np.concatenate(found)


@cache
def _all(size: int) -> tuple[Ints, Ints]:
    first, second = np.triu_indices(size, 1)
    return first, second
