"""Through the pages: every figure, mark, row and cell says the number of the rows that a click on it lists, and the rows are
those of an independent count in pandas."""

from __future__ import annotations

import calendar
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from charts_read import Mark, marks
from session import Session
from truth import NAME, Truth, bin_of, invented, views

from analytics import measures
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.site import PAGES
from analytics.views import View, to_query

EVERY = bool(os.environ.get("JUSHI_TORTURE"))
ROUNDS = 200 if EVERY else 3
CLICKS = 1_000_000 if EVERY else 2
"""Marks of a chart, rows of a table and cells of a table that are clicked."""
LOOKS: dict[str, tuple[dict[str, str], ...]] = {
    "trends": (
        {}, {"form": "lines", "split": "org"}, {"form": "multiples", "split": "source"}, {"form": "calendar"},
        {"tab": "matrix"}, {"split": "place", "level": "town", "as": "share"},
    ),
    "villages": ({}, {"tab": "list"}, {"tab": "period"}, {"tab": "map"}),
    "pairings": ({}, {"tab": "partners"}, {"tab": "list"}, {"tab": "years"}, {"tab": "kinds"}),
}  # fmt: skip
"""Ways to look at a page besides its first one."""
WALKED = [p.key for p in PAGES if p.group == "explore"]
NUMBER = re.compile(r"\d[\d,]*")


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    """This process looks at the invented collection while these tests run."""
    folder = tmp_path_factory.mktemp("walked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(folder / "home"))
        settings.cache_clear()
        data.workspace.clear()
        yield invented(folder, 90)[1]
    settings.cache_clear()
    data.workspace.clear()


def show_of(mark: Mark) -> str | None:
    """What a click on a mark puts into the link."""
    key = mark.key
    if key is None or key == []:
        return None
    if not isinstance(key, list):
        return f"village:{key}"
    if key[0] in ("trend", "was", "held"):
        return ":".join(map(str, key[:3]))
    if key[0] == "visits":
        return ":".join(key[:3])
    if key[0] == "pairs":
        return str(key[1])
    if key == ["node", "", key[-1]]:
        return None
    if key[0] in ("day", "node"):
        return f"village:{key[1][1:]}" if key[1].startswith("=") else ":".join(key[:2])
    return f"bar:{key[0]}:{key[1]}"


def drawn(chart: object) -> dict[str, tuple[int | None, Mark]]:
    """What the marks of a chart list, to the number that they say together (None: a share, said by no count)."""
    every = marks(chart.proto.spec)  # type: ignore[attr-defined]
    texts = {
        (m.trace["x"][m.point], m.trace["y"][m.point]): m.trace["text"][m.point]
        for m in every
        if m.trace.get("mode") == "text"
    }
    heats = [m for m in every if m.kind == "heatmap" and m.key is None]
    found: dict[str, tuple[int | None, Mark]] = {}
    for mark in every:
        show = show_of(mark)
        if show is None:
            continue
        if isinstance(mark.key, list) and mark.key[0] in ("node", "visits", "pairs"):
            found[show] = (int(mark.key[-1]), mark)
            continue
        if mark.kind == "heatmap" or not show.startswith(("held", "day")):
            number = mark.value
        else:
            here = (mark.trace["x"][mark.point], mark.trace["y"][mark.point], mark.trace.get("yaxis", "y"))
            number = next(h.value for h in heats if (h.point[1], h.point[0], h.trace.get("yaxis", "y")) == here)
            assert str(number) in str(texts.get(here[:2], number)) or not show.startswith("held")
        if show.startswith(("trend", "was")) and not float(number).is_integer():
            found[show] = (None, mark)
        elif number:
            before = found.get(show, (0, mark))[0] if mark.kind == "bar" else 0
            found[show] = (None if before is None else before + int(number), mark)
    return found


class Expected:
    """What a list holds by the independent count: by the link's ``show``."""

    def __init__(self, truth: Truth, view: View, look: dict[str, str]) -> None:
        self.truth, self.view, self.look = truth, view, look
        self.named: set[str] = set()

    def of(self, show: str) -> set[str] | None:
        """The ids; None where nothing independent is known of such a list."""
        kind, _, rest = show.partition(":")
        name, _, key = rest.partition(":")
        t, v = self.truth, self.view
        match kind:
            case "bar":
                return (
                    t.bins(v).get((name, "all"), set())
                    if key == "all"
                    else t.bins(v, "types", [key]).get((name, key), set())
                )
            case "village":
                return t.of(v, "villages", rest)
            case "pair":
                return t.of(v, "pairs", rest)
            case "org" | "pairs":
                return self._paired(rest if kind == "org" else "", name, key)
            case "figure":
                return self._figure(name)
            case "beside" if self.look.get("tab") == "period":
                return None  # Only of the activities that served a village.
            case "left" | "beside":
                return self._apart(name)
            case "day":
                return {
                    r.id for r in t.counted(v).itertuples() if r.start == r.end and not r.about and str(r.start) == name
                }
            case "trend" | "held":
                return self._trend(kind, name, key)
            case "was":
                then = replace(v, start=_a_year_back(v.start), end=_a_year_back(v.end))
                return _where(t.bins(then), name, "all") if key == "all" else None
        return None

    def _figure(self, name: str) -> set[str]:
        t, v = self.truth, self.view
        match name:
            case "activities":
                return t.ids(v)
            case "volunteering":
                return t.of(v, "types", "volunteering")
            case "people":
                return t.people(v)[1]
        field = {"villages": "villages", "pairings": "pairs"}[name]
        return set().union(*t.each(v, field).values())

    def _paired(self, partner: str, by: str, value: str) -> set[str] | None:
        """What some pairs rest on, each activity as it was told first; None where nothing independent knows which pairs."""
        t, v = self.truth, self.view
        acts = t.each(v, "pairs")
        own = {key for key in acts if not partner or partner in key.split("↔")}
        if not partner and by == "shape":
            partners = Counter(name for key in {*acts, *t.standing(v)} for name in key.split("↔"))
            shapes = ("one_one", "one_many", "many_many")
            own = {key for key in acts if shapes[sum(partners[name] > 1 for name in key.split("↔"))] == value}
        elif not partner and by != "all":
            return None
        rank = t.matching(v).set_index("id")["rank"]
        told = sorted({i for key in own for i in acts[key]}, key=lambda i: rank[i], reverse=True)
        return set({t.group(v, i): i for i in told}.values())

    def _apart(self, name: str) -> set[str] | None:
        t, v = self.truth, self.view
        single, counted = t.once(v), t.counted(v)
        binless = [r.id for r in counted.itertuples() if r.edtf and not _in_one_bin(r, v)]
        match name:
            case "partly" | "outside":
                return set(single[single["status"] == name]["id"])
            case "undated" | "undated_beside":
                return set(single[single["status"] == "undated"]["id"])
            case "wider":
                return set(binless)
            case "approx":
                return {r.id for r in counted.itertuples() if r.about and _in_one_bin(r, v)}
            case "rough":
                return {r.id for r in counted.itertuples() if r.edtf and (r.start != r.end or r.about)}
            case "again":
                return set(t.matching(v)["id"]) - set(single["id"])
        return None

    def _trend(self, kind: str, name: str, key: str) -> set[str] | None:
        """A bin of a row of the trends; without a name all bins."""
        split = "org" if kind == "held" else self.look.get("split", "type")
        t, v, value = self.truth, self.view, key.removeprefix("=")
        if kind == "held":
            return _where(t.bins(v, "doers", [value]), name, value)
        if key == "all":
            return _where(t.bins(v), name, "all")
        field = {"type": "types", "org": "organisations", "source": "source"}.get(split)
        if field and key.startswith("="):
            return _where(t.bins(v, field, [value]), name, value)
        if field in ("types", "organisations"):
            return self._rest(field, name) if key == "others" else self._bare(field, name)
        return None

    def _rest(self, field: str, name: str) -> set[str]:
        """What has any value without a row of its own."""
        t, v = self.truth, self.view
        asked = set(v.types) if field == "types" and v.types else None
        others = t.counted(
            v, lambda rows: rows[field].map(lambda own: bool((own if asked is None else own & asked) - self.named))
        )
        return {r.id for r in others.itertuples() if r.start and bin_of(r.start, v.grain) == name and _in_one_bin(r, v)}

    def _bare(self, field: str, name: str) -> set[str]:
        """What no report says any value of."""
        t, v = self.truth, self.view
        values = v.types if field == "types" and v.types else t.each(v, field)
        groups = {t.group(v, i) for value in values for i in t.of(v, field, value)}
        bare = (r for r in t.counted(v).itertuples() if t.group(v, r.id) not in groups)
        return {r.id for r in bare if r.start and bin_of(r.start, v.grain) == name and _in_one_bin(r, v)}


def _where(cells: dict[tuple[str, str], set[str]], name: str, value: str) -> set[str]:
    return set().union(*(ids for (b, k), ids in cells.items() if k == value and name in ("", b)))


def _a_year_back(day: date | None) -> date | None:
    """The same day of the year before; the last of February goes with the last of February."""
    if day is None:
        return None
    last = calendar.monthrange(day.year - 1, day.month)[1]
    ends = day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]
    return date(day.year - 1, day.month, last if ends else min(day.day, last))


def _in_one_bin(row: object, view: View) -> bool:
    first, last = row.start, row.end  # type: ignore[attr-defined]
    return bool(first and last and bin_of(first, view.grain) == bin_of(last, view.grain))


class Walk:
    """One page under one view."""

    def __init__(
        self, session: Session, page: str, view: View, look: dict[str, str], truth: Truth, rng: random.Random
    ) -> None:
        self.session, self.page, self.rng = session, page, rng
        self.query = to_query(view) | look
        self.expected = Expected(truth, view, look)
        self.compared = self.clicked = 0
        self.unknown: set[str] = set()
        self.wrong: list[str] = []

    def go(self) -> None:
        """Looks at all that the page says, and clicks some of it."""
        self._open()
        if self.page == "activities":
            self._whole_list()
        for n, chart in enumerate(self.session.charts()):
            self._chart(n, drawn(chart))
        self._sentences()
        self._buttons()
        self._tables()

    def _open(self) -> None:
        self.session.open(self.page, self.query)
        if faults := self.session.faults():
            self.wrong.append(f"{self.page} {self.query}: {faults}")

    def _whole_list(self) -> None:
        """A page that lists all that its view counts."""
        rows, truth = set().union(*self.session.listed), self.expected.truth.ids(self.expected.view)
        self.compared += 1
        if rows != truth:
            self.wrong.append(f"{self.page} {self.query}: lists {len(rows)}, counted {len(truth)}")

    def _some(self, every: list) -> list:
        return every if len(every) <= CLICKS else self.rng.sample(every, CLICKS)

    def _chart(self, n: int, said: dict[str, tuple[int | None, Mark]]) -> None:
        self.expected.named = {show.split(":", 2)[2][1:] for show in said if show.startswith("trend:") and ":=" in show}
        for show, (number, _) in said.items():
            truth = self.expected.of(show)
            if truth is None:
                self.unknown.add(show.split(":")[0])
            elif number is not None and number != len(truth):
                self.wrong.append(f"{self.page} {self.query} {show}: drawn {number}, counted {len(truth)}")
            self.compared += 1
        for show in self._some(sorted(said)):
            self._open()
            number, mark = said[show]
            self.session.click(self.session.charts()[n], mark)
            self._listed(show, number)

    def _listed(self, show: str, number: int | None) -> None:
        """What was clicked lists as many rows as it says, and those of the independent count."""
        self.clicked += 1
        where = f"{self.page} {self.query} {show}"
        if self.session.show() != show:
            self.wrong.append(f"{where}: the click asked for {self.session.show()!r}")
            return
        rows = set(self.session.listed[-1]) if self.session.listed else set()
        truth = self.expected.of(show)
        if number is not None and number != len(rows):
            self.wrong.append(f"{where}: says {number}, lists {len(rows)}")
        if truth is not None and truth != rows:
            self.wrong.append(f"{where}: lists {len(rows)}, counted {len(truth)}")
        if faults := self.session.faults():
            self.wrong.append(f"{where}: {faults}")

    def _sentences(self) -> None:
        """Linked numbers in sentences. Of villages and pairs a sentence says how many, the list holds their activities."""
        self._open()
        for text, show in list(self.session.numbers):
            found = NUMBER.search(text)
            self.session.open(self.page, self.query | {"show": show})
            same = found and show not in ("figure:villages", "figure:pairings", "figure:people")
            number = int(found[0].replace(",", "")) if found and same else None
            if show.startswith("pairs:"):
                tables = [t.value for t in self.session.at.main.dataframe if "tie" in t.value.columns]
                if not tables or number != len(tables[-1]):
                    self.wrong.append(f"{self.page} {self.query} {show}: says {number} pairs, lists others")
                number = None
            self._listed(show, number)

    def _buttons(self) -> None:
        """Buttons that list: those whose click puts a list into the link."""
        self._open()
        keys = [b.key for b in self.session.at.main.button if b.key and not b.disabled]
        for key in keys:
            if not key.startswith(("figure_", "left_", "beside_", "trend_beside_")):
                continue
            self._open()
            button = next(b for b in self.session.at.main.button if b.key == key)
            found = NUMBER.search(button.label)
            button.click()
            self.session.run()
            self._listed(self.session.show(), int(found[0].replace(",", "")) if found else None)

    def _tables(self) -> None:
        """Rows that can be ticked and cells that can be chosen; the lists of activities themselves lead to the article."""
        self._open()
        for n, table in enumerate(self.session.at.main.dataframe):
            frame = table.value
            # Selection modes as Streamlit counts them: 0 several rows, 1 one row, 4 one cell.
            modes = set(table.proto.selection_mode)
            if "quote" in frame.columns or not modes or frame.empty:
                continue
            for row in self._some(list(range(len(frame)))):
                self._open()
                table = self.session.at.main.dataframe[n]
                if "activities" in frame.columns and "count" not in frame.columns and modes & {0, 1}:
                    if self.page == "articles":
                        continue
                    self.session.tick(table, row)
                    number = int(frame["activities"].iloc[row])
                    self._listed(self.session.show(), number if number else None)
                elif modes - {0, 1, 2, 3}:
                    column = self.rng.choice(list(frame.columns)[1:])
                    self.session.tick(table, row, column)
                    if self.session.show():
                        self._listed(self.session.show(), int(frame[column].fillna(0).iloc[row]))


@pytest.mark.parametrize("page", WALKED)
def test_what_a_page_says_is_what_it_lists(page: str, truth: Truth) -> None:
    compared = clicked = 0
    wrong: list[str] = []
    every = [replace(v, dataset=NAME, version=2, revision=0) for v in views(200, seed=9)]
    # Few views must show something; many may be empty.
    told = (v for v in every if len(truth.ids(v)) > 5 and (page != "pairings" or len(truth.each(v, "pairs")) > 5))
    chosen = every if EVERY else list(islice(told, ROUNDS))
    unknown: set[str] = set()
    for n, view in enumerate(chosen):
        looks = LOOKS.get(page, ({},))
        for look in looks if EVERY else [looks[(n + k) % len(looks)] for k in range(min(2, len(looks)))]:
            walk = Walk(Session(), page, view, look, truth, random.Random(n))
            walk.go()
            compared, clicked = compared + walk.compared, clicked + walk.clicked
            wrong += walk.wrong
            unknown |= walk.unknown
    print(f"{page}: {compared} marks compared, {clicked} clicked, unknown to the count: {sorted(unknown)}")
    assert wrong == []
    assert compared + clicked > 0 or page in ("activities", "articles")


def test_a_number_that_is_off_by_one_is_found(truth: Truth, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = measures.over_time

    def off(*args):
        found = ours(*args)
        frame = found.frame.copy()
        frame.loc[frame.index[:1], "sure"] += 1
        return replace(found, frame=frame)

    monkeypatch.setattr(measures, "over_time", off)
    data._over_time.clear()
    walk = Walk(Session(), "overview", View(dataset=NAME, version=2, revision=0), {}, truth, random.Random(1))
    walk.go()
    data._over_time.clear()
    assert walk.wrong
