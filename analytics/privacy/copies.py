"""Masked copies of parts: the same tables and the same full-text index, with the names in all texts masked.

Whoever reads a copy can find nothing but masks: in articles, titles, quotes, what was cut, and by searching. Rows, ids, figures
and offsets are those of the part. A copy is made once, in ``home/masked``, whole or not at all; a purge takes all copies away
(``store.derived.forget``), a change of the program or of the tables makes new ones.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.privacy.finding import Masks, Name, names_of
from analytics.privacy.lexicon import Lexicon, lexicon
from analytics.privacy.masking import MASK, masked
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.derived import MASKED
from analytics.store.fulltext import IndexWriter
from analytics.store.snapshots import INDEX

BATCH = 500
"""Articles masked at once."""
SURE_CHARS = 4
"""Characters of a name of a place or an organisation that is none of a person."""
WRITTEN = ("articles", "activities", "pairings")
"""Tables with words of the articles; the others hold names of places and organisations, and numbers."""
_WORD = re.compile(r"[^\W\d_]+|[\W\d_]+")
"""Letters, or anything else between them."""
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def masked_copy(part: Path, masks: Masks) -> Path:
    """The masked copy of a part, made where there is none yet. Raises Problem part_missing when the part is gone."""
    target = part.parent.parent / MASKED / f"{part.name}.{masks}-{_program(settings().data)}"
    with _locks[str(target)]:
        if not target.is_dir():
            _make(part, target, masks)
    return target


def masked_copies(parts: Sequence[Path], masks: Masks) -> tuple[Path, ...]:
    """Those of several parts, in their order."""
    return tuple(masked_copy(part, masks) for part in parts)


def _make(part: Path, target: Path, masks: Masks) -> None:
    """Written beside its place and renamed; where another process was faster, its copy stands."""
    own = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    own.mkdir(parents=True)
    try:
        _write(part, own, masks)
        if not part.is_dir():  # purged meanwhile
            raise Problem.of("part_missing", str(part), part=part.name)
        with suppress(OSError):
            own.rename(target)
        if not target.is_dir():
            raise Problem.of("not_writable", str(target), detail="")
        if not part.is_dir():
            shutil.rmtree(target, ignore_errors=True)
    except FileNotFoundError:
        raise Problem.of("part_missing", str(part), part=part.name) from None
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _write(part: Path, own: Path, masks: Masks) -> None:
    for path in part.iterdir():
        if path.name != INDEX and path.stem not in WRITTEN:
            shutil.copyfile(path, own / path.name)
    found: dict[str, tuple[Name, ...]] = {}
    kept = _kept(part)
    words = lexicon()
    index = IndexWriter(own / INDEX)

    def article(row: dict[str, Any]) -> dict[str, Any]:
        names, row = _article(row, kept.get(row["id"], ()), words, masks)
        found[row["id"]] = names
        index.add([(row["id"], row["title"], row["text"])])
        return row

    _rewrite(part, own, "articles", article)
    index.close()
    _rewrite(part, own, "activities", lambda row: _quoted(row, found.get(row["article_id"], ()), masks))
    _rewrite(part, own, "pairings", lambda row: _quoted(row, found.get(row["article_id"], ()), masks))


def _rewrite(part: Path, own: Path, table: str, change: Any) -> None:
    with pq.ParquetFile(part / f"{table}.parquet") as file:
        schema = file.schema_arrow
        with pq.ParquetWriter(own / f"{table}.parquet", schema, compression="zstd") as out:
            for batch in file.iter_batches(BATCH):
                out.write_table(pa.Table.from_pylist([change(row) for row in batch.to_pylist()], schema=schema))


def _kept(part: Path) -> Mapping[str, set[str]]:
    """The names of places and organisations of each article, which are no persons."""
    found: dict[str, set[str]] = defaultdict(set)
    with pq.ParquetFile(part / "activities.parquet") as file:
        for batch in file.iter_batches(BATCH, columns=["article_id", "json"]):
            for row in batch.to_pylist():
                one = orjson.loads(row["json"])
                found[row["article_id"]].update(named["name"] for named in (*one["organisations"], *one["places"]))
    return found


def _article(
    row: dict[str, Any], kept: Sequence[str] | set[str], words: Lexicon, masks: Masks
) -> tuple[tuple[Name, ...], dict[str, Any]]:
    """The names of an article's text, and its row with all names masked. A name that the text tells is known in the title, in
    what was cut and in the name of the file."""
    text = row["text"]
    sure = [name for name in kept if len(name) >= SURE_CHARS or name.endswith(words.endings)]
    cuts = orjson.loads(row["cuts"] or "[]")
    pieces = [text, row["title"] or "", *(cut.get("text", "") for cut in cuts)]
    known = {piece[n.start : n.end] for piece in pieces for n in names_of(piece, words) if n.surname}
    names = names_of(text, words, _runs(text, sure), known)
    who = {text[n.start : n.end]: n.who for n in names}

    def hide(told: str) -> str:
        own = names_of(told, words, _runs(told, sure), known)
        same = (Name(n.start, n.end, n.surname, who.get(told[n.start : n.end], n.who)) for n in own)
        return masked(told, same, masks)

    row["text"] = masked(text, names, masks)
    row["title"] = hide(row["title"]) if row["title"] else row["title"]
    row["file"] = hide(row["file"]) if row["file"] else row["file"]
    if masks == "all" and row["author"]:
        row["author"] = _byline(row["author"], words)
    row["cuts"] = orjson.dumps([cut | {k: hide(v) for k, v in cut.items() if k == "text"} for cut in cuts]).decode()
    return names, _quoted(row, names, masks)


def _byline(author: str, words: Lexicon) -> str:
    """Every word of a byline is a name, but for what it says that somebody is: 记者 周文, 通讯员周文."""
    return "".join(_signed(run, words) if run[0].isalpha() else run for run in _WORD.findall(author))


def _signed(word: str, words: Lexicon) -> str:
    said = max((cue for cue in words.before if word.startswith(cue)), key=len, default="")
    name = word[len(said) :]
    surname = 2 if name[:2] in words.surnames else 1
    return said + name[:surname] + MASK * len(name[surname:])


def _runs(text: str, kept: Sequence[str]) -> list[tuple[int, int]]:
    return [run for name in kept for run in _each(text, name)]


def _each(text: str, name: str) -> Iterator[tuple[int, int]]:
    at = text.find(name)
    while at >= 0:
        yield at, at + len(name)
        at = text.find(name, at + 1)


def _quoted(row: dict[str, Any], names: Sequence[Name], masks: Masks) -> dict[str, Any]:
    """A row whose JSON quotes the text: every quote says what the masked text says there."""
    for column in ("json", "pairings", "villages", "unsure", "evidence"):
        if row.get(column):
            row[column] = orjson.dumps(_spans(orjson.loads(row[column]), names, masks)).decode()
    if "quote" in row:
        evidence = orjson.loads(row["json"])["evidence"]
        row["quote"] = evidence[0]["quote"] if evidence else row["quote"]
    return row


def _spans(value: Any, names: Sequence[Name], masks: Masks) -> Any:
    if isinstance(value, list):
        return [_spans(one, names, masks) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _spans(one, names, masks) for key, one in value.items()}
    if isinstance(found.get("quote"), str) and isinstance(found.get("start"), int):
        found["quote"] = masked(found["quote"], names, masks, found["start"])
    return found


@cache
def _program(data: Path) -> str:
    """What a copy depends on besides its part: the program of this room and its tables."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), *sorted((data / "privacy").glob("*.csv"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
