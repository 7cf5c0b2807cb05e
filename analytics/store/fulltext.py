"""Full text of a part: SQLite FTS5 over single characters, so that a phrase query finds every substring.

Every character stands as a word of its own; letters are folded; white space is not looked at.
Built once, then opened read-only and immutable: any number of processes may read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

TABLE = "CREATE VIRTUAL TABLE found USING fts5(title, body, content='', columnsize=0, tokenize='ascii')"
"""The ascii tokenizer takes every character beyond ASCII as part of a word: rare hanzi are found too."""

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
    return [c if c.isalnum() or not c.isascii() else chr(PRIVATE + ord(c)) for c in text.casefold() if not c.isspace()]


def find(path: Path, text: str) -> list[str]:
    """Ids of the articles of one index whose title or text holds ``text``; none for white space alone."""
    wanted = words(text)
    if not wanted:
        return []
    phrase = '"' + " ".join(wanted) + '"'
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    try:
        query = "SELECT id FROM found JOIN article ON number = found.rowid WHERE found MATCH ? ORDER BY number"
        return [row[0] for row in connection.execute(query, (phrase,))]
    finally:
        connection.close()
