"""What a text looks like in 192 bytes, so that reposts are found without comparing every text with every other.

A signature holds two sketches, 32-bit values in little-endian order: ``ROWS`` minima of hashed shingles (how much of
the wording two texts share) and the ``PICKED`` smallest hashes of whole sentences (an excerpt shares sentences with a
report ten times its length, though little of the wording). The seeds are fixed: a signature is the same everywhere.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

WIDTH = 4
"""Characters of a shingle."""
ROWS, PICKED = 36, 12
BYTES = 4 * (ROWS + PICKED)
SHORT = 40
"""Below so many characters (marks and white space aside) only the same text looks the same."""
LEAST_SENTENCE = 12
"""Shorter sentences (活动圆满成功) stand in texts that have nothing to do with each other."""

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

_SENTENCE_ENDS = np.array([ord(c) for c in "。!?;\n"], np.uint32)
_CHUNK = 1_024
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_099_511_628_211)
_HALF = np.uint64(32)


def even(text: str) -> Codes:
    """The code points of a text, widths and letter case aside, as ``store.known.text_hash`` folds them."""
    codes = _codes(text)
    wide = (codes >= 0xFF01) & (codes <= 0xFF5E)  # most of what NFKC changes in Chinese, and cheaper than NFKC
    plain = np.where(wide, codes - np.uint32(0xFEE0), codes).tobytes().decode("utf-32-le", "surrogatepass")
    if not unicodedata.is_normalized("NFKC", plain):
        plain = unicodedata.normalize("NFKC", plain)
    return _codes(plain.casefold())


def spoken(codes: Codes) -> NDArray[np.bool_]:
    """Which code points are letters or figures, in the order given: marks and symbols say nothing."""
    table = _spoken_table()
    return table[np.minimum(codes, len(table) - 1)]


def bare(text: str) -> Codes:
    """The code points of ``even(text)`` without white space and marks."""
    codes = even(text)
    return codes[spoken(codes)]


def hashes(codes: Codes) -> Hashes:
    """A 32-bit hash of every shingle, in order; of the whole when it is shorter than one."""
    if len(codes) == 0:
        return np.zeros(0, np.uint64)
    width = min(WIDTH, len(codes))
    wide = codes.astype(np.uint64)
    found = np.zeros(len(codes) - width + 1, np.uint64)
    for i in range(width):
        found = found * _STEP + wide[i : i + len(found)]
    return (found * _SPREAD) >> _HALF


def signature(text: str) -> bytes:
    """The signature of a text, ``BYTES`` long. Give it simplified characters (``text.fold.Folding.plain``)."""
    marked = even(text)
    says = spoken(marked)
    codes = marked[says]
    if len(codes) < SHORT:
        return hashlib.shake_128(codes.tobytes()).digest(BYTES)
    return np.concatenate([_minima(hashes(codes)), _sentences(marked, says)]).astype("<u4").tobytes()


def matrix(signatures: pa.ChunkedArray) -> NDArray[np.uint32]:
    """Signatures, a column of binary values, as rows of ``ROWS + PICKED`` numbers.

    ValueError where one is missing or of another length.
    """
    if signatures.null_count or not pc.all(pc.equal(pc.binary_length(signatures), BYTES), min_count=0).as_py():
        raise ValueError(f"a signature is {BYTES} bytes long")
    rows = [np.frombuffer(_bytes(chunk), dtype="<u4") for chunk in signatures.chunks if len(chunk)]
    return (np.concatenate(rows) if rows else np.zeros(0, np.uint32)).reshape(len(signatures), ROWS + PICKED)


def _bytes(chunk: Any) -> memoryview:
    """The bytes of a column's chunk as they lie in memory, one value after the other."""
    _, offsets, values = chunk.buffers()
    start = int(np.frombuffer(offsets, "<i4", 1, 4 * chunk.offset)[0])
    return memoryview(values)[start : start + len(chunk) * BYTES]


def _minima(shingles: Hashes) -> Codes:
    factors, offsets = _seeds()
    best = np.full(ROWS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), _CHUNK):
        part = shingles[start : start + _CHUNK]
        best = np.minimum(best, (factors * part + offsets).min(axis=1))
    return (best >> _HALF).astype(np.uint32)


def _sentences(marked: Codes, says: NDArray[np.bool_]) -> Codes:
    """The smallest hashes of the sentences, 0 where there are not as many."""
    codes = marked[says].tobytes()
    ends = np.cumsum(says)[_ends(marked)].tolist()
    found = set()
    for start, end in pairwise([0, *ends, len(codes) // 4]):
        if end - start >= LEAST_SENTENCE:
            digest = hashlib.blake2b(codes[4 * start : 4 * end], digest_size=4).digest()
            found.add(int.from_bytes(digest, "little") or 1)
    smallest = sorted(found)[:PICKED]
    return np.array(smallest + [0] * (PICKED - len(smallest)), np.uint32)


def _ends(marked: Codes) -> NDArray[np.bool_]:
    found = np.zeros(len(marked), np.bool_)
    for mark in _SENTENCE_ENDS:
        found |= marked == mark
    return found


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _seeds() -> tuple[Hashes, Hashes]:
    """Factors (odd) and offsets, one pair for each row, out of a hash: no generator that another release may change."""
    drawn = np.frombuffer(hashlib.shake_256(b"linking.shingles").digest(16 * ROWS), dtype="<u8").astype(np.uint64)
    return (drawn[:ROWS] | np.uint64(1))[:, None], drawn[ROWS:][:, None]


@cache
def _spoken_table() -> NDArray[np.bool_]:
    """By code point of the basic plane: letter, mark on one, or figure. What lies beyond counts as a letter."""
    table = np.array([unicodedata.category(chr(i))[0] in "LMN" for i in range(0x10000)] + [True])
    return table
