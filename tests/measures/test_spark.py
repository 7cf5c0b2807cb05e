"""Every measure gives the same on Spark as on DuckDB, over the same files. Runs where Java and the extra ``spark`` are."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd
import pytest
from truth import Truth, invented, opened, views

from analytics import measures
from analytics.measures import Collection, engines
from analytics.measures import collection as session
from analytics.measures.by_dimension import Way, trend
from analytics.measures.calendar_days import days
from analytics.measures.matrix import matrix
from analytics.measures.objects import objects
from analytics.measures.story import story
from analytics.settings import settings
from analytics.views import View

pytest.importorskip("pyspark", reason="the extra spark is not installed")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine", allow_module_level=True)
VIEWS = views(40 if os.environ.get("JUSHI_TORTURE") else 2)
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth]:
    space, truth = invented(tmp_path_factory.mktemp("spark"), 60)
    return opened(space), truth


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Changes the engine; nothing that the other one said is remembered."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("JUSHI_SPARK_MASTER", "local[2]")

    def change(engine: str) -> None:
        monkeypatch.setenv("JUSHI_ENGINE", engine)
        settings.cache_clear()
        while not session._idle.empty():
            session._idle.get_nowait().engine.close()
        for name, module in list(sys.modules.items()):
            if name.startswith("analytics.measures") and module is not engines:
                for value in list(vars(module).values()):
                    if hasattr(value, "cache_clear"):
                        value.cache_clear()

    yield change
    monkeypatch.undo()
    change("duckdb")


def plain(value: Any) -> Any:
    """A result as plain values, so that it can be compared."""
    if isinstance(value, pd.DataFrame):
        return {str(c): [plain(v) for v in value[c]] for c in value.columns}
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if hasattr(value, "to_pylist"):
        return value.to_pylist()
    if not isinstance(value, str | bytes) and hasattr(value, "__len__"):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and value != value else value


def asked(collection: Collection, view: View) -> Answers:
    placed = measures.placed(collection, view)
    ids = list(placed.counted)
    own: Answers = {
        "headline": measures.headline(collection, view), "over_time": measures.over_time(collection, view),
        "villages": measures.villages(collection, view), "pairings": measures.pairings(collection, view),
        "facets": measures.facets(collection, view), "activities": measures.activities(collection, view).frame,
        "objects": objects(collection, ids[:20]), "reports": measures.reports(collection, view),
        "report_rows": measures.report_rows(collection, view, measures.reports(collection, view).page(0, 5)),
        "trend": trend(collection, view, Way("source"), 5), "days": days(collection, view),
        "matrix": matrix(collection, view, limit=20), "story": story(collection, view),
    }  # fmt: skip
    for one in ids[:1]:
        own |= {"alike": measures.alike(collection, one), "related": measures.related(collection, one),
                "article": measures.article(collection, measures.activity_article(collection, one))}  # fmt: skip
    return {name: plain(found) for name, found in own.items()}


def whole(collection: Collection) -> Answers:
    return {"card": plain(measures.card(collection, ()))} | {name: plain(getattr(measures, name)(collection)) for name in (
        "name_table", "merges", "size", "span", "rules_fired", "articles", "towns",
    )}  # fmt: skip


@pytest.mark.slow
def test_spark_and_duckdb_give_the_same_figures(made: tuple[Collection, Truth], on: Callable[[str], None]) -> None:
    collection, truth = made
    on("duckdb")
    wanted = [whole(collection), *(asked(collection, view) for view in VIEWS)]
    on("spark")
    with session.reading(collection) as tables:
        assert tables.session.engine.backend.name == "pyspark"
    assert whole(collection) == wanted[0]
    for view, answers in zip(VIEWS, wanted[1:], strict=True):
        found = asked(collection, view)
        assert [name for name in answers if found[name] != answers[name]] == [], view
        assert set(measures.placed(collection, view).counted) == truth.ids(view), "the independent count"
