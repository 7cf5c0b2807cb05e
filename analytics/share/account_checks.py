"""What must hold of an account before anybody reads it: every number is as large as what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.measures import Headline, Timeline
from analytics.problems import Problem
from analytics.share.account_values import Account, Chart, Counted, ToldActivity, ToldStanding


def check(account: Account, headline: Headline, timeline: Timeline) -> None:
    """Raises Problem account_unequal for the first number that does not hold."""
    for name, own in (("placed", headline.placed.check), ("over_time", timeline.check)):
        _equal(name, own.expected, own.found)
    known = {a.id for a in account.activities} | {s.id for s in account.standing}
    for one in (*account.figures, *account.numbers, *account.left_out):
        _counted(account, one)
        _there(one.key, one.ids, known)
    for chart in account.charts:
        for row in chart.rows:
            for cell in row.cells:
                _equal(f"{chart.key}:{row.key}", cell.count, len(set(cell.ids)))
                _there(f"{chart.key}:{row.key}", cell.ids, known)
    _quoted(account)
    _sums(account, timeline)


def _counted(account: Account, one: Counted) -> None:
    if one.of == "people":
        people = {a.id: a.people or 0 for a in account.activities}
        _equal(one.key, one.count, sum(people[i] for i in one.ids))
    elif one.of == "activities":
        _equal(one.key, one.count, len(set(one.ids)))
    else:
        _equal(one.key, one.count, len(set(one.keys)))


def _quoted(account: Account) -> None:
    """Everything that is told has words in an article that is named."""
    articles = {article.id for article in account.articles}
    told: tuple[ToldActivity | ToldStanding, ...] = (*account.activities, *account.standing)
    for one in told:
        _equal(one.id, 1, int(any(span.quote.strip() for span in one.quotes)))
        _there(one.id, (one.article,), articles)


def _sums(account: Account, timeline: Timeline) -> None:
    """Charts add up to the figures they draw."""
    figures = {figure.key: figure for figure in account.figures}
    counted = figures["figure:activities"]
    first = [a.id for a in account.activities[: counted.count]]
    _equal("activities", counted.count, len(set(first) & set(counted.ids)))
    over_time = account.chart("over_time")
    axis = sum(row.cell("all").count for row in over_time.rows)
    _equal("over_time", counted.count, axis + sum(cell.count for cell in over_time.beside))
    frame = timeline.frame
    drawn = int(frame["sure"].sum() + frame["approx"].sum())
    _equal("over_time", drawn, sum(cell.count for row in over_time.rows for cell in row.cells))
    about = sum(len(cell.unsure) for row in over_time.rows for cell in row.cells)
    _equal("over_time", int(frame["approx"].sum()), about)
    for key, chart in (("figure:villages", "villages"), ("figure:pairings", "pairings")):
        _covers(figures[key], account.chart(chart))
    volunteering = next((r for r in account.chart("types").rows if r.key == "volunteering"), None)
    if volunteering:
        _equal("types", figures["figure:volunteering"].count, volunteering.cell("activities").count)
    unsure = account.counted("told:unsure")
    _equal("told:unsure", len(counted.unsure), unsure.count if unsure else 0)


def _covers(figure: Counted, chart: Chart) -> None:
    """A row for each thing that the figure counts, resting on just what the figure rests on."""
    keys = {row.key for row in chart.rows}
    _equal(figure.key, figure.count, len(keys & set(figure.keys)))
    _equal(figure.key, figure.count, len(chart.rows))
    _equal(figure.key, len(figure.ids), len({i for row in chart.rows for cell in row.cells for i in cell.ids}))


def _there(key: str, ids: Iterable[str], known: set[str]) -> None:
    missing = sum(one not in known for one in ids)
    if missing:
        raise Problem.of("account_unequal", key, expected=0, found=missing)


def _equal(key: str, expected: int, found: int) -> None:
    if expected != found:
        raise Problem.of("account_unequal", key, expected=expected, found=found)
