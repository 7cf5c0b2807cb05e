"""A link gives the same figures to another reader, asked of a process that has shown nothing yet."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser.walked import browsing, settled
from conftest import ROOT
from playwright.sync_api import Browser
from truth import NAME, Truth, invented, opened, views

from analytics import measures
from analytics.messages import say
from analytics.views import View, to_query

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
COUNT, PROCESSES = (50, 5) if os.environ.get("JUSHI_TORTURE") else (10, 2)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def figures(collection: measures.Collection, view: View) -> list[str]:
    """What the overview says of a view: five numbers; none where it has nothing to say."""
    found = measures.headline(collection, view)
    if not found.activities.value and not found.pairings.value:
        return []
    wanted = (found.activities, found.volunteering, found.pairings, found.villages, found.people)
    return [f"{figure.value:,}" for figure in wanted]


def test_a_fresh_reader_of_a_fresh_process_sees_the_same_figures(serve, browser: Browser, home: Path) -> None:
    space, truth = invented(home.parent, 120)
    collection = opened(space)
    chosen = [replace(v, dataset=NAME, version=2, revision=0) for v in some(truth)]
    address = ""
    for n, view in enumerate(chosen):
        if n % (COUNT // PROCESSES) == 0:
            address = serve(APP)
        with browsing(browser) as seen:
            seen.open(f"{address}/?{urlencode(to_query(view))}")
            empty = seen.page.get_by_text(say("overview.empty")[:8])
            seen.page.get_by_test_id("stMetricValue").or_(empty).first.wait_for()
            settled(seen.page)
            shown = [text.strip() for text in seen.page.get_by_test_id("stMetricValue").all_inner_texts()]
            assert shown == figures(collection, view), view
            assert not shown or shown[0] == f"{len(truth.ids(view)):,}"
            assert shown or empty.count()


def some(truth: Truth) -> list[View]:
    """Random views, most of which count something."""
    every = views(400, seed=21)
    full = [v for v in every if len(truth.ids(v)) > 2]
    return [*full[: COUNT - COUNT // 10], *[v for v in every if not truth.ids(v)][: COUNT // 10]]
