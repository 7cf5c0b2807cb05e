"""What was uploaded or pasted, under names that no file system stumbles over."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from analytics.problems import Problem

MAX_NAME_BYTES = 150
"""Bytes of a file name: most file systems take 255, and a number may be added."""
FORBIDDEN = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser names it, and its bytes."""

    name: str
    data: bytes | memoryview


def pasted(text: str, name: str) -> Upload:
    """Pasted text as a file that is named by its content: the same text is the same article. Raises Problem."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise Problem.of("read_surrogate", name, position=e.start) from None
    return Upload(f"pasted-{hashlib.sha256(data).hexdigest()[:8]}.txt", data)


def safe_name(name: str) -> str:
    """The last part of a name without what file systems or terminals stumble over; its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if c not in FORBIDDEN and c.isprintable())
    path = PurePath(kept.strip(" .") or "file")
    suffix = path.suffix if len(path.suffix.encode()) <= 10 else ""
    stem = path.name.removesuffix(suffix).encode()[: MAX_NAME_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore") + suffix


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number where ``taken`` (without case) has it already; it is taken from now on."""
    path, number = PurePath(name), 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    taken.add(name.casefold())
    return name
