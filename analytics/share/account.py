"""The account of a View: everything that a document tells of it, read through the measures and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, get_args

from analytics import measures
from analytics.measures import Collection, Figure, Headline, LeftOut, Timeline
from analytics.measures.by_dimension import Split
from analytics.measures.story import Kind, Leaders, Story, ids_of_value, story
from analytics.measures.told import Told, ranking, standing_told, told
from analytics.messages import Language, say
from analytics.model import TYPES
from analytics.share.account_checks import check
from analytics.share.account_values import (
    Account,
    Cell,
    Chart,
    Counted,
    Row,
    ToldActivity,
    ToldArticle,
    ToldOrganisation,
    ToldPlace,
    ToldStanding,
)
from analytics.share.telling import TOLD, lead, points
from analytics.views import View, pin, sentence, to_query

ALL, ACTIVITIES, STANDING = "all", "activities", "standing"
FIGURES = ("activities", "volunteering", "pairings", "villages", "people")
RANKED: Mapping[str, Split] = {"doers": "doer", "sources": "source"}
_OF_VILLAGES, _OF_PAIRS = ("villages_unplaced",), ("standing_undated",)
"""Codes of what is left out that count villages, and pairs; the others count activities."""


def account(
    collection: Collection, view: View, language: Language, *, address: str = "", made: date | None = None
) -> Account:
    """Everything a document tells of ``view``. Nothing in it depends on the day, the process or the order of asking.

    ``address``: scheme and host of the site ("https://jushi.example"), for permanent addresses. ``made``: the day that
    the document is to bear. Names are masked where the collection says so of what is taken away. Raises Problem account_unequal
    when a number is not the sum of what it rests on.
    """
    collection = measures.for_export(collection)
    pinned = pin(replace(view, dataset=collection.dataset), collection.version, collection.revision)
    maker = _Maker(collection, pinned)
    found = maker.account(language, address.rstrip("/"), made)
    check(found, maker.headline, maker.timeline)
    return found


class _Maker:
    """Asks every measure once and gives the ids of all that they tell."""

    def __init__(self, collection: Collection, view: View) -> None:
        self.collection, self.view = collection, view
        self.headline: Headline = measures.headline(collection, view)
        self.timeline: Timeline = measures.over_time(collection, view)
        self.story: Story = story(collection, view)
        self.villages = measures.villages(collection, view).frame
        self.pairs = measures.pairings(collection, view).frame
        self.ranked = {key: ranking(collection, view, by) for key, by in RANKED.items()}
        wanted = [t for t in TYPES if not view.types or t in view.types]
        self.types = {code: ids_of_value(collection, view, "type", code) for code in wanted}
        self.unsure: frozenset[str] = frozenset()

    def account(self, language: Language, address: str, made: date | None) -> Account:
        left = {one.code: one for one in (*self.headline.left_out, *self.timeline.left_out)}
        known = self._told(left.values())
        self.unsure = frozenset(one.id for one in known if one.unsure)
        standing = self._standing(left)
        charts = (
            self._over_time(),
            Chart("types", (ACTIVITIES,), tuple(self._row(c, ids) for c, ids in _most(self.types))),
            *(
                Chart(
                    key, (ACTIVITIES,), tuple(self._row(v, i, (v,)) for v, i in zip(f["value"], f["ids"], strict=True))
                )
                for key, f in self.ranked.items()
            ),
            self._villages(),
            self._pairings(),
        )
        # The order in which a reader meets them: over time, types, who, where, with whom, told by whom.
        by_key = {chart.key: chart for chart in charts}
        order = ("over_time", "types", "doers", "villages", "pairings", "sources")
        first, last = measures.span(self.collection)
        c, view = self.collection, self.view
        articles = sorted({one.article for one in known} | {one.article for one in standing})
        return Account(
            language, _label(c, language), self._sentence(language), self._sentences(language), address, made,
            c.dataset, c.is_demo, c.version, c.revision, c.rules_version, c.gazetteer_version,
            datetime.fromisoformat(c.created_at).date(), to_query(view), view.start, view.end, first, last,
            tuple(self._figure(getattr(self.headline, name)) for name in FIGURES), self._numbers(),
            tuple(self._left(one, standing) for one in left.values()), tuple(by_key[key] for key in order),
            known, standing, self._articles(articles), masks=c.masking.masks if c.masked else "none",
        )  # fmt: skip

    def _told(self, left: Iterable[LeftOut]) -> tuple[ToldActivity, ...]:
        """Counted ones first, then all others that a number rests on."""
        counted = set(self.headline.placed.counted)
        ids = set(counted)
        figures = [getattr(self.headline, name) for name in FIGURES]
        others: list[Sequence[str]] = [figure.ids for figure in figures]
        others += [one.ids for one in left if one.code not in (*_OF_VILLAGES, *_OF_PAIRS)]
        others += [ids for frame in (self.timeline.frame, self.villages, self.pairs) for ids in frame["ids"]]
        others += [ids for frame in self.ranked.values() for ids in frame["ids"]]
        others += list(self.types.values())
        others += [self.story.before or (), *(served.ids for served in (self.story.new, self.story.unclear) if served)]
        others += [one.ids for leaders in _leaders(self.story).values() for one in leaders.top]
        for own in others:
            ids.update(own)
        villages = self._villages_of()
        found = [_activity(one, villages) for one in told(self.collection, sorted(ids))]
        return (*(a for a in found if a.id in counted), *(a for a in found if a.id not in counted))

    def _villages_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name, ids in zip(self.villages["name"], self.villages["ids"], strict=True):
            for activity in ids:
                found.setdefault(activity, []).append(str(name))
        return {activity: tuple(sorted(names)) for activity, names in found.items()}

    def _standing(self, left: Mapping[str, LeftOut]) -> tuple[ToldStanding, ...]:
        """The sentences of the pairs in view, and of those left out because their articles bear no date."""
        rows = zip(self.pairs["key"], self.pairs["articles"], strict=True)
        wanted = {(key, article) for key, articles in rows for article in articles}
        apart = set(left["standing_undated"].ids) if "standing_undated" in left else set()
        keys = sorted({key for key, _ in wanted} | apart)
        found = standing_told(self.collection, keys) if keys else []
        return tuple(
            ToldStanding(
                standing_id(one.pair, one.article_id), one.article_id, one.pair, one.a, one.b, one.kind, one.spans
            )
            for one in found
            if (one.pair, one.article_id) in wanted or one.pair in apart
        )

    def _articles(self, ids: Sequence[str]) -> tuple[ToldArticle, ...]:
        frame = measures.articles(self.collection, ids)
        columns = ("id", "title", "published", "source", "author", "url")
        return tuple(ToldArticle(*values) for values in zip(*(frame[c] for c in columns), strict=True))

    def _sentence(self, language: Language) -> str:
        if not (self.view.places or self.view.without_places):
            return sentence(self.view, language)
        places = measures.facets(self.collection, self.view).places
        names = {str(v): str(n) for v, n in zip(places["value"], places["name"], strict=True)}
        return sentence(self.view, language, names)

    def _sentences(self, language: Language) -> tuple[Any, ...]:
        told_first = lead(self.view, language, self.headline, self.story)
        return (told_first, *points(self.view, language, self.headline, self.story))

    def _figure(self, figure: Figure) -> Counted:
        key = f"figure:{figure.name}"
        if figure.name == "people":
            return Counted(key, "people", figure.value, *self._ids(figure.ids))
        if figure.name not in ("villages", "pairings"):
            return Counted(key, "activities", figure.value, *self._ids(figure.ids))
        standing = self._standing_ids() if figure.name == "pairings" else ()
        ids, unsure = self._ids(figure.ids)
        of: Any = "villages" if figure.name == "villages" else "pairs"
        return Counted(key, of, figure.value, (*ids, *standing), unsure, tuple(figure.keys))

    def _standing_ids(self) -> tuple[str, ...]:
        rows = zip(self.pairs["key"], self.pairs["articles"], strict=True)
        return tuple(sorted(standing_id(key, article) for key, articles in rows for article in articles))

    def _numbers(self) -> tuple[Counted, ...]:
        """What the numbers of the sentences list; those of the headline are figures."""
        own = {"unsure": self.story.unsure, "before": self.story.before or (), "no_month": self.story.no_month}
        found = [self._of_activities(f"{TOLD}:{what}", ids) for what, ids in own.items() if ids]
        for kind, leaders in _leaders(self.story).items():
            found += [self._of_activities(f"{TOLD}:{kind}:{one.value}", one.ids) for one in leaders.top]
        for what, served in (("new", self.story.new), ("unclear", self.story.unclear)):
            if served and served.keys:
                ids, unsure = self._ids(served.ids)
                keys = tuple(served.keys)
                found.append(Counted(f"{TOLD}:{what}", "villages", len(keys), ids, unsure, keys))
        return tuple(found)

    def _left(self, one: LeftOut, standing: Sequence[ToldStanding]) -> Counted:
        key = f"left:{one.code}"
        if one.code in _OF_VILLAGES:
            keys = tuple(one.ids)
            rows = self.villages[self.villages["key"].isin(keys)]
            return Counted(key, "villages", one.count, *self._ids({i for ids in rows["ids"] for i in ids}), keys)
        if one.code in _OF_PAIRS:
            keys = tuple(one.ids)
            return Counted(key, "pairs", one.count, tuple(s.id for s in standing if s.pair in keys), (), keys)
        return self._of_activities(key, one.ids)

    def _of_activities(self, key: str, ids: Iterable[str]) -> Counted:
        own, unsure = self._ids(ids)
        return Counted(key, "activities", len(own), own, unsure)

    def _ids(self, ids: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """In order, and those of them without a sure date."""
        own = tuple(sorted(ids))
        return own, tuple(i for i in own if i in self.unsure)

    def _cell(self, column: str, ids: Iterable[str]) -> Cell:
        own, unsure = self._ids(ids)
        return Cell(column, len(own), own, unsure)

    def _row(self, key: str, ids: Iterable[str], names: tuple[str, ...] = (), note: str = "") -> Row:
        return Row(key, (self._cell(ACTIVITIES, ids),), names, note)

    def _over_time(self) -> Chart:
        frame = self.timeline.frame
        cells: dict[str, list[Cell]] = {}
        for label, code, ids in zip(frame["label"], frame["type"], frame["ids"], strict=True):
            cells.setdefault(label, []).append(self._cell(code, ids))
        there = {cell.column for own in cells.values() for cell in own}
        columns = (ALL, *(code for code in TYPES if code in there))
        rows = tuple(
            Row(label, tuple(sorted(cells.get(label, []), key=lambda c: columns.index(c.column))))
            for label in self.timeline.bins
        )
        beside = {"wider": self.timeline.wider}
        if not self.view.has_period:
            beside["undated_beside"] = self.timeline.undated
        return Chart("over_time", columns, rows, tuple(self._cell(code, ids) for code, ids in beside.items() if ids))

    def _villages(self) -> Chart:
        columns = (self.villages[c] for c in ("key", "ids", "name", "county"))
        rows = tuple(self._row(k, ids, (n,), county) for k, ids, n, county in zip(*columns, strict=True))
        return Chart("villages", (ACTIVITIES,), rows)

    def _pairings(self) -> Chart:
        rows = []
        columns = (self.pairs[c] for c in ("key", "a", "b", "kind", "ids", "articles"))
        for key, a, b, kind, ids, articles in zip(*columns, strict=True):
            said = tuple(sorted(standing_id(key, article) for article in articles))
            cells = (self._cell(ACTIVITIES, ids), Cell(STANDING, len(said), said))
            rows.append(Row(key, tuple(c for c in cells if c.count), (a, b), kind))
        return Chart("pairings", (ACTIVITIES, STANDING), tuple(rows))


def standing_id(pair: str, article: str) -> str:
    """The id of what an article says of a pair."""
    return f"{article}|{pair}"


def _leaders(told_of: Story) -> dict[Kind, Leaders]:
    found = (told_of.types, told_of.doers, told_of.villages, told_of.months)
    return dict(zip(get_args(Kind), found, strict=True))


def _most(ids: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """Those that hold any, most first; as many stand in their own order."""
    return sorted(((key, own) for key, own in ids.items() if own), key=lambda item: -len(item[1]))


def _label(collection: Collection, language: Language) -> str:
    return say("cli.demo_name", language) if collection.is_demo else collection.label or collection.dataset


def _activity(one: Told, villages: Mapping[str, tuple[str, ...]]) -> ToldActivity:
    a = one.activity
    return ToldActivity(
        a.id, one.article_id, a.kind, a.types, a.date.edtf, a.date.start, a.date.end, a.date.precision, a.date_from,
        a.date_evidence, a.repeated, tuple(ToldOrganisation(o.name, o.role) for o in a.organisations),
        tuple(ToldPlace(p.name, p.level, p.division) for p in a.places), villages.get(a.id, ()), a.people,
        a.people_evidence, a.evidence, a.confidence,
    )  # fmt: skip
