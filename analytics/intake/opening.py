"""A file's bytes to pieces: one for each page, table, sheet or member, with what is known of it before it is read."""

from __future__ import annotations

import io
import math
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path, PurePath
from typing import Any

import orjson

from analytics.intake.child import Child, seconds_for
from analytics.intake.columns import Choices
from analytics.intake.dateline import date_of
from analytics.intake.decoding import Encoding, encoding_of
from analytics.intake.kinds import OLD_WORKBOOKS, WORKBOOKS, Kind, binary_kind, text_kind
from analytics.intake.lines import is_paragraph
from analytics.intake.objects import Objects
from analytics.intake.page import PageReader, text_lines
from analytics.intake.reading import Cut, Reading, Refusal
from analytics.intake.rows import Origin, text_problem
from analytics.intake.tables import Table, csv_rows, delimiter_of, likely_delimiter
from analytics.model import Article
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.rules.intake_rows import MetaRule
from analytics.settings import settings

_HEAD_BYTES = 1 << 16
_HEAD_CHARS = 4096
_JSON_BYTES_A_CHARACTER = 12
_BYTES_A_CHARACTER = 4
_DOCUMENT_LINES = 100_000

Found = Iterator[Reading | Refusal]


@dataclass(frozen=True, slots=True)
class Piece:
    """One page, table, sheet or member: ``found`` gives its articles and refusals, once.

    A workbook's and an archive's pieces must be taken in order: reading on drops what was not taken of the one before.
    """

    name: str
    kind: Kind
    found: Found
    encoding: str | None = None
    size: int = 0
    table: Table | Objects | None = None


class Opener:
    """Opens files with one child process. ``most``: rows of each table that are wanted, None for all."""

    def __init__(self, book: RuleBook, chosen: Choices | None = None, most: int | None = None) -> None:
        self._book, self._chosen, self._most = book, chosen or {}, most
        self._pages, self._child = PageReader(book), Child()
        self._meter: _Meter | None = None

    def close(self) -> None:
        """End the child process."""
        self._child.close()

    def open(self, name: str, data: bytes, stem: str = "") -> Iterator[Piece]:
        """The pieces of one file; what cannot be opened is a piece that gives a refusal. Never raises Problem."""
        kind: Kind = _kind_by_name(name)
        try:
            for piece in self._open(name, data, stem or PurePath(name).stem or "article"):
                kind = piece.kind
                yield replace(piece, found=_guarded(piece.found, piece.name), size=piece.size or len(data))
        except Problem as e:
            yield Piece(name, kind, iter([_refusal(name, e)]), None, len(data))

    def _open(self, name: str, data: bytes, stem: str) -> Iterator[Piece]:
        limit = settings().max_file_bytes
        if len(data) > limit:
            raise Problem.of("read_too_large", name, size=len(data), limit=limit)
        kind = binary_kind(name, data)
        if kind == "zip":
            yield from self._package(name, data, stem)
        elif kind == "xls":
            yield from self._sheets(name, "xls", self._parse("workbook", data), stem)
        elif kind == "pdf":
            yield self._pdf(name, data, stem)
        else:
            yield from self._text(name, data, stem)

    def _parse(self, op: str, data: bytes, codec: str = "", folder: str = "") -> Generator[Any, None, None]:
        left = self._meter.left if self._meter else math.inf
        return self._child.parse(op, data, codec, folder, self._most, left)

    # Archives and the office files that are such.

    def _package(self, name: str, data: bytes, stem: str) -> Iterator[Piece]:
        if self._meter:  # a member: an archive in it would be one level too deep
            yield from self._office(name, self._parse("package", data), stem)
            return
        # A child that is not heard to its end is ended before its folder goes: it may still be unpacking.
        with (
            tempfile.TemporaryDirectory(prefix="jushi-") as folder,
            closing(self._parse("package", data, folder=folder)) as parts,
        ):
            first = next(parts)
            if first["kind"] == "zip":
                if (suffix := PurePath(name).suffix.lower()) in (*WORKBOOKS, ".docx"):
                    code = "read_not_a_document" if suffix == ".docx" else "read_not_a_workbook"
                    raise Problem.of(code, name, suffix=suffix)
                yield from self._members(name, list(parts))
            else:
                yield from self._office(name, chain([first], parts), stem)

    def _office(self, name: str, parts: Iterator[Any], stem: str) -> Iterator[Piece]:
        kind: Kind = next(parts)["kind"]
        if kind == "docx":
            yield from self._document(name, kind, parts, Origin(name, None, stem))
        else:
            yield from self._sheets(name, kind, parts, stem)

    def _members(self, archive: str, members: list[dict[str, Any]]) -> Iterator[Piece]:
        """The members one by one, together within the time that an archive of this size may take."""
        size = sum(m.get("size", 0) for m in members)
        self._meter = meter = _Meter(seconds_for(size, len(members)))
        try:
            for member in members:
                name = f"{archive}/{member['name']}"
                kind = _kind_by_name(name)
                if code := member.get("problem"):
                    yield Piece(name, kind, iter([_refusal(name, Problem.of(code))]))
                elif meter.left <= 0:
                    late = Problem.of("read_archive_seconds", seconds=round(meter.most))
                    yield Piece(name, kind, iter([_refusal(name, late)]), None, member["size"])
                else:
                    pieces = self.open(name, Path(member["at"]).read_bytes())
                    for piece in meter.over(pieces):
                        yield replace(piece, found=meter.over(piece.found))
        finally:
            self._meter = None

    def _sheets(
        self, name: str, kind: Kind, parts: Iterator[Any], stem: str, codec: str | None = None
    ) -> Iterator[Piece]:
        for number, (sheet, group) in enumerate(groupby(parts, key=lambda p: p["sheet"])):
            rows = ((part["first"] + k, row) for part in group for k, row in enumerate(part["rows"]))
            file = name if number == 0 else f"{name}[{sheet}]"
            origin = Origin(file, codec, stem if number == 0 else f"{stem}-{sheet}")
            table = Table(rows, origin, self._book, self._chosen)
            yield Piece(file, kind, table.found(), codec, 0, table)

    # Documents: lines and tables in order.

    def _document(self, name: str, kind: Kind, parts: Iterator[Any], origin: Origin) -> Iterator[Piece]:
        """Tables with a body column are rows of articles, everything else is one page."""
        lines: list[str] = []
        articles = 0
        for number, group in groupby(parts, key=lambda p: p.get("table", 0)):
            if not number:
                lines += (line for part in group for line in part["lines"])
                continue
            rows = enumerate((row for part in group for row in part["rows"]), start=1)
            file = f"{name}[{number}]"
            table = Table(rows, replace(origin, file=file, stem=f"{origin.stem}-{number}"), self._book, self._chosen)
            if self._is_article_table(table):
                articles += 1
                yield Piece(file, kind, table.found(), origin.encoding, 0, table)
            else:
                lines += (
                    line for row in chain(table.sample, table.rest()) for cell in row for line in text_lines(cell)
                )
            if len(lines) > _DOCUMENT_LINES:
                raise Problem.of("read_too_long", name, length=sum(map(len, lines)), limit=settings().max_article_chars)
        if lines or not articles:
            yield Piece(name, kind, self._page_beside(lines, origin, articles), origin.encoding)

    def _is_article_table(self, table: Table) -> bool:
        """A table whose headings name a body and one field more, or that a user said is one; layout often is a table."""
        found = table.understood
        if isinstance(found, Problem) or found.by("choice"):
            return True
        return "text" in found.by("name") and len(found.by("name")) > 1

    def _page_beside(self, lines: list[str], origin: Origin, tables: int) -> Found:
        if tables and not any(map(is_paragraph, lines)):
            shown = " ".join(lines)[:40]
            yield Refusal(origin.file, None, Problem.of("read_beside_table", origin.file, seen=shown))
            return
        if problem := text_problem("\n".join(lines), origin.file):
            yield Refusal(origin.file, None, problem)
            return
        yield self._article({"lines": lines, "titles": [], "inside": [], "meta": {}}, origin)

    def _pdf(self, name: str, data: bytes, stem: str) -> Piece:
        (found,) = self._parse("pdf", data)
        bare = found["bare"]
        warnings = (Problem.of("read_bare_pages", name, bare=bare, pages=found["pages"]),) if bare else ()
        origin = Origin(name, None, stem, warnings)
        reading = self._article({**found, "titles": [], "inside": [], "meta": {}}, origin)
        if isinstance(reading, Reading) and found["running"]:
            cut = Cut("\n".join(found["running"]), "intake.pdf.running", False)
            reading = replace(reading, cuts=(*reading.cuts, cut))
        return Piece(name, "pdf", iter([reading]))

    # Text of all kinds.

    def _text(self, name: str, data: bytes, stem: str) -> Iterator[Piece]:
        encoding = encoding_of(data, name)
        warnings = (Problem.of("read_encoding_guessed", name, codec=encoding.codec),) if encoding.guessed else ()
        origin = Origin(name, encoding.codec, stem, warnings)
        head = _head(data, encoding)
        kind = text_kind(name, head[:_HEAD_CHARS])
        if kind == "jsonl" and b"\n" not in data.strip() and not name.lower().endswith((".jsonl", ".ndjson")):
            kind = "json"
        if kind == "html" and PurePath(name).suffix.lower() in OLD_WORKBOOKS:
            yield from self._sheets(name, kind, self._parse("html_tables", data, encoding.codec), stem, encoding.codec)
            return
        delimiter = delimiter_of(head[:_HEAD_CHARS], name, self._book) if kind in ("txt", "csv") else None
        if kind == "csv" or (delimiter == "\t" and kind == "txt"):
            delimiter = delimiter or likely_delimiter(head, name)
            rows = csv_rows(data, encoding.codec, delimiter)
            table = Table(rows, origin, self._book, self._chosen)
            yield Piece(name, "tsv" if delimiter == "\t" else "csv", table.found(), encoding.codec, 0, table)
        elif kind in ("jsonl", "json"):
            lines = _json_lines(data, encoding.codec) if kind == "jsonl" else self._json(data, encoding.codec)
            objects = Objects(lines, origin, self._book, self._chosen)
            yield Piece(name, kind, objects.found(), encoding.codec, 0, objects)
        else:
            found = self._page(data, origin) if kind == "txt" else self._markup(kind, data, origin)
            yield Piece(name, kind, iter([found]), encoding.codec)

    def _json(self, data: bytes, codec: str) -> Iterator[tuple[int, Any]]:
        return enumerate((value for part in self._parse("json", data, codec) for value in part), start=1)

    def _page(self, data: bytes, origin: Origin) -> Reading | Refusal:
        limit = settings().max_article_chars
        if len(data) > _BYTES_A_CHARACTER * limit:
            least = len(data) // _BYTES_A_CHARACTER
            return Refusal(origin.file, None, Problem.of("read_too_long", origin.file, length=least, limit=limit))
        text = data.decode(origin.encoding or "utf-8")
        if problem := text_problem(text, origin.file):
            return Refusal(origin.file, None, problem)
        return self._article({"lines": text_lines(text), "titles": [], "inside": [], "meta": {}}, origin)

    def _markup(self, kind: str, data: bytes, origin: Origin) -> Reading | Refusal:
        (page,) = self._parse(kind, data, origin.encoding or "utf-8")
        return self._article(page, origin)

    def _article(self, found: Mapping[str, Any], origin: Origin) -> Reading | Refusal:
        meta = self._meta(found["meta"])
        titles = [*([meta["title"]] if "title" in meta else []), *found["titles"]]
        page = self._pages.read(found["lines"], titles, found["inside"])
        if not page.text:
            return Refusal(origin.file, None, Problem.of("read_no_body", origin.file))
        if problem := text_problem(page.text, origin.file):
            return Refusal(origin.file, None, problem)
        published = page.published or date_of(meta.get("published", ""))
        article = Article(
            origin.stem, page.title, published, page.source or meta.get("source"), page.author or meta.get("author"),
            meta.get("url"), page.text,
        )  # fmt: skip
        said = (
            Problem(w.code, origin.file, w.values)
            for w in page.warnings
            if not (published and w.code in ("read_no_date", "read_bad_date"))
        )
        return Reading(article, origin.file, None, origin.encoding, page.cuts, (*origin.warnings, *said))

    def _meta(self, tags: Mapping[str, str]) -> dict[str, str]:
        """Field to the value of its best meta tag."""
        out: dict[str, str] = {}
        for rule in self._book.rows("intake_meta.csv", MetaRule):
            if value := next((tags[w.lower()] for w in rule.words if tags.get(w.lower())), None):
                out[rule.field] = " ".join(value.split())
        return out


class _Meter:
    """The seconds that an archive has and has used; those between two results are the caller's own."""

    def __init__(self, most: float) -> None:
        self.most = self.left = most

    def over(self, found: Iterable[Any]) -> Iterator[Any]:
        inner = iter(found)
        while True:
            began = time.monotonic()
            try:
                result = next(inner)
            except StopIteration:
                return
            finally:
                self.left -= time.monotonic() - began
            yield result


def _guarded(found: Found, name: str) -> Found:
    """The results without exceptions; a file whose rows are all refused is given up after a while."""
    limit, refused = settings().max_refused_rows, 0
    try:
        for result in found:
            yield result
            if isinstance(result, Reading):
                yield from found
                return
            refused += result.row is not None
            if refused >= limit:
                raise Problem.of("read_gave_up", name, rows=refused)
    except Problem as e:
        yield _refusal(name, e)


def _refusal(name: str, problem: Problem) -> Refusal:
    return Refusal(name, None, Problem(problem.code, problem.where or name, problem.values))


def _kind_by_name(name: str) -> Kind:
    """The kind that a file which could not be opened pretends to be."""
    known: dict[str, Kind] = {
        ".txt": "txt", ".html": "html", ".htm": "html", ".xml": "xml", ".jsonl": "jsonl", ".json": "json",
        ".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".et": "xls", ".ods": "ods",
        ".docx": "docx", ".pdf": "pdf", ".zip": "zip",
    }  # fmt: skip
    return known.get(PurePath(name).suffix.lower(), "other")


def _head(data: bytes, encoding: Encoding) -> str:
    """The first code points of the file; a character cut in two at the end does not matter here."""
    return data[:_HEAD_BYTES].decode(encoding.codec, errors="ignore")


def _json_lines(data: bytes, codec: str) -> Iterator[tuple[int, Any]]:
    limit = _JSON_BYTES_A_CHARACTER * settings().max_article_chars
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(data), codec, newline="\n"), start=1):
        if not line.strip():
            continue
        if len(line) > limit:
            yield number, Problem.of("read_too_long", length=len(line), limit=limit)
            continue
        try:
            yield number, orjson.loads(line)
        except (orjson.JSONDecodeError, UnicodeEncodeError) as e:
            yield number, Problem.of("json_line", detail=str(e))
