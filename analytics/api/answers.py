"""What the addresses answer: the models that the OpenAPI document is made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field


class ViewTold(BaseModel):
    """What was looked at, pinned, so that the same address gives the same figures later."""

    sentence: str = Field(description="the View in words")
    data: str = Field(description="name of the collection")
    label: str
    version: int
    latest: bool = Field(description="whether the address left the version open")
    revision: int = Field(description="up to which statement of people the figures go")
    rules: str = Field(description="version of the rules that read the articles last")
    link: str = Field(description="the page that shows the same, pinned")


class LeftOutTold(BaseModel):
    """Rows that the figures do not count."""

    code: str
    count: int
    text: str
    rows: str | None = Field(
        description="address of these rows; null where they are only counted, or are no activities"
    )


class FigureTold(BaseModel):
    """One number."""

    name: str
    value: int
    before: int | None = Field(description="the value in the period before; null without a comparison")
    stated: int | None = Field(description="for people: how many activities give a number")
    of: int | None = Field(description="for people: of how many")
    activities: int = Field(description="how many activities it rests on")
    rows: str


class Overview(BaseModel):
    """The figures of a View."""

    view: ViewTold
    figures: list[FigureTold]
    left_out: list[LeftOutTold]


class BinTold(BaseModel):
    """Activities of one type in one step of time."""

    bin: str
    first: date
    last: date
    type: str = Field(description='a type, or "all": each activity once')
    sure: int
    about: int = Field(description="those whose date is approximate")
    rows: str


class Trends(BaseModel):
    """Activities over time."""

    view: ViewTold
    bins: list[str]
    counts: list[BinTold]
    left_out: list[LeftOutTold]


class VillageTold(BaseModel):
    """A village or community that was served."""

    key: str
    name: str
    code: str | None = Field(description="12 digits, null where it is not known")
    county: str
    activities: int
    first: date | None
    last: date | None
    rows: str


class Page(BaseModel):
    """A part of a longer list."""

    view: ViewTold
    count: int = Field(description="rows of the whole list")
    page: int
    limit: int
    next: str | None = Field(description="address of the next part; null on the last one")


class Villages(Page):
    """Villages served, most served first."""

    rows: list[VillageTold]
    left_out: list[LeftOutTold]


class PairTold(BaseModel):
    """Two partners."""

    key: str
    a: str
    b: str
    kind: str
    activities: int
    articles: list[str] = Field(description="articles of standing pairings, that rest on no activity")
    first: date | None
    last: date | None
    rows: str


class Pairings(Page):
    """Pairs, those of most activities first."""

    rows: list[PairTold]
    left_out: list[LeftOutTold]


class Activities(Page):
    """Activities as the extraction contract writes them, with their article."""

    rows: list[dict[str, Any]]


class ArticleTold(BaseModel):
    """An article of the list."""

    id: str
    title: str
    published: date | None
    source: str | None
    activities: int = Field(description="activities of every kind")
    counted: int = Field(description="those that the View counts")
    hits: int = Field(description="places in title and text that hold the words sought")
    rows: str = Field(description="address of the article")


class Articles(Page):
    """Articles of a View, newest first; ``q`` searches any characters of title and text."""

    rows: list[ArticleTold]


class Reading(BaseModel):
    """One article as the extraction contract writes it, with what was cut before it was read."""

    view: ViewTold
    article: dict[str, Any]
    cuts: list[dict[str, Any]]


class CollectionTold(BaseModel):
    """A collection."""

    data: str
    label: str
    versions: int
    created: str


class Collections(BaseModel):
    """All collections that hold a version and may be seen."""

    collections: list[CollectionTold]


class Fault(BaseModel):
    """What went wrong."""

    code: str
    what: str
    where: str
    do: str


class Failure(BaseModel):
    """The one shape of every error."""

    error: Fault
