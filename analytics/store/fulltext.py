"""Full text of a part: SQLite FTS5 over single characters, so that a phrase query finds every substring.

Every character stands as a word of its own; letters and widths are folded; white space is not looked at.
Built once, then opened read-only and immutable: any number of processes may read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from analytics.text.sought import folded, forms, terms

TABLE = "CREATE VIRTUAL TABLE found USING fts5(title, body, content='', columnsize=0, tokenize='ascii')"
"""The ascii tokenizer takes every character beyond ASCII as part of a word: rare hanzi are found too."""

FOLDS_WIDTH = 1
"""What ``user_version`` of an index says when full and half width are one in it; older ones hold widths as written."""
PRIVATE = 0xE000
"""First code point of the private use area: the tokenizer would drop ASCII punctuation."""


class IndexWriter:
    """Builds an index file. Rows keep their order: ``ids`` of them lie in the same file."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        # A crash costs the whole part anyway, and the file is synced before the part is given its name.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._connection.execute("CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT NOT NULL)")
        self._connection.execute(TABLE)
        self._connection.execute(f"PRAGMA user_version={FOLDS_WIDTH}")
        self._count = 0

    def add(self, articles: Iterable[tuple[str, str, str]]) -> None:
        """Adds (id, title, text) rows."""
        for article_id, title, text in articles:
            self._count += 1
            self._connection.execute("INSERT INTO article VALUES (?, ?)", (self._count, article_id))
            self._connection.execute(
                "INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)",
                (self._count, " ".join(words(title)), " ".join(words(text))),
            )

    def close(self) -> None:
        """Packs the index and closes the file."""
        self._connection.execute("INSERT INTO found (found) VALUES ('optimize')")
        self._connection.commit()
        self._connection.close()


def words(text: str) -> list[str]:
    """The folded characters without white space; ASCII punctuation as private characters, which the index can hold."""
    return [c if c.isalnum() or not c.isascii() else chr(PRIVATE + ord(c)) for c in folded(text) if not c.isspace()]


def find(path: Path, text: str, same: Mapping[str, str] | None = None) -> list[str]:
    """Ids of the articles of one index whose title or text holds every term of ``text`` (``sought.terms``); none for
    white space alone. ``same``: characters that stand for the same (``sought.alike``)."""
    wanted = terms(text)
    if not wanted:
        return []
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    try:
        wide = connection.execute("PRAGMA user_version").fetchone()[0] < FOLDS_WIDTH
        match = " AND ".join(_any_of(term, same or {}, wide) for term in wanted)
        query = "SELECT id FROM found JOIN article ON number = found.rowid WHERE found MATCH ? ORDER BY number"
        return [row[0] for row in connection.execute(query, (match,))]
    finally:
        connection.close()


def _any_of(term: str, same: Mapping[str, str], wide: bool) -> str:
    """A term in any of its forms, as a phrase each; in an older index also with its figures and signs at full width."""
    found = [words(form) for form in forms(term, same)]
    if wide:
        found += [[_widened(c) for c in form] for form in found]
    return "(" + " OR ".join('"' + " ".join(form) + '"' for form in found) + ")"


def _widened(word: str) -> str:
    code = ord(word) - PRIVATE if ord(word) >= PRIVATE else ord(word)
    return chr(code + 0xFEE0) if 0x21 <= code <= 0x7E else word
