"""Files, uploads and pasted text to articles, one after another, in the order given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from analytics.intake.columns import Choices
from analytics.intake.opening import Found, Opener, Piece
from analytics.intake.reading import Reading, Refusal
from analytics.messages import say
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings


def read_files(paths: Iterable[Path], book: RuleBook, chosen: Choices | None = None) -> Found:
    """Every article and every refusal of the files, in order; folders are walked in the order of their names."""
    with Intake(book, chosen) as intake:
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
    """Reads any number of files with one child process and one memory of the ids given.

    ``chosen``: what users chose for kinds of tables, by ``signature``; ``most``: rows of each table that are wanted.
    """

    def __init__(self, book: RuleBook, chosen: Choices | None = None, most: int | None = None) -> None:
        self._opener = Opener(book, chosen, most)
        self._ids: dict[str, set[bytes]] = {}

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._opener.close()

    def read_path(self, path: Path) -> Found:
        """The articles of one file; what cannot be opened is refused."""
        for piece in self.open_path(path):
            yield from piece.found

    def read(self, name: str, data: bytes, stem: str = "") -> Found:
        """The articles of one file's bytes; ``stem`` (else the name's) begins their ids where the file gives none."""
        for piece in self.open(name, data, stem):
            yield from piece.found

    def open_path(self, path: Path) -> Iterator[Piece]:
        """One file piece by piece (sheets, members); a file that cannot be opened is a piece with a refusal."""
        name, limit = str(path), settings().max_file_bytes
        size = 0
        try:
            if not path.is_file():
                raise Problem.of("read_no_file", name)
            size = path.stat().st_size
            if size > limit:
                raise Problem.of("read_too_large", name, size=size, limit=limit)
            data = path.read_bytes()
        except Problem as e:
            yield Piece(name, "other", iter([Refusal(name, None, e)]), None, size)
        except OSError as e:
            problem = Problem.of("read_unreadable", name, detail=e.strerror or type(e).__name__)
            yield Piece(name, "other", iter([Refusal(name, None, problem)]), None, size)
        else:
            yield from self.open(name, data)

    def open(self, name: str, data: bytes, stem: str = "") -> Iterator[Piece]:
        """One file's bytes piece by piece."""
        for piece in self._opener.open(name, data, stem):
            yield replace(piece, found=map(self._named, piece.found))

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
