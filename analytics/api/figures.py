"""The answers: what each page shows, as values. A function per page; each takes what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics import measures
from analytics.api.answers import (
    Activities,
    Articles,
    ArticleTold,
    BinTold,
    Collections,
    CollectionTold,
    FigureTold,
    Overview,
    Pairings,
    PairTold,
    Reading,
    Trends,
    Villages,
    VillageTold,
)
from analytics.api.asked import Asked, filled, label_of
from analytics.api.behind import FIGURES, behind
from analytics.contract import extraction_to
from analytics.measures.objects import objects
from analytics.measures.reports import ORDERS, Order
from analytics.messages import Language
from analytics.problems import Problem


def overview(asked: Asked) -> Overview:
    """The figures at the head of the overview."""
    head = measures.headline(asked.collection, asked.view)
    figures = [
        FigureTold(
            name=one.name, value=one.value, before=one.before, stated=one.stated, of=one.of, activities=len(one.ids),
            rows=asked.rows(figure=name),
        )
        for name in FIGURES
        for one in (getattr(head, name),)
    ]  # fmt: skip
    return Overview(view=asked.told(), figures=figures, left_out=asked.left_out(head.left_out))


def trends(asked: Asked) -> Trends:
    """Types over time; ``by`` is the step."""
    line = measures.over_time(asked.collection, asked.view)
    counts = [
        BinTold(
            bin=row["label"], first=date.fromisoformat(row["bin"]), last=date.fromisoformat(row["bin_end"]), type=row["type"],
            sure=row["sure"], about=row["approx"], rows=asked.rows(bin=row["label"], of=row["type"]),
        )
        for row in _records(line.frame)
    ]  # fmt: skip
    return Trends(view=asked.told(), bins=list(line.bins), counts=counts, left_out=asked.left_out(line.left_out))


def villages(asked: Asked) -> Villages:
    """Villages served."""
    table = measures.villages(asked.collection, asked.view)
    rows = [
        VillageTold(
            key=row["key"], name=row["name"], code=_text(row["code"]), county=row["county"], activities=row["activities"],
            first=_day(row["first"]), last=_day(row["last"]), rows=asked.rows(village=row["key"]),
        )
        for row in _records(_part(asked, table.frame))
    ]  # fmt: skip
    count = len(table.frame)
    return Villages(
        view=asked.told(), count=count, page=asked.page, limit=asked.limit, next=asked.following("villages", count),
        rows=rows, left_out=asked.left_out(table.left_out),
    )  # fmt: skip


def pairings(asked: Asked) -> Pairings:
    """Who pairs with whom."""
    table = measures.pairings(asked.collection, asked.view)
    rows = [
        PairTold(
            key=row["key"], a=row["a"], b=row["b"], kind=row["kind"], activities=row["activities"],
            articles=list(row["articles"]),
            first=_day(row["first"]), last=_day(row["last"]), rows=asked.rows(pair=row["key"]),
        )
        for row in _records(_part(asked, table.frame))
    ]  # fmt: skip
    count = len(table.frame)
    return Pairings(
        view=asked.told(), count=count, page=asked.page, limit=asked.limit, next=asked.following("pairings", count),
        rows=rows, left_out=asked.left_out(table.left_out),
    )  # fmt: skip


def activities(asked: Asked) -> Activities:
    """The activities of a View, or those behind one number of it."""
    return _activities(asked, "activities", measures.placed(asked.collection, asked.view).counted)


def rows(asked: Asked) -> Activities:
    """The activities behind a number."""
    return _activities(asked, "rows", behind(asked))


def articles(asked: Asked) -> Articles:
    """Articles that hold the words sought; ``order=hits`` puts those with most first."""
    order = asked.own.get("order") or "date"
    found = measures.reports(asked.collection, asked.view, "all", _order(order))
    page = measures.report_rows(asked.collection, asked.view, found.page(asked.first, asked.limit))
    told = [
        ArticleTold(
            id=row["id"], title=row["title"], published=_day(row["published"]), source=_text(row["source"]),
            activities=row["activities"],
            counted=row["counted"], hits=row["hits"], rows=asked.address("reading", article=row["id"]),
        )
        for row in _records(page)
    ]  # fmt: skip
    count = len(found.ids)
    return Articles(
        view=asked.told(),
        count=count,
        page=asked.page,
        limit=asked.limit,
        next=asked.following("articles", count),
        rows=told,
    )


def reading(asked: Asked) -> Reading:
    """The article of ``article``, or the one that ``id`` (an activity) stands in."""
    name = asked.own.get("article")
    if not name and not asked.own.get("id"):
        raise Problem.of("api_needs", "article", part="article")
    name = name or measures.activity_article(asked.collection, asked.own["id"])
    found = measures.article(asked.collection, name)
    return Reading(view=asked.told(), article=extraction_to(found.extraction), cuts=[dict(cut) for cut in found.cuts])


def collections(language: Language) -> Collections:
    """The collections that hold a version."""
    found = [
        CollectionTold(data=d.name, label=label_of(d, language), versions=d.versions, created=d.created.isoformat())
        for d in filled()
    ]
    return Collections(collections=found)


def _activities(asked: Asked, page: str, ids: Sequence[str]) -> Activities:
    wanted = list(dict.fromkeys(ids))
    found = objects(asked.collection, wanted, asked.first, asked.limit)
    assert len(found) == max(0, min(asked.limit, len(wanted) - asked.first)), "rows behind a number add up to it"
    return Activities(
        view=asked.told(), count=len(wanted), page=asked.page, limit=asked.limit,
        next=asked.following(page, len(wanted)), rows=found,
    )  # fmt: skip


def _order(text: str) -> Order:
    for order in ORDERS:
        if order == text:
            return order
    raise Problem.of("view_value", "order", part="order", value=text)


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _part(asked: Asked, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[asked.first : asked.first + asked.limit]


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
