"""What a file is, by its content first and its name second. What cannot be read is refused by name, with what to do."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from analytics.problems import Problem

Kind = Literal["txt", "html", "xml", "jsonl", "json", "csv", "tsv", "xlsx", "xls", "ods", "docx", "pdf", "zip", "other"]
"""Text of a page or article, web page, other markup, JSON Lines, one JSON value, tables, documents, archive; *other* is
what no reader takes."""

_MAGIC = (
    (b"{\\rtf", "read_old_document"), (b"\x89PNG", "read_picture"), (b"\xff\xd8\xff", "read_picture"),
    (b"GIF8", "read_picture"), (b"MZ", "read_binary"), (b"\x7fELF", "read_binary"), (b"\x1f\x8b", "read_other_archive"),
    (b"Rar!", "read_other_archive"), (b"7z\xbc\xaf", "read_other_archive"), (b"PAR1", "read_binary"),
    (b"BZh", "read_other_archive"), (b"\xfd7zXZ", "read_other_archive"), (b"SQLite format 3\0", "read_binary"),
)  # fmt: skip
_BY_NAME = {
    ".doc": "read_old_document", ".wps": "read_old_document", ".rtf": "read_old_document", ".dot": "read_old_document",
    ".ppt": "read_slides", ".pptx": "read_slides", ".pps": "read_slides", ".dps": "read_slides",
    ".docx": "read_not_a_document", ".pdf": "read_not_a_pdf", ".zip": "read_not_an_archive",
}  # fmt: skip
_STREAMS = (("WordDocument", "read_old_document"), ("PowerPoint Document", "read_slides"))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEALED = "EncryptedPackage".encode("utf-16-le")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")
OLD_WORKBOOKS = (".xls", ".et")
"""Names under which systems also hand out web pages and rows of text."""
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|span|h1|a|img|svg|script|style)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF)\b", re.I)
_HTML_INSIDE = re.compile(r"<(?:html|body|div|p|br|td|span)\b[^>]*>", re.I)


def binary_kind(name: str, data: bytes) -> Literal["zip", "pdf", "xls", "text"]:
    """What the first bytes say: a ZIP of any kind, a PDF, an old workbook, or what may be text.

    Raises Problem for what no reader takes: empty, documents of old programs, slides, pictures, programs, sealed files.
    """
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise Problem.of("read_empty_file", name)
    if data.startswith(_OLE):
        _refuse_ole(name, suffix, data)
        return "xls"
    for magic, code in _MAGIC:
        if data.startswith(magic) and (magic != b"MZ" or b"\0" in data[:1024]):
            raise Problem.of(code, name)
    if data.startswith(_ZIP):
        return "zip"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if suffix in WORKBOOKS or (suffix in OLD_WORKBOOKS and b"\0" in data[:4096] and not data.startswith(b"\xff\xfe")):
        raise Problem.of("read_not_a_workbook", name, suffix=suffix)
    if suffix in _BY_NAME and (b"\0" in data[:4096] or suffix in (".docx", ".pdf", ".zip")):
        raise Problem.of(_BY_NAME[suffix], name)
    return "text"


def _refuse_ole(name: str, suffix: str, data: bytes) -> None:
    if _SEALED in data:
        raise Problem.of("read_password", name)
    for stream, code in _STREAMS:
        if stream.encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data:
            raise Problem.of(code, name)
    if suffix in _BY_NAME and suffix not in (".docx", ".pdf", ".zip"):
        raise Problem.of(_BY_NAME[suffix], name)


def text_kind(name: str, head: str) -> Kind:
    """What a text is, by its first 4,096 code points and its name."""
    suffix = PurePath(name).suffix.lower()
    start = head.lstrip("\ufeff \t\r\n")
    if _XML.match(start):
        return "html" if re.search(r"<html\b", head, re.I) else "xml"
    if _MARKUP.match(start) or (suffix in (".html", ".htm", ".xhtml", ".shtml", ".mhtml") and "<" in head):
        return "html"
    if re.match(r"\{\s*(\"|\}|$)", start):
        return "jsonl" if _line_by_line(start) else "json"
    if re.match(r"\[\s*(\{|\]|$)", start) or (suffix == ".json" and start.startswith("[")):
        return "json"
    if suffix in (".jsonl", ".ndjson", ".json"):
        return "jsonl"
    if suffix in (".csv", ".tsv", ".tab", *OLD_WORKBOOKS):
        return "csv"
    return "html" if len(_HTML_INSIDE.findall(head)) >= 8 else "txt"


def _line_by_line(start: str) -> bool:
    """Whether objects stand one to a line, and not one object over many lines."""
    lines = [line.strip() for line in start.splitlines() if line.strip()]
    return len(lines) == 1 or lines[0].endswith("}") or lines[1].startswith("{")
