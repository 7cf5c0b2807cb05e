"""Exports: as many rows as an independent count finds, the same bytes each time, every text found again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pytest
from click.testing import CliRunner
from fakes import FakeMaker, many, read, write
from truth import NAME, Truth, invented, opened, views

from analytics.cli import main
from analytics.contract import activity_from
from analytics.importing import import_files
from analytics.measures import Collection, open_collection
from analytics.problems import Problem
from analytics.share.exports.command import FORMS, WRITERS, write_export
from analytics.share.exports.content import Content, content_of
from analytics.share.tables import sealed, unsealed
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

WANTED = 200 if os.environ.get("JUSHI_TORTURE") else 24
HOSTILE = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " \n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "\ufeff=1",
    "'=1",
    "''",
)
YEAR = View(dataset=NAME, start=date(2023, 2, 1), end=date(2025, 6, 30))


@pytest.fixture(scope="module")
def made(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth, Workspace]:
    space, truth = invented(tmp_path_factory.mktemp("exports"), 60)
    return opened(space), truth, space


def bytes_of(content: Content, form: Any) -> bytes:
    out = io.BytesIO()
    WRITERS[form](content, out)
    return out.getvalue()


def package(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("view", views(WANTED, seed=66), ids=repr)
def test_random_views_export_as_many_rows_as_an_independent_count(
    made: tuple[Collection, Truth, Workspace], view: View
) -> None:
    collection, truth, _ = made
    content = content_of(collection, view, "zh")
    ids = truth.ids(view)
    assert len(table(bytes_of(content, "csv"))) == len(ids)
    lines = [json.loads(line) for line in bytes_of(content, "jsonl").splitlines()]
    assert len(lines) == len(ids)
    assert {line["id"] for line in lines} == ids
    found = {name: table(data) for name, data in package(bytes_of(content, "package")).items() if name.endswith("csv")}
    assert {row["id"] for row in found["activities.csv"]} == ids
    villages = truth.each(view, "villages")
    assert {unsealed(row["key"]): int(row["activities"]) for row in found["villages.csv"]} == {
        key: len(own) for key, own in villages.items()
    }
    doers = truth.each(view, "doers")
    assert {unsealed(r["name"]): int(r["activities"]) for r in found["organisations.csv"]} == {
        name: len(own) for name, own in doers.items()
    }
    pairs = set(truth.each(view, "pairs")) | set(truth.standing(view))
    assert {unsealed(row["key"]) for row in found["pairings.csv"]} == pairs
    articles = set(truth.acts[truth.acts["id"].isin(ids)]["article"])
    assert {row["id"] for row in found["articles.csv"]} == articles
    bins = {label: len(own) for (label, _), own in truth.bins(view).items()}
    assert {row["period"]: int(row["all"]) for row in found["over_time.csv"] if row["all"] != "0"} == bins
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(content, "xlsx")), read_only=True)
    sizes = [sum(1 for _ in sheet.rows) - 1 for sheet in book.worksheets[1:5]]
    assert sizes == [len(ids), len(content.apart), len(articles), len(doers)]


def test_behind_every_number_stand_as_many_activities(made: tuple[Collection, Truth, Workspace]) -> None:
    found = package(bytes_of(content_of(made[0], YEAR, "zh"), "package"))
    behind = table(found["behind.csv"])
    for name in ("organisations", "villages", "pairings"):
        key = "name" if name == "organisations" else "key"
        for row in table(found[f"{name}.csv"]):
            own = [b for b in behind if (b["table"], b["key"], b["column"]) == (name, row[key], "activities")]
            assert len(own) == int(row["activities"])
    for row in table(found["over_time.csv"]):
        own = [b for b in behind if (b["table"], b["key"], b["column"]) == ("over_time", row["period"], "all")]
        assert len(own) == int(row["all"])


def test_json_lines_are_the_objects_of_the_contract(made: tuple[Collection, Truth, Workspace]) -> None:
    collection, truth, _ = made
    own = {a.id: a for e in truth.extractions for a in e.activities}
    for line in bytes_of(content_of(collection, YEAR, "zh"), "jsonl").splitlines():
        value = json.loads(line)
        assert activity_from(value) == own[value["id"]]
        assert value["provenance"]["version"] == collection.version
        assert f"id={value['id']}" in value["address"]


def test_a_package_is_valid_and_its_evidence_lies_in_the_texts(
    made: tuple[Collection, Truth, Workspace], tmp_path: Path
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(bytes_of(content_of(made[0], YEAR, "en", "https://x.example"), "package"))
    report = frictionless.Package(str(path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    assert len(report.tasks) == 10
    found = package(path.read_bytes())
    told = json.loads(found["datapackage.json"])
    for resource in told["resources"]:
        data = found[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert "licenses" not in told
    texts = {row["id"]: unsealed(row["text"]) for row in table(found["articles.csv"])}
    assert all(
        hashlib.sha256(unsealed(r["text"]).encode()).hexdigest() == r["sha256"] for r in table(found["articles.csv"])
    )
    evidence = json.loads(found["evidence.jsonld"])
    items = evidence["first"]["items"]
    assert evidence["total"] == len(items) > 100
    assert len({one["id"] for one in items}) == len(items)
    checked = 0
    for one in items:
        quote, position = one["target"]["selector"]
        article = one["target"]["source"].rpartition("article=")[2]
        if article in texts:
            checked += 1
            text, start, end = texts[article], position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])
    assert checked > 100


def test_the_same_view_gives_the_same_bytes(made: tuple[Collection, Truth, Workspace]) -> None:
    for form in FORMS:
        first, second = (bytes_of(content_of(made[0], YEAR, "zh"), form) for _ in range(2))
        assert first == second


@pytest.fixture(scope="module")
def hostile(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Titles, sources and authors that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = [
        replace(one, title=name + "标题", source=name + "报", author=name)
        for one, name in zip(many(len(HOSTILE) * 3, 5), HOSTILE * 3, strict=True)
    ]
    space = open_workspace(folder / "home")
    import_files([write(folder / "a.jsonl", articles)], "另", workspace=space, maker=FakeMaker(), reader=read)
    return content_of(open_collection(space, "另"), View(dataset="另", kinds=("event", "practice", "planned")), "zh")


def test_no_cell_of_a_hostile_collection_starts_a_formula(hostile: Content) -> None:
    starters = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
    for row in csv.reader(io.StringIO(bytes_of(hostile, "csv").decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.strip("\ufeff \n").startswith(starters)]
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(hostile, "xlsx")))
    seen = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                seen.add(cell.value)
    assert {"=1+1标题", "+1标题", "@SUM(A1)标题", "＝1+1标题"} <= seen


def test_a_package_gives_every_hostile_text_again(hostile: Content) -> None:
    found = package(bytes_of(hostile, "package"))
    own = {a.id: a for batch in hostile.objects(with_text=True) for a in [o.article for o in batch]}
    rows = {row["id"]: row for row in table(found["articles.csv"])}
    assert rows.keys() == own.keys()
    for one, article in own.items():
        again = {name: unsealed(rows[one][name]) for name in ("title", "source", "author", "text")}
        assert again == {name: getattr(article, name) or "" for name in again}


@pytest.mark.parametrize("text", [*HOSTILE, "", "'", "平常", "a'b"])
def test_a_sealed_text_is_found_again(text: str) -> None:
    assert unsealed(sealed(text)) == text
    assert sealed(text)[:1] not in ("=", "+", "-", "@")


def test_more_or_fewer_rows_than_the_screen_says_are_refused(
    made: tuple[Collection, Truth, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = content_of(made[0], YEAR, "zh")
    monkeypatch.setitem(content.__dict__, "expected", {**content.expected, "activities": 1})
    for form in FORMS:
        with pytest.raises(Problem, match="对不上"):
            bytes_of(content, form)


def test_nothing_is_left_out_in_silence(made: tuple[Collection, Truth, Workspace]) -> None:
    collection, truth, _ = made
    content = replace_imports(content_of(collection, YEAR, "zh"))
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(content, "xlsx")))
    said = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    undated = (truth.once(YEAR)["status"] == "undated").sum()
    assert any(f"有 {undated} 项活动没有写明时间" in line for line in said)
    assert any("有 7 个文件、行或文章没有收进来" in line for line in said)
    assert any(line == "2023-02-01" for line in said)
    readme = package(bytes_of(content, "package"))["README.md"].decode()
    assert f"有 {undated} 项活动没有写明时间" in readme
    assert "有 7 个文件" in readme


def replace_imports(content: Content) -> Content:
    return Content(content.collection, content.view, content.language, content.address, {"refused": 7, "unsure": 0})


def test_an_empty_view_gives_files_that_say_so(made: tuple[Collection, Truth, Workspace], tmp_path: Path) -> None:
    content = content_of(made[0], replace(YEAR, organisations=("没有这个单位",)), "zh")
    assert table(bytes_of(content, "csv")) == []
    assert bytes_of(content, "jsonl") == b""
    path = tmp_path / "p.zip"
    path.write_bytes(bytes_of(content, "package"))
    assert frictionless.Package(str(path)).validate().valid


def shell(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    from analytics.settings import settings

    monkeypatch.setenv("JUSHI_HOME", str(space.home))
    settings.cache_clear()
    return lambda *args: CliRunner().invoke(main, list(args))


def test_the_command_writes_and_refuses(
    made: tuple[Collection, Truth, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analytics.settings import settings

    run = shell(made[2], monkeypatch)
    link = f"http://x.example/?data={NAME}&v=2&rev=0&from=2023-02-01&to=2025-06-30"
    for form in FORMS:
        done = run("export", "--link", link, "--as", form, "-o", str(tmp_path / form))
        assert done.exit_code == 0, done.output
    assert len(table((tmp_path / "csv").read_bytes())) == len(made[1].ids(YEAR))
    assert run("export", "--link", link, "--as", "pdf", "-o", str(tmp_path / "x")).exit_code == 2
    assert run("export", "--link", "from=gestern", "--as", "csv", "-o", str(tmp_path / "x")).exit_code == 2
    assert not (tmp_path / "x").exists()
    settings.cache_clear()


def test_a_failed_export_leaves_no_file(
    made: tuple[Collection, Truth, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Problem, match="没有这种"):
        write_export(f"data={NAME}", "pdf", tmp_path / "x", language="zh", workspace=made[2])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite  # what LibreOffice does with a file
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_libreoffice_evaluates_nothing_of_a_hostile_collection(hostile: Content, tmp_path: Path, form: str) -> None:
    given, out = tmp_path / f"a.{form}", tmp_path / "out"
    given.write_bytes(bytes_of(hostile, form))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(given)]
    if form == "csv":
        command.insert(3, "--infilter=CSV:44,34,76,1,,0,false,true,false")
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    book = openpyxl.load_workbook(out / "a.xlsx")
    sheet = book.worksheets[0 if form == "csv" else 1]
    cells = [cell.value for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    assert set(cells) <= {"=TRUE()", "=FALSE()"}  # so LibreOffice writes its own truth values
    column = next(c.column for c in sheet[1] if c.value == "标题")
    sign = "'" if form == "csv" else ""
    found = {str(row[column - 1].value) for row in sheet.iter_rows(min_row=2)}
    titles = {one.article.title for batch in hostile.objects() for one in batch}
    for title in ("=1+1标题", "+1标题", "@SUM(A1)标题", "＝1+1标题"):
        assert title not in titles or sign + title in found
    assert len(found & {sign + title for title in titles}) > 3
