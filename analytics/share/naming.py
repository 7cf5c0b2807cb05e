"""How the parts of an account are called in a document."""

from __future__ import annotations

from analytics.charts.axis import bin_name
from analytics.messages import Language, say
from analytics.share.account_values import Account, Chart, Counted, Row, ToldActivity
from analytics.share.citing import date_text
from analytics.share.telling import name_of
from analytics.views import NO_SOURCE, View, period_name, previous


def row_name(chart: Chart, row: Row, language: Language) -> str:
    """A row of a table: bins and types in words, names as they are."""
    if chart.key == "over_time":
        return bin_name(row.key, language)
    if chart.key == "types":
        return say(f"type.{row.key}", language)
    if row.key == NO_SOURCE:
        return say("reading.no_source", language)
    return " — ".join(row.names)


def note_name(chart: Chart, row: Row, language: Language) -> str:
    """What stands beside a name: the county of a village, the kind of a pair; "" for none."""
    if chart.key == "pairings":
        return say(f"pairing.{row.note}", language)
    return row.note.replace("/", " ") if chart.key == "villages" else ""


def column_name(column: str, language: Language) -> str:
    """A column of a table."""
    if column == "all":
        return say("chart.all", language)
    if column in ("activities", "standing"):
        return say(f"document.column_{column}", language)
    return say(f"type.{column}", language)


def counted_name(account: Account, one: Counted) -> str:
    """A figure, a number of a sentence or what is left out, with its number, as the heading of what it lists."""
    language, count = account.language, f"{one.count:,}"
    kind, _, what = one.key.partition(":")
    if kind == "left":
        return say(f"left_out.{what}", language, count=count)
    if kind == "figure":
        return say("document.figure", language, name=say(f"figure.{what}", language), count=count)
    what, _, value = what.partition(":")
    if what == "before":
        return say("told.list_before", language, period=_before(account), count=count)
    if what in ("new", "unclear"):
        return say(f"told.list_{what}", language, villages=count, count=f"{len(one.ids):,}")
    if not value:
        return say(f"told.list_{what}", language, count=count)
    if what == "village":
        rows = account.chart("villages").rows
        value = next((row.names[0] for row in rows if row.key == value), value)
    name = name_of(language, "type" if what == "type" else "month" if what == "month" else "doer", value)
    return say(f"told.list_{what}", language, name=name, count=count)


def about(one: ToldActivity, language: Language) -> str:
    """An activity in a few words: when, and of which types."""
    join = say("reading.join", language)
    types = join.join(say(f"type.{code}", language) for code in one.types)
    return " · ".join(part for part in (date_text(one.edtf, language), types) if part)


def _before(account: Account) -> str:
    before = previous(View(start=account.start, end=account.end))
    return period_name(before.start, before.end, account.language) if before else ""
