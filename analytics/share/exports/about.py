"""What an export says of itself: the View as a sentence, every key of it, versions, address, counts, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from analytics.messages import say
from analytics.share.exports.columns import TableName, table_name
from analytics.share.exports.content import Content, Counting
from analytics.views import day_name

COUNTS: tuple[TableName, ...] = (
    "activities", "apart", "articles", "organisations", "villages", "pairings", "over_time"
)  # fmt: skip


def link(content: Content) -> str:
    """The permanent link of the View."""
    return f"{content.address}/?{urlencode(content.query, safe=',:/')}"


def filter_rows(content: Content, counting: Counting, cut: int = 0) -> Iterator[Sequence[str]]:
    """Name and value, a heading first. ``cut``: cells that were longer than a sheet takes."""
    language = content.language
    c = content.collection

    def named(key: str, value: str) -> Sequence[str]:
        return say(f"export.said.{key}", language), value

    yield named("item", say("export.said.value", language))
    yield named("view", content.sentence)
    yield named("collection", say("cli.demo_name", language) if c.is_demo else c.label or c.dataset)
    yield named("version", str(c.version))
    yield named("revision", str(c.revision))
    yield named("taken", day_name(content.taken.date(), language))
    yield named("rules", c.rules_version)
    yield named("gazetteer", c.gazetteer_version)
    yield named("link", link(content))
    for key, value in content.query.items():
        yield say("export.said.part", language, part=key), value
    for table in COUNTS:
        yield say("export.said.rows", language, table=table_name(table, language)), f"{counting.written[table]:,}"
    for one in left_out(content):
        yield named("left_out", one)
    for key in ("no_cut", "cut"):
        if bool(cut) == (key == "cut"):
            yield named("cells", say(f"export.{key}", language, count=f"{cut:,}"))
    yield named("several", say("export.several", language))


def left_out(content: Content) -> Iterator[str]:
    """What no row tells: what the View leaves out, and what the collection was not given."""
    language = content.language
    if content.collection.masked:
        yield say(f"masks.said_{content.collection.masking.masks}", language)
    told = [one.text(language) for one in content.left_out if one.count]
    yield from told
    for key, count in content.imports.items():
        if count:
            yield say(f"export.{key}", language, count=f"{count:,}")
    if not told:
        yield say("export.nothing_left_out", language)
