"""Bad files through the browser's uploader: the page answers, tells, and lists every file; then they are imported."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from browser.intake_page import Intake
from conftest import ROOT, SHARED
from intake.awkward.good import GOOD
from intake.awkward.make import MADE
from playwright.sync_api import Browser

from analytics.messages import say
from analytics.ui.uploads import free_name, safe_name

pytestmark = pytest.mark.browser
APP = ROOT / "app.py"
HOSTILE = SHARED / "hostile"
AT_ONCE = 40
"""Files that are dropped together: as many as a preview opens."""
FILE_SECONDS = 20
"""Within so many seconds the page must have answered, whatever the file."""
UPLOAD_SECONDS = 0.5
"""What one more file may cost on its way to the server."""
SEED = 20260101


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def manifest() -> list[dict[str, str]]:
    with (HOSTILE / "manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def in_turn(files: Sequence[Path]) -> list[list[Path]]:
    return [list(files[at : at + AT_ONCE]) for at in range(0, len(files), AT_ONCE)]


def kept_names(files: Sequence[Path]) -> list[str]:
    taken: set[str] = set()
    return [free_name(safe_name(path.name), taken) for path in files]


def belongs(shown: str, name: str) -> bool:
    """Whether a line of the list is of the file: itself, a sheet or a member."""
    return shown == name or shown.startswith((f"{name}[", f"{name}/"))


def check(page: Intake, files: Sequence[Path]) -> list[dict[str, str]]:
    """Drops the files, and looks at what the page makes of them; the lines of its list."""
    began = time.monotonic()
    page.open()
    page.drop(files)
    listed = page.listed()
    assert time.monotonic() - began < FILE_SECONDS + UPLOAD_SECONDS * len(files)
    page.sound()
    names = kept_names(files)
    heading = say("bring.column_file")
    missing = [n for n in names if not any(belongs(line[heading], n) for line in listed)]
    assert missing == []
    return listed


@pytest.mark.shared
def test_every_hostile_file_is_listed_and_none_that_is_to_be_refused_gives_articles(
    serve: Callable[[Path], str], browser: Browser
) -> None:
    rows = manifest()
    random.Random(SEED).shuffle(rows)
    page = Intake(browser, serve(APP))
    state, heading = say("bring.column_state"), say("bring.column_file")
    some, later = (say("bring.state_good"), say("bring.state_partly")), 0
    for batch in in_turn(rows):
        files = [HOSTILE / row["file"] for row in batch]
        listed = check(page, files)
        later += sum(say("bring.state_later") in line[state] for line in listed)
        bad = {n for n, row in zip(kept_names(files), batch, strict=True) if row["expect"] == "reject"}
        # Of two files of one name it is the server's to say which one gets a number.
        twice = {n for n in kept_names(files) if n not in {path.name for path in files}}
        stems = {n.rpartition("-")[0] for n in twice}
        sure = [n for n in bad if n not in twice and Path(n).stem not in stems]
        assert [line for line in listed for name in sure if belongs(line[heading], name) and line[state][2:] in some] == []
    page.stayed_here()
    assert later < len(rows) * 0.8, "a slow machine leaves more for the import, but not nearly all"


@pytest.mark.shared
def test_hostile_files_are_imported_to_a_report(serve: Callable[[Path], str], browser: Browser) -> None:
    rows = manifest()
    random.Random(SEED).shuffle(rows)
    files = [HOSTILE / row["file"] for row in rows[:AT_ONCE]]
    page = Intake(browser, serve(APP))
    check(page, files)
    page.start("坏文件")
    assert page.number("report.files") == str(len(files))
    page.sound()


def test_awkward_files_of_our_own(serve: Callable[[Path], str], browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "awkward"
    folder.mkdir()
    made = {**GOOD, **MADE}
    for name, make in made.items():
        (folder / name).write_bytes(make())
    page = Intake(browser, serve(APP))
    good = 0
    for batch in in_turn(sorted(folder.iterdir())):
        listed = check(page, batch)
        good += sum(line[say("bring.column_state")][2:] == say("bring.state_good") for line in listed)
    assert good >= len(GOOD)
    page.stayed_here()
