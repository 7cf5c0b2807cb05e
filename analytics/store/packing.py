"""Lists of ids as they stand in a row: sorted, small, and with a fingerprint that anybody can work out again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable


def pack(ids: Iterable[str]) -> bytes:
    """The ids sorted, each once, a line each, in UTF-8 and zlib."""
    return zlib.compress(_lines(ids), 6)


def unpack(data: bytes) -> tuple[str, ...]:
    """The inverse of ``pack``."""
    text = zlib.decompress(data).decode()
    return tuple(text.split("\n")) if text else ()


def fingerprint(ids: Iterable[str]) -> str:
    """SHA-256 (hex) of the ids sorted, each once, a line each, in UTF-8."""
    return hashlib.sha256(_lines(ids)).hexdigest()


def _lines(ids: Iterable[str]) -> bytes:
    return "\n".join(sorted(set(ids))).encode()
