"""Articles with the same text: copies, excerpts, and what a round-up took in; templates of two units are none.

The result is a function of the set of articles. Tables are pyarrow; nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, overload

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from analytics.linking.candidates import candidates
from analytics.linking.differences import Clash, Reading, clashes, read, shared
from analytics.linking.groups import Pair, Union, coherent, groups
from analytics.linking.rules import LinkRules
from analytics.linking.shingles import SHORT, matrix

ARTICLES = pa.schema([
    ("id", pa.string()), ("text_hash", pa.string()), ("signature", pa.binary()), ("published", pa.date32()),
    ("source", pa.string()), ("title", pa.string()), ("characters", pa.int64()),
])  # fmt: skip
"""What is asked of every article; ``signature`` as ``shingles.signature`` makes it."""

REPOSTS = pa.schema([("a", pa.string()), ("b", pa.string()), ("similarity", pa.float64()), ("reasons", pa.string())])
"""Pairs, sorted. ``a`` is nearer to the original, ``b`` the copy, excerpt or round-up. ``similarity``: 0 to 1.
``reasons``: a JSON list of CODE=VALUE."""

Texts = Callable[[Sequence[str]], Mapping[str, str]]
"""The texts of some articles by id."""
Kind = Literal["equal", "copy", "excerpt", "round_up", "apart", "unlike"]

_TOGETHER = frozenset({"equal", "copy", "excerpt"})
_CHUNK = 500
"""Pairs whose texts are asked for at once."""
_WHOLE = 0.8
"""Least part of the longer text that a whole copy has in length."""


@dataclass(frozen=True, slots=True)
class _Article:
    id: str
    text_hash: str
    published: date | None
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one comparison. ``longer``: the row of the longer text; ``part``: the other's share of it."""

    a: int
    b: int
    kind: Kind
    similarity: float
    longer: int
    part: float
    clash: tuple[Clash, ...] = ()


def reposts(articles: pa.Table, texts: Texts, rules: LinkRules) -> pa.Table:
    """Pairs of articles with the same text (``REPOSTS``) out of ``articles`` (``ARTICLES``).

    A pair whose only tie is that a later round-up took one into the other has the reason ``round_up``: its activities
    are the same, its articles are not (see ``together``). ``texts`` is asked for candidates only, in batches. Raises
    ValueError where a signature is missing.
    """
    table = _in_order(articles.select(ARTICLES.names))
    signatures = matrix(table["signature"])
    known = _Articles(table)
    readers = _Comparer(known, texts, rules)
    pairs = [(int(a), int(b)) for a, b in candidates(signatures)]
    found = readers.compare(pairs)
    kept = _kept(_round_ups(found, known))
    rank = readers.ranks(sorted({i for f in kept for i in (f.a, f.b)}))
    rows = sorted((_row(f, known, rank) for f in kept), key=lambda row: (row["a"], row["b"]))
    return pa.Table.from_pylist(rows, schema=REPOSTS)


def together(edges: pa.Table) -> list[Pair]:
    """The pairs whose articles are one text: all but those of round-ups."""
    rows = zip(edges["a"].to_pylist(), edges["b"].to_pylist(), edges["reasons"].to_pylist(), strict=True)
    return [(a, b) for a, b, reasons in rows if not any(r.startswith("round_up=") for r in orjson.loads(reasons))]


def ranks(articles: pa.Table, ids: Iterable[str], texts: Texts, rules: LinkRules) -> dict[str, tuple[Any, ...]]:
    """What orders the members of a group, the original first: earliest published, not marked as a repost, longest, id.

    ``texts`` is asked for ``ids`` only, in batches; longest is measured without lines of names and sources.
    """
    wanted = set(ids)
    table = _in_order(articles)
    known = _Articles(table.filter(pc.is_in(table["id"], pa.array(sorted(wanted), pa.string()))))
    found = _Comparer(known, texts, rules).ranks(range(len(known)))
    return {rank[-1]: rank for rank in found.values()}


def originals(articles: pa.Table, edges: pa.Table, texts: Texts, rules: LinkRules) -> dict[str, str]:
    """Every article that stands in a group of reposts to the original of that group."""
    pairs = together(edges)
    ids = sorted({i for pair in pairs for i in pair})
    order = ranks(articles, ids, texts, rules)
    return groups(ids, pairs, rank=order.__getitem__)


class _Comparer:
    """Compares the texts of articles and remembers what each text says of itself."""

    def __init__(self, known: Sequence[_Article], texts: Texts, rules: LinkRules) -> None:
        self._known, self._texts, self._rules = known, texts, rules
        self._ranks: dict[int, tuple[Any, ...]] = {}
        self._recent: dict[int, Reading] = {}
        self._whole: Union[int] = Union()
        """Articles that are whole copies of one another by the comparisons so far, and those found apart."""
        self._profiles: dict[tuple[int, tuple[tuple[str, str], ...]], int] = {}

    def compare(self, pairs: Sequence[tuple[int, int]]) -> list[_Found]:
        """What comes of every pair (sorted), without those that have nothing to do with each other.

        Ten thousand copies cost as many comparisons: two whole copies of a third text are not compared again, nor are
        copies of two texts that were found apart. Those that differ from a text in the same facts, as the copies of one
        report among those of a template do, are compared with each other first.
        """
        found: list[_Found] = []
        for start in range(0, len(pairs), _CHUNK):
            new = self._batch(pairs[start : start + _CHUNK])
            found += new
            found += self._batch([pair for f in new if f.kind == "apart" and (pair := self._sibling(f))])
        return [f for f in found if f.kind != "unlike"]

    def _batch(self, pairs: Sequence[tuple[int, int]]) -> list[_Found]:
        open_pairs = [pair for pair in pairs if not self._settled(*pair)]
        readings = self._read(sorted({i for pair in open_pairs for i in pair}))
        found = []
        for a, b in open_pairs:
            if not self._settled(a, b):
                found.append(self._one(a, b, readings[a], readings[b]))
                self._settle(found[-1])
        return found

    def _settled(self, a: int, b: int) -> bool:
        return self._whole.find(a) == self._whole.find(b) or not self._whole.may_meet(a, b)

    def _settle(self, f: _Found) -> None:
        if f.kind == "apart":
            self._whole.part(f.a, f.b)
        elif f.kind in ("equal", "copy") and f.part >= _WHOLE:
            self._whole.join(f.a, f.b)

    def _sibling(self, f: _Found) -> tuple[int, int] | None:
        """The first text that differs from ``f.a`` in the same facts as ``f.b`` does, with this one."""
        first = self._profiles.setdefault((f.a, tuple((c.code, c.b) for c in f.clash)), f.b)
        return (first, f.b) if first != f.b else None

    def ranks(self, rows: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The rank of some articles by their row."""
        missing = [i for i in rows if i not in self._ranks]
        for start in range(0, len(missing), _CHUNK):
            self._read(missing[start : start + _CHUNK])
        return {i: self._ranks[i] for i in rows}

    def _read(self, rows: Sequence[int]) -> dict[int, Reading]:
        there = {i: self._recent[i] for i in rows if i in self._recent}
        texts = self._texts([self._known[i].id for i in rows if i not in there])
        for i in rows:
            if i not in there:
                text = texts[self._known[i].id]
                there[i] = read(text, self._rules)
                self._ranks.setdefault(i, self._rank(i, text, there[i]))
        self._recent = there
        return there

    def _rank(self, row: int, text: str, reading: Reading) -> tuple[Any, ...]:
        article = self._known[row]
        marked = self._rules.says_repost(article.title, article.source, text)
        return (article.published or date.max, marked, -len(reading.bare), article.id)

    def _one(self, a: int, b: int, one: Reading, other: Reading) -> _Found:
        longer = a if len(one.bare) >= len(other.bare) else b
        lengths = sorted((len(one.bare), len(other.bare)))
        part = round(lengths[0] / lengths[1], 2) if lengths[1] else 1.0
        if self._known[a].text_hash == self._known[b].text_hash or one.bare.tobytes() == other.bare.tobytes():
            return _Found(a, b, "equal", 1.0, longer, part)
        limit = self._rules.limit
        in_all, in_short = shared(one, other) if lengths[0] >= SHORT else (0.0, 0.0)
        is_part = lengths[0] >= limit("part_characters") and in_short >= limit("part")
        if in_all < limit("copy") and not is_part:
            return _Found(a, b, "unlike", 0.0, longer, part)
        kind: Kind = "copy" if part >= limit("round_up") else "excerpt"
        differs = clashes(one, other, self._rules)
        if not differs and kind == "copy" and self._long_apart(a, b, one, other):
            differs = (Clash("published", 0, str(self._known[a].published), str(self._known[b].published)),)
        return _Found(a, b, "apart" if differs else kind, round(max(in_all, in_short), 4), longer, part, differs)

    def _long_apart(self, a: int, b: int, one: Reading, other: Reading) -> bool:
        """Whether two like texts are reports of a routine: published long apart, and no day is told that both share."""
        apart = _days_apart(self._known[a], self._known[b])
        limit = self._rules.limit("days_named") if one.days & other.days else self._rules.limit("days_apart")
        return apart is not None and apart > limit


def _round_ups(found: Sequence[_Found], known: Sequence[_Article]) -> Iterator[_Found]:
    """The comparisons, an excerpt turned into a round-up where the longer text is later or holds texts that are not one.

    Published on the same day, or undated, a long text is the original of its excerpts while these belong to each other.
    """
    whole = groups(
        [str(i) for i in sorted({i for f in found for i in (f.a, f.b)})],
        [(str(f.a), str(f.b)) for f in found if f.kind in ("equal", "copy")],
    )
    holds: dict[str, set[str]] = {}
    for f in found:
        if f.kind == "excerpt":
            holds.setdefault(whole[str(f.longer)], set()).add(whole[str(_shorter(f))])
    for f in found:
        if f.kind != "excerpt":
            yield f
            continue
        long, short = known[f.longer].published, known[_shorter(f)].published
        sooner = long is not None and short is not None and long < short
        later = long is not None and short is not None and long > short
        many = len(holds[whole[str(f.longer)]]) > 1
        yield replace(f, kind="round_up") if later or (many and not sooner) else f


def _kept(found: Iterable[_Found]) -> list[_Found]:
    """The pairs that hold: in no group of copies are two texts that differ in a fact."""
    every = list(found)
    edges = sorted((f for f in every if f.kind in _TOGETHER), key=lambda f: (-f.similarity, -f.part, f.a, f.b))
    apart = [(f.a, f.b) for f in every if f.kind == "apart"]
    holds = coherent([(f.a, f.b) for f in edges], apart)
    kept = [f for f, held in zip(edges, holds, strict=True) if held]
    return kept + [f for f in every if f.kind == "round_up"]


def _row(f: _Found, known: Sequence[_Article], rank: Mapping[int, tuple[Any, ...]]) -> dict[str, Any]:
    a, b = sorted((f.a, f.b), key=rank.__getitem__)
    if f.kind == "round_up":
        a, b = _shorter(f), f.longer
    value = {"equal": 1.0, "copy": f.similarity}.get(f.kind, f.part)
    reasons = [f"{f.kind}={value:.2f}"]
    if (apart := _days_apart(known[a], known[b])) is not None:
        reasons.append(f"days={apart}")
    told = orjson.dumps(reasons).decode()
    return {"a": known[a].id, "b": known[b].id, "similarity": f.similarity, "reasons": told}


def _days_apart(a: _Article, b: _Article) -> int | None:
    return abs((a.published - b.published).days) if a.published and b.published else None


def _shorter(f: _Found) -> int:
    return f.b if f.longer == f.a else f.a


def _in_order(table: pa.Table) -> pa.Table:
    """The rows sorted by id; a table that is in order already is not copied."""
    ids = table["id"]
    ordered = len(ids) < 2 or pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py()
    return table if ordered else table.sort_by("id")


class _Articles(Sequence[_Article]):
    """The rows of a table, each made when it is asked for: of most articles nothing is ever asked."""

    def __init__(self, table: pa.Table) -> None:
        names = ("id", "text_hash", "published", "source", "title")
        self._columns = [table[name].combine_chunks() for name in names]
        self._length = table.num_rows

    def __len__(self) -> int:
        return int(self._length)

    @overload
    def __getitem__(self, row: int) -> _Article: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[_Article]: ...
    def __getitem__(self, row: int | slice) -> _Article | Sequence[_Article]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(self._length))]
        name, text_hash, published, source, title = (column[row].as_py() for column in self._columns)
        return _Article(name, text_hash or "", published, source or "", title or "")
