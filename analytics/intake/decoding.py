"""Which encoding a file is in. Nothing is ever replaced: what does not decode strictly is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import chardet

from analytics.problems import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# Mainland and Hong Kong pages name the small standard and use the large one.
_LARGER = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "big5hkscs",
}  # fmt: skip
_CHINESE = ("gb18030", "big5hkscs")
_SURE = 0.5
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec that decodes the whole file strictly; ``guessed`` when only a detector's word stands for it."""

    codec: str
    guessed: bool = False


def encoding_of(data: bytes, where: str = "") -> Encoding:
    """The encoding of ``data``. Raises Problem ``binary`` for data that is no text, ``encoding`` when no codec fits."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            if decodes(data, codec):
                return Encoding(codec)
            raise Problem.of("read_encoding", where, codec=codec)
    nul = b"\0" in data
    if not nul and b"\x1b" not in data and decodes(data, "utf-8"):
        return Encoding("utf-8")
    if wide := next((c for c in _WIDE if _looks_wide(data, c)), None):
        return Encoding(wide)
    if nul:
        raise Problem.of("read_binary", where)
    return _detected(data, where)


def _detected(data: bytes, where: str) -> Encoding:
    declared = _DECLARED.search(data[:2048])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in _LARGER and decodes(data, _LARGER[name]):
        return Encoding(_LARGER[name])
    found = chardet.detect(data[: 4 * _STEP])
    codec = _LARGER.get(str(found["encoding"]).lower(), str(found["encoding"] or ""))
    sure = codec in _CHINESE or (found["confidence"] or 0) >= _SURE
    for candidate in (codec, *_CHINESE) if sure else (*_CHINESE, codec):
        if candidate and decodes(data, candidate) and not _odd(data, candidate):
            guessed = candidate not in _CHINESE or (found["confidence"] or 0) < _SURE
            return Encoding(codecs.lookup(candidate).name, guessed)
    raise Problem.of("read_encoding", where, codec=codec or "?")


def decodes(data: bytes, codec: str) -> bool:
    """Whether the whole of ``data`` decodes strictly; by pieces, so that a large file is not held twice."""
    try:
        decoder = codecs.getincrementaldecoder(codec)()
        for at in range(0, len(data), _STEP):
            decoder.decode(data[at : at + _STEP])
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _odd(data: bytes, codec: str) -> bool:
    """Whether ``data`` decodes to control characters that no text has: some codec fits any bytes."""
    text = codecs.getincrementaldecoder(codec)().decode(data[: 1 << 16])
    return sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x1b" for c in text) > 0.02 * len(text)


def _looks_wide(data: bytes, codec: str) -> bool:
    """Whether ``data`` reads as everyday text in a codec of two or four bytes that carries no mark of its own."""
    width = 4 if "32" in codec else 2
    if len(data) % width or len(data) < 2 * width:
        return False
    try:
        text = codecs.getincrementaldecoder(codec)().decode(data[: 1 << 16])
    except UnicodeError:
        return False
    usual = sum(map(_usual, text))
    return usual >= 0.9 * len(text) and "\0" not in text and decodes(data, codec)


def _usual(c: str) -> bool:
    n = ord(c)
    return (
        n in (9, 10, 13)
        or 0x20 <= n < 0x7F
        or 0x2010 <= n <= 0x203B
        or 0x3000 <= n <= 0x30FF
        or (0x4E00 <= n <= 0x9FFF or 0xFF01 <= n <= 0xFF5E or n > 0x1F000)
    )
