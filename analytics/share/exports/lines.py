"""CSV and JSON Lines, written row by row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import TextIOWrapper
from typing import Any, BinaryIO

from analytics.contract import dumps
from analytics.share.exports.columns import columns_of, heading
from analytics.share.exports.content import Content, Counting
from analytics.share.tables import guarded

BOM = "utf-8-sig"


def write_csv(content: Content, out: BinaryIO) -> Counting:
    """The activities with headings in the reader's language: UTF-8 with BOM, no cell a formula. Raises Problem
    export_unequal."""
    counting = Counting(content)
    heads = [heading(column, content.language) for column in columns_of("activities")]
    csv_rows(out, heads, counting.rows("activities"), guarded, BOM)
    return counting


def csv_rows(
    out: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[Any]], guard: Callable[[str], str], encoding: str
) -> None:
    """Rows as RFC 4180 has them, lines ended by CR LF, nothing for null; every text goes through ``guard``."""
    text = TextIOWrapper(out, encoding, newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(head) for head in heads])
    for row in rows:
        writer.writerow([_cell(value, guard) for value in row])
    text.detach()


def write_jsonl(content: Content, out: BinaryIO) -> Counting:
    """A line per activity: the contract's object, ``article``, its permanent ``address``, and ``provenance``: what the
    line is an answer to. Raises Problem export_unequal."""
    counting = Counting(content)
    for line in json_lines(content):
        counting.written["activities"] += 1
        out.write(dumps(line) + b"\n")
    counting.check("activities")
    return counting


def json_lines(content: Content) -> Iterator[dict[str, Any]]:
    """The objects of the lines, newest first."""
    told = provenance(content)
    for batch in content.objects():
        for one in batch:
            article = one.article
            about = {
                "id": article.id, "title": article.title, "published": article.published, "source": article.source,
                "author": article.author, "url": article.url,
            }  # fmt: skip
            address = content.permanent(id=one.activity["id"])
            yield one.activity | {"article": about, "address": address, "provenance": told}


def provenance(content: Content) -> dict[str, Any]:
    """Collection, versions and View: what gives the same answer again."""
    c = content.collection
    masks = {"masks": c.masking.masks} if c.masked else {}
    return masks | {
        "collection": c.dataset, "version": c.version, "revision": c.revision, "rules": c.rules_version,
        "gazetteer": c.gazetteer_version, "view": content.query,
    }  # fmt: skip


def _cell(value: Any, guard: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value
