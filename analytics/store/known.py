"""What a collection holds already, so that nothing goes in twice."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from analytics.model import Article

HASH_DIGITS = 24
SUFFIX_DIGITS = 8


class Known:
    """The ids and texts of some parts and of what was admitted since."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._hashes: dict[str, str] = {}
        for folder in folders:
            table = pq.read_table(folder / "articles.parquet", columns=["id", "text_hash"])
            self._hashes.update(zip(table["id"].to_pylist(), table["text_hash"].to_pylist(), strict=True))
        self._texts = set(self._hashes.values())

    def admit(self, article: Article) -> str | None:
        """The id under which the article goes in; None when its text is there already, under whatever id.

        An id that another text has taken gets "-" and the first digits of the hash appended.
        """
        found = text_hash(article)
        if found in self._texts:
            return None
        name = article.id if article.id not in self._hashes else f"{article.id}-{found[:SUFFIX_DIGITS]}"
        if name in self._hashes:
            name = f"{article.id}-{found}"
        self._hashes[name] = found
        self._texts.add(found)
        return name


def text_hash(article: Article) -> str:
    """Hash of the text without white space, widths and letter case aside; with the title when there is no text."""
    text = article.text if article.text.strip() else f"{article.title}\n"
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:HASH_DIGITS]
