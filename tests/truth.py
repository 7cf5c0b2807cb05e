"""The independent count in pandas, straight from the values of extractions: no Parquet, no Ibis, no code of measures."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
from counting import at, from_wanted, random_view, standing_wanted
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import import_files
from analytics.measures import Collection, open_collection
from analytics.model import Extraction
from analytics.store.snapshots import StateWriter
from analytics.store.workspace import Draft, Workspace, open_workspace
from analytics.views import COUNTINGS, NO_SOURCE, View

NAME = "试"
Pairs = Sequence[tuple[str, str]]


def views(count: int, seed: int = 4) -> list[View]:
    """Random views, all fields of a View among them but what names the collection."""
    found = []
    for n in range(count):
        rng = random.Random(seed * 100_000 + n)
        found.append(replace(random_view(rng), counting=rng.choice(COUNTINGS)))
    return found


def invented(folder: Path, count: int, seed: int = 1) -> tuple[Workspace, Truth]:
    """A collection of ``count`` invented articles in which some activities are told again, and the truth about it."""
    space, articles = open_workspace(folder / "home"), many(count, seed)
    import_files([write(folder / "a.jsonl", articles)], NAME, workspace=space, maker=FakeMaker(), reader=read)
    extractions = [extract(a) for a in articles]
    rng, ids = random.Random(seed + 5), [a.id for e in extractions for a in e.activities]
    again = {name: [tuple(rng.sample(ids, 2)) for _ in range(count // 5)] for name in ("echoes", "same")}
    base = space.version(NAME)
    with StateWriter(space.snapshots) as writer:
        writer.add_rows("echoes", [{"a": a, "b": b} for a, b in again["echoes"]])
        writer.add_rows("same", [{"a": a, "b": b, "score": 1.0, "reasons": "[]"} for a, b in again["same"]])
        state = writer.finish()
    space.commit(Draft(NAME, 1, base.parts, "linked", "r", "g", base.counts, state_id=state))
    return space, Truth(extractions, again["echoes"], again["same"])


def opened(space: Workspace) -> Collection:
    """The collection with the activities that are told again."""
    return open_collection(space, NAME, 2, 0)


class Truth:
    """``acts``: a row per activity of every article. All answers are sets of ids, or numbers over them."""

    def __init__(self, extractions: Sequence[Extraction], echoes: Pairs = (), same: Pairs = ()) -> None:
        self.extractions = extractions
        self.kept: tuple[View, pd.DataFrame] | None = None
        self.groups = {
            "reports": _groups(()), "activities": _groups(echoes), "distinct": _groups([*echoes, *same]),
        }  # fmt: skip
        self.acts = pd.DataFrame(
            [
                {
                    "id": a.id, "article": e.article.id, "kind": a.kind, "types": set(a.types), "edtf": a.date.edtf,
                    "start": a.date.start, "end": a.date.end, "about": a.date.precision == "approx",
                    "people": a.people, "confidence": a.confidence, "source": e.article.source or NO_SOURCE,
                    "organisations": {o.name for o in a.organisations}, "places": a.places,
                    "doers": {o.name for o in a.organisations if o.role != "beneficiary"},
                    "published": e.article.published, "text": f"{e.article.title}\n{e.article.text}",
                    "villages": {_village_key(v) for v in e.villages if a.id in v.activities},
                    "pairs": {_pair_key(p) for p in e.pairings if a.id in p.activities},
                    "rank": _order(e.article.published or date.max, e.article.id, n, a.id),
                }
                for e in extractions
                for n, a in enumerate(e.activities)
            ],
            dtype=object,
        )  # fmt: skip

    def matching(self, view: View) -> pd.DataFrame:
        """The rows under every filter but the period."""
        view = replace(view, start=None, end=None, grain="month", counting="reports")
        if self.kept is None or self.kept[0] != view:
            self.kept = view, self._matching(view)
        return self.kept[1]

    def _matching(self, view: View) -> pd.DataFrame:
        t = self.acts
        kept = t["kind"].isin(view.kinds) & t["text"].map(lambda text: view.text in text)
        for field in ("types", "organisations"):
            for values, wanted in ((getattr(view, field), True), (getattr(view, f"without_{field}"), False)):
                if values:
                    kept &= t[field].map(lambda own, values=values: not own.isdisjoint(values)) == wanted
        for values, wanted in ((view.places, True), (view.without_places, False)):
            if values:
                there = t["places"].map(lambda own, values=values: any(at(p, w) for p in own for w in values))
                kept &= there == wanted
        if view.sources:
            kept &= t["source"].isin(view.sources)
        kept &= ~t["source"].isin(view.without_sources)
        if view.sure is not None:
            kept &= t["confidence"] >= view.sure / 100
        if view.unsure is not None:
            kept &= t["confidence"] < view.unsure / 100
        return t[kept]

    def once(self, view: View, only: Callable[[pd.DataFrame], pd.Series] | None = None) -> pd.DataFrame:
        """One row for what is told several times: of those that match, and for which ``only`` holds, the first told."""
        found = self.matching(view)
        if only is not None and len(found):
            found = found[only(found).astype(bool)]
        group = [self.groups[view.counting].get(i, i) for i in found["id"]]
        found = found.assign(group=group).sort_values("rank")
        found = found.drop_duplicates("group")
        return found.assign(status=[_status(e, s, x, view) for e, s, x in found[["edtf", "start", "end"]].to_numpy()])

    def counted(self, view: View, only: Callable[[pd.DataFrame], pd.Series] | None = None) -> pd.DataFrame:
        """The rows that a figure counts."""
        found = self.once(view, only)
        return found[found["status"] == "inside"] if view.has_period else found

    def ids(self, view: View) -> set[str]:
        """What the view counts."""
        return set(self.counted(view)["id"])

    def of(self, view: View, field: str, value: str) -> set[str]:
        """What it counts of a type, an organisation, a village key, a pair key (each a set in ``acts``) or a source."""
        if field in ("source", "kind"):
            return set(self.counted(view, lambda t: t[field] == value)["id"])
        return set(self.counted(view, lambda t: t[field].map(lambda own: value in own))["id"])

    def group(self, view: View, activity: str) -> str:
        """What the reports of one activity share."""
        return self.groups[view.counting].get(activity, activity)

    def each(self, view: View, field: str) -> dict[str, set[str]]:
        """The same for every value that there is, where it counts any."""
        column = self.matching(view)[field]
        values: Iterable[str] = {v for own in column for v in own} if field not in ("source", "kind") else set(column)
        return {v: ids for v in values if (ids := self.of(view, field, v))}

    def people(self, view: View) -> tuple[int, set[str]]:
        """Their number, and the activities that state one."""
        found = self.counted(view, lambda t: t["people"].notna())
        return int(found["people"].sum()), set(found["id"])

    def standing(self, view: View) -> dict[str, set[str]]:
        """Pair keys that rest on sentences of an article, to those articles."""
        found: dict[str, set[str]] = {}
        for e in self.extractions:
            day = e.article.published
            seen = not view.has_period or (
                day is not None and (view.start or date.min) <= day <= (view.end or date.max)
            )
            if not (seen and standing_wanted(e, view) and from_wanted(e, view)):
                continue
            for p in e.pairings:
                partners = {p.a, p.b}
                wanted = not view.organisations or not partners.isdisjoint(view.organisations)
                if not p.activities and wanted and partners.isdisjoint(view.without_organisations):
                    found.setdefault(_pair_key(p), set()).add(e.article.id)
        return found

    def bins(self, view: View, field: str = "", values: Sequence[str] | None = None) -> dict[tuple[str, str], set[str]]:
        """(label, value) to what it counts there: those whose days all lie in one bin. Without a field: ("label", "all")."""
        every = {"all": self.counted(view)} if not field else {
            v: self.counted(view, lambda t, v=v: t[field] == v if field in ("source", "kind") else t[field].map(lambda o: v in o))
            for v in (self.each(view, field) if values is None else values)
        }  # fmt: skip
        found: dict[tuple[str, str], set[str]] = {}
        for value, rows in every.items():
            for i, first, last in rows[["id", "start", "end"]].to_numpy():
                if first and last and bin_of(first, view.grain) == bin_of(last, view.grain):
                    found.setdefault((bin_of(first, view.grain), value), set()).add(i)
        return found


def bin_of(day: date, grain: str) -> str:
    """The name of a day's bin."""
    match grain:
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
        case "half":
            return f"{day.year:04}-H{1 if day.month < 7 else 2}"
    return f"{day.year:04}"


def _status(edtf: str | None, start: date | None, end: date | None, view: View) -> str:
    if not edtf:
        return "undated"
    first, last = view.start or date.min, view.end or date.max
    if first <= (start or date.min) and (end or date.max) <= last:
        return "inside"
    return "outside" if (end or date.max) < first or (start or date.min) > last else "partly"


def _order(day: date, article: str, position: int, i: str) -> str:
    """What is told first, as a text that sorts like it."""
    return f"{day.isoformat()}\0{article}\0{position:06}\0{i}"


def _groups(pairs: Pairs) -> dict[str, str]:
    """Each id to the name of its group, by joining pairs until nothing changes."""
    found = {i: i for pair in pairs for i in pair}
    changed = True
    while changed:
        changed = False
        for a, b in pairs:
            if found[a] != found[b]:
                found[a] = found[b] = min(found[a], found[b])
                changed = True
    return found


def _village_key(village: object) -> str:
    county = "/".join(village.division[:3]) if len(village.division) > 3 else ""  # type: ignore[attr-defined]
    return village.code or f"{county}/{village.name}"  # type: ignore[attr-defined]


def _pair_key(pair: object) -> str:
    return "↔".join(sorted((pair.a, pair.b)))  # type: ignore[attr-defined]
