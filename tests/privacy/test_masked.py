"""Names are masked for guests and in everything that is taken away; figures, offsets and what is kept stay as they are."""

from __future__ import annotations

import html
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from office_forms import FORMS
from privacy.conftest import KEPT, NAME, PLANTED

from analytics import measures
from analytics.access import Person
from analytics.api import figures
from analytics.api.asked import asked
from analytics.cli import main
from analytics.measures import Collection, for_export, for_guests, open_collection
from analytics.privacy import Masking, Masks, lexicon, masking_of, set_masking
from analytics.privacy.copies import _byline
from analytics.problems import Problem
from analytics.purging import purge_articles
from analytics.share import freezing, masking
from analytics.share.account import account
from analytics.share.command import write_report
from analytics.share.exports.command import ENDINGS, write_export
from analytics.share.exports.command import FORMS as EXPORTS
from analytics.share.ledger.command import write_ledger
from analytics.store import frozen
from analytics.store.audit_log import Wanted, entries
from analytics.store.workspace import Workspace
from analytics.ui import access, data
from analytics.views import View

VIEW = View(dataset=NAME)
LINK = f"/?data={NAME}"
GUEST = Person("", "guest", "guest", own=((NAME, "viewer"),))
SERVED = Masking("served", "exports")


def masks(space: Workspace, wanted: Masking = SERVED) -> None:
    set_masking(space, NAME, wanted, "boss")


def told(collection: Collection) -> str:
    """Everything that can be read in a collection."""
    ids = measures.articles(collection)["id"]
    pages = [repr(measures.article(collection, one)) for one in ids]
    listed = [measures.articles(collection).to_csv(), measures.activities(collection, VIEW).frame.to_csv()]
    return "\n".join([*pages, *listed, account(collection, VIEW, "zh").json().decode()])


def inside(file: Path) -> str:
    """Every text of a file, in its members too, characters of XML and JSON as they are read."""
    content = file.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(file) as archive:
        return html.unescape("\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()))


@pytest.mark.sqlite
def test_the_names_are_there_before(space: Workspace) -> None:
    text = told(open_collection(space, NAME))
    assert all(name in text for name in (*PLANTED, *KEPT))
    assert "张家村" in text


def test_nothing_is_masked_by_default(space: Workspace) -> None:
    found = open_collection(space, NAME)
    assert masking_of(space, NAME) == Masking("none", "exports")
    assert for_guests(found) is found
    assert for_export(found) is found


@pytest.mark.parametrize("wanted", ["served", "all"])
def test_a_guest_reads_no_name(space: Workspace, wanted: Masks) -> None:
    masks(space, Masking(wanted, "guests"))
    guest = space.seen_by(None, guest=True)
    text = told(open_collection(guest, NAME))
    assert not [name for name in PLANTED if name in text]
    assert [name for name in KEPT if name in text] == (list(KEPT) if wanted == "served" else [])
    assert "张家村" in text
    assert "云岫医院党支部" in text
    assert "李某某" in text
    own = told(open_collection(space, NAME))
    assert all(name in own for name in PLANTED)


@pytest.mark.sqlite
def test_every_quote_stands_in_the_masked_text(space: Workspace) -> None:
    masks(space)
    found = for_guests(open_collection(space, NAME))
    spans = 0
    for one in measures.articles(found)["id"]:
        read = measures.article(found, one).extraction
        every = [
            *(s for a in read.activities for s in (*a.evidence, a.date_evidence, a.people_evidence) if s),
            *(s for p in (*read.pairings, *read.villages) for s in p.evidence),
        ]
        assert all(read.article.text[s.start : s.end] == s.quote for s in every)
        spans += len(every)
    assert spans > 5


@pytest.mark.sqlite
def test_figures_are_the_same(space: Workspace) -> None:
    before = open_collection(space, NAME)
    masks(space, Masking("all", "exports"))
    whole = account(before, VIEW, "zh")
    for after in (for_guests(open_collection(space, NAME)), for_export(open_collection(space, NAME))):
        own = account(after, VIEW, "zh")
        assert (own.figures, own.charts, own.numbers, own.left_out) == (
            whole.figures, whole.charts, whole.numbers, whole.left_out,
        )  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize("form", EXPORTS)
def test_exports_hold_no_name(space: Workspace, tmp_path: Path, form: str) -> None:
    masks(space)
    file = tmp_path / f"out.{ENDINGS[form]}"  # type: ignore[index]
    _, counting = write_export(LINK, form, file, language="zh", workspace=space)
    text = inside(file)
    assert counting.written["activities"] == measures.headline(open_collection(space, NAME), VIEW).activities.value > 0
    assert not [name for name in PLANTED if name in text]
    assert "某" in text
    if form in ("xlsx", "package"):
        assert "人名已遮盖" in text
    if form == "jsonl":
        assert json.loads(text.splitlines()[0])["provenance"]["masks"] == "served"


@pytest.mark.sqlite
@pytest.mark.parametrize("ending", ["docx", "html"])
def test_documents_hold_no_name_and_say_so(space: Workspace, tmp_path: Path, ending: str) -> None:
    masks(space)
    file = tmp_path / f"out.{ending}"
    write_report(LINK, file, language="zh", title="报告", parts=(), workspace=space)
    text = inside(file)
    assert not [name for name in PLANTED if name in text]
    assert "人名已遮盖" in text


@pytest.mark.sqlite
def test_forms_hold_no_name_and_say_so(space: Workspace, tmp_path: Path) -> None:
    masks(space)
    form, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    form.write_bytes(FORMS["plain"][0]())
    write_ledger(LINK, str(form), out, language="zh", who="", workspace=space)
    text = inside(out)
    assert not [name for name in PLANTED if name in text]
    assert "人名已遮盖" in text


@pytest.mark.sqlite
def test_exports_are_left_alone_where_only_guests_are_meant(space: Workspace, tmp_path: Path) -> None:
    masks(space, Masking("served", "guests"))
    file = tmp_path / "out.jsonl"
    write_export(LINK, "jsonl", file, language="zh", workspace=space)
    assert "李小明" in inside(file)


@pytest.mark.sqlite
def test_an_export_of_a_search_holds_what_the_screen_holds(space: Workspace) -> None:
    masks(space)
    found = open_collection(space, NAME)
    sought = replace(VIEW, text="陈桂兰")
    assert measures.search(found, "陈桂兰") == ("n-3",)
    told_of = account(found, sought, "zh")
    assert told_of.figures[0].count == measures.headline(found, sought).activities.value > 0


def test_a_guest_cannot_ask_by_searching(space: Workspace) -> None:
    masks(space)
    guest = open_collection(space.seen_by(None, guest=True), NAME)
    for words in (*PLANTED, "小明", "桂兰", "李小", "陳桂蘭"):
        assert measures.search(guest, words) == ()
        assert measures.headline(guest, replace(VIEW, text=words)).activities.value == 0
    assert measures.search(guest, "李某某")


def test_the_api_masks(space: Workspace) -> None:
    masks(space)
    for who in (None, GUEST):
        with access.asking_as(who or access.operator()):
            wanted = asked([("data", NAME), ("article", "n-3")])
            text = figures.reading(wanted).model_dump_json() + figures.activities(wanted).model_dump_json()
        assert not [name for name in PLANTED if name in text]
        assert "李某某" in text


def test_pages_ask_for_a_guest(space: Workspace) -> None:
    data.workspace.clear()
    masks(space)
    mine = data.open_view(VIEW)
    with access.asking_as(GUEST):
        theirs = data.open_view(VIEW)
        assert theirs.masked
        assert "李小明" not in told(theirs)
    assert not mine.masked
    key = data.HASHES[Collection]
    assert len({key(mine), key(theirs), key(for_export(mine))}) == 3
    data.workspace.clear()


def test_a_frozen_view_stays_as_it_is_and_is_masked_when_read(space: Workspace) -> None:
    one = freezing.freeze_view(space, open_collection(space, NAME), VIEW, "zh", "lan", made=date(2026, 5, 6))
    page, kept = frozen.page_bytes(space, one), frozen.account_bytes(space, one)
    assert "李小明" in page.decode()
    assert masking.page(space, one) == page
    masks(space)
    assert frozen.page_bytes(space, one) == page
    assert frozen.account_bytes(space, one) == kept
    assert not [name for name in PLANTED if name in masking.page(space, one).decode()]
    guest = space.seen_by(None, guest=True)
    hidden, whole = masking.told(guest, one), masking.told(space, one)
    assert not [name for name in PLANTED if name in hidden.json().decode()]
    assert hidden.figures == whole.figures
    assert "李小明" in whole.json().decode()
    assert freezing.check(space, one).page
    again = freezing.freeze_view(space, open_collection(space, NAME), VIEW, "zh", "lan", made=date(2026, 5, 6))
    assert again.id == one.id


def test_the_setting_is_in_the_log(space: Workspace) -> None:
    masks(space)
    masks(space)
    found = entries(space, Wanted(action="masks.set"))
    assert [(row.who, row.old, row.new) for row in found] == [
        ("boss", {"masks": "none", "masked_for": "exports"}, {"masks": "served", "masked_for": "exports"})
    ]


def test_a_setting_that_cannot_be_read_masks_everything(space: Workspace) -> None:
    space.set(f"masks/{NAME}", {"masks": "nobody"})
    assert masking_of(space, NAME) == Masking("all", "exports")
    with pytest.raises(Problem) as raised:
        masks(space, Masking("some", "exports"))  # type: ignore[arg-type]
    assert raised.value.code == "masks_unknown"


def test_a_purge_takes_the_copies_too(space: Workspace) -> None:
    masks(space)
    copies = for_guests(open_collection(space, NAME)).folders
    assert all(copy.is_dir() for copy in copies)
    purge_articles(space, NAME, ["n-3"], "boss")
    assert not any(copy.exists() for copy in copies)
    assert "陈某某" not in told(for_guests(open_collection(space, NAME)))


@pytest.mark.parametrize(
    ("author", "hidden"),
    [
        ("记者 周文", "记者 周某"), ("通讯员周文静、欧阳春", "通讯员周某某、欧阳某"), ("周文", "周某"),
        ("", ""), ("(123)", "(123)"),
        ("全媒体记者", "全媒体记者"), ("Lan Wu", "L某某 W某"),
    ],
)  # fmt: skip
def test_bylines(author: str, hidden: str) -> None:
    assert _byline(author, lexicon()) == hidden
    assert len(hidden) == len(author)


@pytest.mark.sqlite
def test_the_command(space: Workspace) -> None:
    told_first = CliRunner().invoke(main, ["masks", NAME])
    assert told_first.exit_code == 0
    assert "不遮盖" in told_first.output
    assert CliRunner().invoke(main, ["masks", NAME, "--names", "served", "--for", "guests"]).exit_code == 0
    assert masking_of(space, NAME) == Masking("served", "guests")
    wrong = CliRunner().invoke(main, ["masks", NAME, "--names", "some"])
    assert wrong.exit_code == 2
    assert "served" in wrong.output
    assert CliRunner().invoke(main, ["masks", "nowhere"]).exit_code == 2
