"""What a collection holds already, so that nothing goes in twice and a changed report takes the place of the old one."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pyarrow.parquet as pq

from analytics.model import Article

HASH_DIGITS = 24
SUFFIX_DIGITS = 8
COLUMNS = ["id", "text_hash", "url", "title", "published", "source", "author"]

Standing = Literal["new", "renamed", "changed", "duplicate"]


@dataclass(frozen=True, slots=True)
class Admission:
    """Under which id an article goes in. ``changed``: in the place of the article of that id; ``duplicate``: not."""

    id: str
    standing: Standing


class Known:
    """The texts, ids and addresses of some parts and of what was admitted since; 64-bit digests, so that a million
    articles stay small."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._about: dict[int, int] = {}
        """Text to what else is said of the article: title, date, source, author."""
        self._texts: dict[int, int] = {}
        """Id to text."""
        self._addresses: dict[int, str | None] = {}
        """Address to the id of its article; None where several share it, so that it tells nothing."""
        self._fresh: set[int] = set()
        """Ids and addresses of this import: it changes no article twice."""
        for folder in folders:
            for batch in pq.ParquetFile(folder / "articles.parquet").iter_batches(5_000, columns=COLUMNS):
                for row in batch.to_pylist():
                    text, place = _digest(row["text_hash"]), address(row["url"])
                    self._texts[_digest(row["id"])] = text
                    self._about[text] = _about(row["title"], row["published"], row["source"], row["author"])
                    if place:
                        self._addresses[place] = None if place in self._addresses else row["id"]

    def admit(self, article: Article) -> Admission:
        """Whether the article goes in, and under which id.

        The same text under the same id or address with another title, date, source or author is a correction; the
        same text under another is a duplicate. Another text under the same address is a changed article. An id that
        another text has taken gets "-" and the first digits of the hash appended.
        """
        found = text_hash(article)
        text, place, about = _digest(found), address(article.url), _about_of(article)
        there = self._addresses.get(place) if place and place not in self._fresh else None
        if text in self._about:
            name = self._same(article, text, there)
            if name is None or self._about[text] == about or _digest(name) in self._fresh:
                return Admission(article.id, "duplicate")
            return self._take(name, text, about, place, "changed")
        if there is not None and _digest(there) not in self._fresh:
            self._about.pop(self._texts[_digest(there)], None)
            return self._take(there, text, about, place, "changed")
        name = article.id if _digest(article.id) not in self._texts else f"{article.id}-{found[:SUFFIX_DIGITS]}"
        if _digest(name) in self._texts:
            name = f"{article.id}-{found}"
        return self._take(name, text, about, place, "new" if name == article.id else "renamed")

    def clashes(self, other: Known) -> bool:
        """Whether a text, id or address of the other is among those here."""
        return not (
            self._about.keys().isdisjoint(other._about)
            and self._texts.keys().isdisjoint(other._texts)
            and self._addresses.keys().isdisjoint(other._addresses)
        )

    def _same(self, article: Article, text: int, there: str | None) -> str | None:
        """The id of the article with this text that this one is, by its id or its address."""
        for name in (article.id, there):
            if name is not None and self._texts.get(_digest(name)) == text:
                return name
        return None

    def _take(self, name: str, text: int, about: int, place: int | None, standing: Standing) -> Admission:
        key = _digest(name)
        self._texts[key], self._about[text] = text, about
        self._fresh.add(key)
        if place:
            if place in self._fresh:
                self._addresses[place] = None
            else:
                self._addresses[place] = name if standing == "changed" or place not in self._addresses else None
            self._fresh.add(place)
        return Admission(name, standing)


def text_hash(article: Article) -> str:
    """Hash of the text without white space, widths and letter case aside; with the title when there is no text."""
    text = article.text if article.text.strip() else f"{article.title}\n"
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:HASH_DIGITS]


def address(url: str | None) -> int | None:
    """A digest of what makes an address one: host, path and query; None for a home page, which many articles share."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return None
    return _digest(f"{parts.netloc.lower().removeprefix('www.')}{path}?{parts.query}")


def _about_of(article: Article) -> int:
    return _about(article.title, article.published, article.source, article.author)


def _about(title: str | None, published: date | None, source: str | None, author: str | None) -> int:
    return _digest("\0".join((title or "", str(published or ""), source or "", author or "")))


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
