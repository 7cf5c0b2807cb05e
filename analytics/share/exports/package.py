"""A View as a Frictionless Data Package (https://specs.frictionlessdata.io/data-package/): one ZIP that stands for itself.

CSV tables with their schemas, the evidence as Web Annotations, a README, and the hash and size of each file. The same View
gives the same bytes. Cells that a spreadsheet would run are guarded so that every text is found again (``tables.sealed``).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

import orjson

from analytics.messages import say
from analytics.share.exports.about import filter_rows, link
from analytics.share.exports.columns import KEYS, TABLES, TableName, columns_of, heading, meaning, table_name
from analytics.share.exports.content import Content, Counting
from analytics.share.exports.evidence import write_evidence
from analytics.share.exports.lines import csv_rows, provenance
from analytics.share.tables import sealed

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the files depend on nothing but their content."""
README, DESCRIPTOR, EVIDENCE = "README.md", "datapackage.json", "evidence.jsonld"
GUARD = "'"


class _Measured:
    """Counts and hashes what goes through."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.size, self.digest = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self.out.write(data)

    def flush(self) -> None:
        """A member is flushed when it ends."""

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    @property
    def closed(self) -> bool:
        return False


def write_package(content: Content, out: BinaryIO) -> Counting:
    """The package. Raises Problem export_unequal, export_quote."""
    counting = Counting(content)
    resources = []
    with zipfile.ZipFile(out, "w") as archive:
        for table in TABLES:
            with _member(archive, f"{table}.csv") as member:
                columns = list(columns_of(table, with_text=True))
                csv_rows(cast(BinaryIO, member), columns, counting.rows(table, with_text=True), sealed, "utf-8")
            resources.append(_table(content, table, member))
        with _member(archive, EVIDENCE) as member:
            write_evidence(content, cast(BinaryIO, member))
        resources.append(_evidence(content, member))
        with _member(archive, README) as member:
            member.write(_readme(content, counting).encode())
        with _member(archive, DESCRIPTOR) as last:
            last.write(orjson.dumps(_descriptor(content, resources), option=orjson.OPT_INDENT_2) + b"\n")
    return counting


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[_Measured]:
    info = zipfile.ZipInfo(name, OLDEST)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    with archive.open(info, "w", force_zip64=True) as out:
        yield _Measured(out)


def _descriptor(content: Content, resources: list[dict[str, Any]]) -> dict[str, Any]:
    language = content.language
    return {
        "profile": "data-package", "name": "jushi-export", "title": content.sentence,
        "description": say("export.package", language), "version": f"{content.collection.version}",
        "created": content.taken.strftime("%Y-%m-%dT%H:%M:%SZ"), "homepage": link(content),
        "sources": [{"title": say("export.source", language, collection=content.collection.dataset), "path": link(content)}],
        "provenance": provenance(content), "resources": resources,
    }  # fmt: skip


def _table(content: Content, table: TableName, member: _Measured) -> dict[str, Any]:
    language = content.language
    schema: dict[str, Any] = {
        "fields": [
            {"name": name, "type": kind, "title": heading(name, language), "description": meaning(name, language)}
            for name, kind in columns_of(table, with_text=True).items()
        ],
        "missingValues": [""],
    }
    if table in KEYS:
        schema["primaryKey"] = [KEYS[table]]
    if table == "activities":
        schema["foreignKeys"] = [{"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["id"]}}]
    return _resource(table, f"{table}.csv", table_name(table, language), member) | {
        "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "guard": {"prefix": GUARD, "description": say("export.guard", language)}, "schema": schema,
    }  # fmt: skip


def _evidence(content: Content, member: _Measured) -> dict[str, Any]:
    found = _resource("evidence", EVIDENCE, say("export.evidence", content.language), member)
    return found | {
        "profile": "data-resource", "format": "jsonld", "mediatype": "application/ld+json",
        "description": say("export.evidence_about", content.language),
    }  # fmt: skip


def _resource(name: str, path: str, title: str, member: _Measured) -> dict[str, Any]:
    return {
        "name": name, "path": path, "title": title, "encoding": "utf-8", "bytes": member.size,
        "hash": f"sha256:{member.digest.hexdigest()}",
    }  # fmt: skip


def _readme(content: Content, counting: Counting) -> str:
    """What the filter sheet of the workbook says, and how the files are to be read. Values stand as code: a source's
    words are no Markdown."""
    language = content.language
    lines = [f"# {say('export.readme', language)}", ""]
    lines += [f"- {name}: {_code(value)}" for name, value in list(filter_rows(content, counting))[1:]]
    lines += ["", f"## {say('export.files', language)}", ""]
    lines += [f"- `{table}.csv`: {table_name(table, language)}" for table in TABLES]
    lines += [f"- `{EVIDENCE}`: {say('export.evidence_about', language)}", ""]
    lines += [say(f"export.{key}", language) for key in ("guard", "empty", "points", "exact", "rights")]
    return "\n".join(lines) + "\n"


def _code(value: str) -> str:
    return "`" + " ".join(value.replace("`", "'").split()) + "`"
