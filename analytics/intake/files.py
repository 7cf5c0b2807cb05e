"""Files, uploads and pasted text to articles, one after another, in the order given."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any

import orjson

from analytics.intake.child import Child
from analytics.intake.dateline import date_of
from analytics.intake.decoding import Encoding, encoding_of
from analytics.intake.kinds import is_workbook, refuse_unreadable, text_kind
from analytics.intake.page import PageReader, text_lines
from analytics.intake.reading import Reading, Refusal
from analytics.intake.tables import Origin, csv_rows, delimiter_of, read_objects, read_table, text_problem
from analytics.messages import say
from analytics.model import Article
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.rules.intake_rows import MetaRule
from analytics.settings import settings

_HEAD_BYTES = 1 << 16
_JSON_BYTES_A_CHARACTER = 12

Found = Iterator[Reading | Refusal]


def read_files(paths: Iterable[Path], book: RuleBook) -> Found:
    """Every article and every refusal of the files, in order; folders are walked in the order of their names."""
    with Intake(book) as intake:
        for path in walk(paths):
            yield from intake.read_path(path)


def read_bytes(name: str, data: bytes, book: RuleBook) -> Found:
    """The same for an uploaded file."""
    with Intake(book) as intake:
        yield from intake.read(name, data)


def read_pasted(text: str, book: RuleBook) -> Found:
    """The same for text that was pasted: a page, a web page's source, or rows of a table."""
    name = say("intake.pasted")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as e:
        yield Refusal(name, None, Problem.of("read_surrogate", name, position=e.start))
        return
    stem = f"pasted-{hashlib.sha256(data).hexdigest()[:8]}"
    with Intake(book) as intake:
        yield from intake.read(name, data, stem)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, those of a folder sorted by name; hidden ones and links inside a folder are left out."""
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
            yield from sorted(p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))
        else:
            yield path


class Intake:
    """Reads any number of files with one child process and one memory of the ids given."""

    def __init__(self, book: RuleBook) -> None:
        self._book, self._pages, self._child = book, PageReader(book), Child()
        self._ids: dict[str, set[bytes]] = {}

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()

    def read_path(self, path: Path) -> Found:
        """The articles of one file; what cannot be opened is refused."""
        name, limit = str(path), settings().max_file_bytes
        try:
            if not path.is_file():
                raise Problem.of("read_no_file", name)
            size = path.stat().st_size
            if size > limit:
                raise Problem.of("read_too_large", name, size=size, limit=limit)
            data = path.read_bytes()
        except Problem as e:
            yield Refusal(name, None, e)
        except OSError as e:
            yield Refusal(name, None, Problem.of("read_unreadable", name, detail=e.strerror or type(e).__name__))
        else:
            yield from self.read(name, data)

    def read(self, name: str, data: bytes, stem: str = "") -> Found:
        """The articles of one file's bytes; ``stem`` (else the name's) begins their ids where the file gives none."""
        try:
            for found in self._read(name, data, stem or PurePath(name).stem or "article"):
                yield self._named(found)
        except Problem as e:
            yield Refusal(name, None, Problem(e.code, e.where or name, e.values))

    def _named(self, found: Reading | Refusal) -> Reading | Refusal:
        """The reading under an id of its own; the same id with the same text again is a duplicate."""
        if isinstance(found, Refusal):
            return found
        article = found.article
        digest = hashlib.sha256(article.text.encode("utf-8")).hexdigest()
        short = bytes.fromhex(digest)[:16]
        texts = self._ids.setdefault(article.id, set())
        if short in texts:
            where = found.file if found.row is None else f"{found.file}#{found.row}"
            return Refusal(found.file, found.row, Problem.of("read_duplicate", where, id=article.id))
        texts.add(short)
        if len(texts) == 1:
            return found
        named = f"{article.id}-{digest[:8]}"
        self._ids.setdefault(named, set()).add(short)
        return replace(found, article=replace(article, id=named))

    def _read(self, name: str, data: bytes, stem: str) -> Found:
        limits = settings()
        if len(data) > limits.max_file_bytes:
            raise Problem.of("read_too_large", name, size=len(data), limit=limits.max_file_bytes)
        refuse_unreadable(name, data)
        if is_workbook(name, data, limits.max_file_bytes):
            yield from self._workbook(name, data, stem)
            return
        encoding = encoding_of(data, name)
        warnings = (Problem.of("read_encoding_guessed", name, codec=encoding.codec),) if encoding.guessed else ()
        origin = Origin(name, encoding.codec, stem, warnings)
        head = _head(data, encoding)
        kind = text_kind(name, head)
        delimiter = delimiter_of(head, name, self._book) if kind in ("page", "table") else None
        if kind == "table" or (delimiter == "\t" and kind == "page"):
            yield from read_table(csv_rows(data, encoding.codec, delimiter or ","), origin, self._book)
        elif kind == "lines":
            yield from read_objects(_json_lines(data, encoding.codec), origin, self._book)
        elif kind == "json":
            parts = self._child.parse("json", data, encoding.codec)
            yield from read_objects(enumerate((v for part in parts for v in part), start=1), origin, self._book)
        elif kind == "page":
            yield self._page(data, origin)
        else:
            yield self._markup(kind, data, origin)

    def _page(self, data: bytes, origin: Origin) -> Reading | Refusal:
        text = data.decode(origin.encoding or "utf-8")
        if problem := text_problem(text, origin.file):
            return Refusal(origin.file, None, problem)
        return self._article({"lines": text_lines(text), "titles": [], "inside": [], "meta": {}}, origin)

    def _markup(self, kind: str, data: bytes, origin: Origin) -> Reading | Refusal:
        (page,) = self._child.parse(kind, data, origin.encoding or "utf-8")
        return self._article(page, origin)

    def _article(self, found: dict[str, Any], origin: Origin) -> Reading | Refusal:
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

    def _meta(self, tags: dict[str, str]) -> dict[str, str]:
        """Field to the value of its best meta tag."""
        out: dict[str, str] = {}
        for rule in self._book.rows("intake_meta.csv", MetaRule):
            if value := next((tags[w.lower()] for w in rule.words if tags.get(w.lower())), None):
                out[rule.field] = " ".join(value.split())
        return out

    def _workbook(self, name: str, data: bytes, stem: str) -> Found:
        parts = self._child.parse("xlsx", data)
        for number, (sheet, group) in enumerate(groupby(parts, key=lambda p: p["sheet"])):
            rows = ((part["first"] + k, row) for part in group for k, row in enumerate(part["rows"]))
            file = name if number == 0 else f"{name}[{sheet}]"
            origin = Origin(file, None, stem if number == 0 else f"{stem}-{sheet}")
            yield from read_table(rows, origin, self._book)


def _head(data: bytes, encoding: Encoding) -> str:
    """The first code points of the file; a character cut in two at the end does not matter here."""
    return data[:_HEAD_BYTES].decode(encoding.codec, errors="ignore")[:4096]


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
