"""ZIP archives and the office files that are such: what may be opened, and members unpacked. Runs in the child process.

An archive that breaks a limit or was built to mislead is refused whole; a member that only cannot be read is refused
alone.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from analytics.problems import Problem

_STEP = 1 << 20
_SMALL = 1_000_000
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_LOCAL_HEADER = 30
_MANIFEST = "META-INF/manifest.xml"
_LEFT_OUT = ("thumbs.db", "desktop.ini")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError, NotImplementedError, OSError,
    RuntimeError,
)  # fmt: skip


def open_archive(data: bytes, limits: Mapping[str, int]) -> zipfile.ZipFile:
    """The archive, within ``limits`` (``members``, ``unpacked`` bytes, ``ratio``) by what it says of itself.

    Raises Problem: damaged, in several volumes, overlapping members, or beyond a limit.
    """
    _one_volume(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as e:
        raise Problem.of("read_damaged", detail=str(e)[:60]) from None
    members = archive.infolist()
    if len(members) > limits["members"]:
        raise Problem.of("read_too_many_members", limit=limits["members"])
    unpacked = sum(m.file_size for m in members)
    if unpacked > limits["unpacked"]:
        raise Problem.of("read_unpacks_too_large", limit=limits["unpacked"])
    packed = max(len(data), 1)
    bombs = [m for m in members if m.file_size > max(_SMALL, limits["ratio"] * max(m.compress_size, 1))]
    if bombs or unpacked > max(_SMALL, limits["ratio"] * packed):
        raise Problem.of("read_ratio", ratio=limits["ratio"])
    _no_overlap(members, len(data))
    return archive


def kind_of(archive: zipfile.ZipFile) -> str:
    """``xlsx``, ``ods``, ``docx`` or ``zip``. Raises Problem for office files of other kinds."""
    names = {m.filename.replace("\\", "/").lstrip("/").lower() for m in archive.infolist()}
    if any(n.startswith("ppt/") for n in names):
        raise Problem.of("read_slides")
    if any(n.startswith("word/") for n in names):
        return "docx"
    if "mimetype" in names and "content.xml" in names:
        mime = _read(archive, "mimetype", 200).decode("ascii", "replace")
        if "spreadsheet" not in mime:
            raise Problem.of("read_slides" if "presentation" in mime else "read_old_document")
        return "ods"
    if "ofd.xml" in names:
        raise Problem.of("read_old_document")
    return "xlsx" if any(n.startswith("xl/") or n == "[content_types].xml" for n in names) else "zip"


def check_office(archive: zipfile.ZipFile) -> None:
    """Raise Problem for sealed files, and for what no office program writes: entities declared in the package's XML."""
    if _MANIFEST in archive.namelist() and b"manifest:encryption-data" in _read(archive, _MANIFEST, 1 << 16):
        raise Problem.of("read_password")
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise Problem.of("read_password")
        name = member.filename.lower()
        if name == "[content_types].xml" or name.endswith(".rels") or name.startswith(("word/document", "content.xml")):
            head = _read(archive, member.filename, 2048)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Problem.of("read_damaged", detail="DTD")


def unpack(archive: zipfile.ZipFile, folder: Path) -> Iterator[dict[str, Any]]:
    """The members, sorted by name: ``{"name", "size", "at"}`` with ``at`` the file in ``folder``, or ``{"name",
    "problem"}``. Folders, hidden files and what systems add (``__MACOSX``) are left out.

    All are unpacked before the first is named. Raises Problem when the archive is damaged or misleads: a name that
    leaves the folder, a member of another size than it says.
    """
    named = sorted(((shown_name(m), m) for m in archive.infolist()), key=lambda pair: pair[0])
    members = [(_safe(name), m) for name, m in named if not name.endswith("/") and not _left_out(name)]
    count = Counter(name for name, _ in members)
    out: list[dict[str, Any]] = []
    for number, (name, member) in enumerate(members):
        if code := _unreadable(member, count[name]):
            out.append({"name": name, "problem": code})
            continue
        path = folder / str(number)
        _write(archive, member, name, path)
        out.append({"name": name, "size": member.file_size, "at": str(path)})
    if not out:
        raise Problem.of("read_empty_archive")
    yield from out


def shown_name(member: zipfile.ZipInfo) -> str:
    """The name as its maker saw it, with ``/`` between folders.

    UTF-8 where the archive says so or where it can be nothing else (macOS does not say it), else GBK, else CP437.
    """
    name = member.orig_filename
    if member.flag_bits & 0x800:
        # GBK that a program took for DOS characters and then wrote as UTF-8: no one names a file in box drawing.
        drawn = sum("\u2500" <= c <= "\u259f" for c in name)
        if not drawn or 2 * drawn < sum(not c.isascii() for c in name):
            return name.replace("\\", "/")
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name.replace("\\", "/")
    for codec in ("utf-8", "gb18030"):
        try:
            found = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "utf-8" or found.isascii() or max(found) >= "\u0800":
            return found.replace("\\", "/")
    return name.replace("\\", "/")


def _safe(name: str) -> str:
    """The name when it stays inside the archive's own folder. Raises Problem."""
    parts = name.split("/")
    drive = len(name) > 1 and name[1] == ":"
    if not name or name.startswith("/") or drive or ".." in parts or "\0" in name:
        raise Problem.of("read_member_path", member="".join(c if c.isprintable() else "?" for c in name[:80]))
    return "".join(c if c.isprintable() else "_" for c in name)


def _left_out(name: str) -> bool:
    parts = PurePath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return hidden or "__MACOSX" in parts or (bool(parts) and parts[-1].lower() in _LEFT_OUT)


def _unreadable(member: zipfile.ZipInfo, count: int) -> str:
    """Why this member alone cannot be read: the code of a problem, or ``""``."""
    if member.flag_bits & 0x2041:
        return "read_member_password"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "read_member_link"
    if count > 1:
        return "read_member_twice"
    return "" if member.compress_type in _METHODS else "read_member_method"


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, path: Path) -> None:
    """Unpack, counting: a member that is not as long as it says, or whose checksum is wrong, spoils the archive."""
    if member.compress_type == zipfile.ZIP_STORED and member.compress_size != member.file_size:
        raise Problem.of("read_member_size", member=name)
    written = 0
    with path.open("wb") as out:
        try:
            with archive.open(member) as packed:
                while block := packed.read(_STEP):
                    written += len(block)
                    if written > member.file_size:
                        break
                    out.write(block)
        except _DAMAGE as e:
            raise Problem.of("read_damaged", detail=f"{name}: {str(e)[:40]}") from None
    if written != member.file_size:
        raise Problem.of("read_member_size", member=name)


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as packed:
            return packed.read(most)
    except (*_DAMAGE, KeyError) as e:
        raise Problem.of("read_damaged", detail=str(e)[:60]) from None


def _one_volume(data: bytes) -> None:
    """Raise Problem when the end record says that the archive is one of several volumes."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - _END_SIZE))
    if at >= 0 and len(data) - at >= _END_SIZE:
        disk, first, here, total = struct.unpack("<4H", data[at + 4 : at + 12])
        if disk not in (0, 0xFFFF) or first not in (0, 0xFFFF) or here != total:
            raise Problem.of("read_volumes")


def _no_overlap(members: list[zipfile.ZipInfo], size: int) -> None:
    """Raise Problem when two members share bytes: that is how a small archive holds a large one."""
    ends = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < ends:
            raise Problem.of("read_damaged", detail="overlap")
        ends = member.header_offset + _LOCAL_HEADER + member.compress_size
    if ends > size:
        raise Problem.of("read_damaged", detail="truncated")
