"""What a file is, by its content first and its name second. What cannot be read is refused by name, with what to do."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from analytics.problems import Problem

Kind = Literal["page", "html", "xml", "lines", "json", "table", "xlsx"]
"""Text of a page or article, web page, other markup, JSON Lines, one JSON value, CSV or TSV, workbook."""

_LATER = {
    ".xls": "xls",
    ".et": "xls",
    ".ods": "ods",
    ".docx": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".pdf": "pdf",
    ".zip": "zip",
}
_MAGIC = (
    (b"%PDF", "pdf"), (b"{\\rtf", "doc"), (b"\x89PNG", ""), (b"\xff\xd8\xff", ""), (b"GIF8", ""), (b"MZ", ""),
    (b"\x7fELF", ""), (b"\x1f\x8b", ""), (b"Rar!", ""), (b"7z\xbc\xaf", ""), (b"PAR1", ""), (b"SQLite format 3\0", ""),
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEALED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|span|h1|a|img|svg|script|style)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF)\b", re.I)
_HTML_INSIDE = re.compile(r"<(?:html|body|div|p|br|td|span)\b[^>]*>", re.I)


def refuse_unreadable(name: str, data: bytes) -> None:
    """Raise Problem for what is neither text nor workbook: empty, document, program, picture, sealed workbook."""
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise Problem.of("read_empty_file", name)
    if data.startswith(_OLE):
        if _SEALED in data:
            raise Problem.of("read_password", name)
        raise Problem.of(f"read_later_{_LATER.get(suffix, 'xls')}", name)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic != b"MZ" or b"\0" in data[:1024]):
            raise Problem.of(f"read_later_{kind}" if kind else "read_binary", name)
    if b"\0" in data[:4096] and suffix in _LATER and not data.startswith(_ZIP):
        raise Problem.of(f"read_later_{_LATER[suffix]}", name)


def is_workbook(name: str, data: bytes, limit: int) -> bool:
    """Whether ``data`` is an XLSX workbook. Raises Problem for other archives and above ``limit`` bytes unpacked."""
    if not data.startswith(_ZIP):
        if PurePath(name).suffix.lower() in (".xlsx", ".xlsm"):
            raise Problem.of("read_not_a_workbook", name)
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except Exception:
        raise Problem.of("read_damaged", name, detail="zip") from None
    names = [m.filename.replace("\\", "/").lstrip("/").lower() for m in members]
    if any(n.startswith("word/") for n in names):
        raise Problem.of("read_later_docx", name)
    if "content.xml" in names and "mimetype" in names:
        raise Problem.of("read_later_ods", name)
    if not any(n.startswith("xl/") or n == "[content_types].xml" for n in names):
        raise Problem.of(
            "read_not_a_workbook" if PurePath(name).suffix.lower() in (".xlsx", ".xlsm") else "read_later_zip", name
        )
    if sum(m.file_size for m in members) > limit:
        raise Problem.of("read_unpacks_too_large", name, limit=limit)
    return True


def text_kind(name: str, head: str) -> Kind:
    """What a text is, by its first 4,096 code points and its name."""
    suffix = PurePath(name).suffix.lower()
    start = head.lstrip("\ufeff \t\r\n")
    if _XML.match(start):
        return "html" if re.search(r"<html\b", head, re.I) else "xml"
    if _MARKUP.match(start) or (suffix in (".html", ".htm", ".xhtml", ".shtml", ".mhtml") and "<" in head):
        return "html"
    if re.match(r"\{\s*(\"|\}|$)", start):
        return "lines" if _line_by_line(start) else "json"
    if re.match(r"\[\s*(\{|\]|$)", start) or (suffix == ".json" and start.startswith("[")):
        return "json"
    if suffix in (".jsonl", ".ndjson", ".json"):
        return "lines"
    if suffix in (".csv", ".tsv", ".tab"):
        return "table"
    return "html" if len(_HTML_INSIDE.findall(head)) >= 8 else "page"


def _line_by_line(start: str) -> bool:
    """Whether objects stand one to a line, and not one object over many lines."""
    lines = [line.strip() for line in start.splitlines() if line.strip()]
    return len(lines) == 1 or lines[0].endswith("}") or lines[1].startswith("{")
