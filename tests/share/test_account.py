"""What a document tells, against an independent count; the same bytes in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from support import ROOT
from truth import Truth, invented, opened, views

from analytics.importing import load_demo
from analytics.measures import Collection, open_collection
from analytics.problems import Problem
from analytics.share.account import account
from analytics.share.account_checks import check
from analytics.share.account_values import Counted, read_account
from analytics.share.weaving import Number
from analytics.store.workspace import open_workspace
from analytics.views import View

VIEWS = views(60, seed=21)
YEAR = View(start=date(2025, 1, 1), end=date(2025, 12, 31))
TELL = """
import sys
from datetime import date
from pathlib import Path
from analytics.measures import open_collection
from analytics.share.account import account
from analytics.store.workspace import open_workspace
from analytics.views import View
found = open_collection(open_workspace(Path(sys.argv[1])), "demo")
told = account(found, View(start=date(2025, 1, 1), end=date(2025, 12, 31)), "zh", made=date(2026, 1, 2))
sys.stdout.buffer.write(told.json())
"""


@pytest.fixture(scope="module")
def made(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth]:
    space, truth = invented(tmp_path_factory.mktemp("account"), 120)
    return opened(space), truth


@pytest.fixture(scope="module")
def home(module_database: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("told") / "home"
    load_demo(open_workspace(folder))
    return folder


@pytest.fixture(scope="module")
def demo(home) -> Collection:
    return open_collection(open_workspace(home), "demo")


@pytest.mark.parametrize("view", VIEWS, ids=repr)
def test_random_views_tell_what_an_independent_count_finds(made: tuple[Collection, Truth], view: View) -> None:
    collection, truth = made
    told = account(collection, view, "zh")
    figures = {one.key.removeprefix("figure:"): one for one in told.figures}
    assert set(figures["activities"].ids) == truth.ids(view)
    assert figures["activities"].count == len(truth.ids(view))
    assert set(figures["volunteering"].ids) == truth.of(view, "types", "volunteering")
    assert {a.id for a in told.activities[: figures["activities"].count]} == truth.ids(view)
    acts = truth.acts.set_index("id")
    for row in told.chart("types").rows:
        assert set(row.cell("activities").ids) == truth.of(view, "types", row.key)
    for row in told.chart("villages").rows:
        assert set(row.cell("activities").ids) == truth.of(view, "villages", row.key)
    for row in told.chart("sources").rows:
        assert set(row.cell("activities").ids) == truth.of(view, "source", row.key)
    for one in told.activities:
        row = acts.loc[one.id]
        assert (one.article, one.edtf, set(one.types)) == (row["article"], row["edtf"], row["types"])
        for span in one.quotes:
            text = row["text"].split("\n", 1)[1]
            assert text[span.start : span.end] == span.quote


def test_every_number_of_the_sentences_is_told(demo: Collection) -> None:
    told = account(demo, YEAR, "zh")
    numbers = [p for sentence in told.sentences for p in sentence if isinstance(p, Number)]
    assert len(numbers) > 5
    for number in numbers:
        if number.show == "told:change":
            continue
        counted = told.counted(number.show)
        assert counted is not None, number
        assert f"{counted.count:,}" == number.text


def test_the_facts_bear_one_fingerprint_in_every_language_on_any_day(demo: Collection) -> None:
    first = account(demo, YEAR, "zh")
    other = account(replace(demo, label="别的名字"), YEAR, "en", address="https://jushi.example", made=date(2027, 1, 1))
    assert first.fingerprint == other.fingerprint
    assert first.json() != other.json()
    assert account(demo, replace(YEAR, types=("visit",)), "zh").fingerprint != first.fingerprint


def test_an_account_is_read_back_from_its_json(demo: Collection) -> None:
    told = account(demo, YEAR, "en", made=date(2026, 1, 2))
    assert read_account(told.json()) == told
    with pytest.raises(Problem, match="读不懂"):
        read_account(told.json().replace(b'"version"', b'"verse"', 1))


def test_fresh_processes_tell_the_same_bytes(home) -> None:
    def tell(seed: str) -> bytes:
        command = [sys.executable, "-c", TELL, str(home)]
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai" if seed == "1" else "UTC"}
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout

    assert tell("1") == tell("2")


def test_a_number_without_its_ground_is_refused(demo: Collection) -> None:
    from analytics import measures

    told = account(demo, YEAR, "zh")
    headline, timeline = measures.headline(demo, YEAR), measures.over_time(demo, YEAR)
    check(told, headline, timeline)
    first = told.figures[0]
    wrong = Counted(first.key, first.of, first.count + 1, first.ids, first.unsure, first.keys)
    with pytest.raises(Problem, match="对不上"):
        check(replace(told, figures=(wrong, *told.figures[1:])), headline, timeline)
    with pytest.raises(Problem, match="对不上"):
        check(replace(told, articles=told.articles[1:]), headline, timeline)
