"""Ledgers: a row per activity in forms of six shapes, the form otherwise as it was; stranger's files are refused."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from fakes import FakeMaker, many, read, write
from office_forms import FORMS
from openpyxl import Workbook
from truth import NAME, Truth, invented, opened, views

from analytics.cli import main
from analytics.importing import import_files
from analytics.measures import Collection, open_collection
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.exports.content import Content, content_of
from analytics.share.ledger.dates import written
from analytics.share.ledger.inserting import moved_formula
from analytics.share.ledger.settled import Settled, guessed, read_settled
from analytics.share.ledger.shape import Shape
from analytics.share.ledger.writing import filled, look
from analytics.store import templates
from analytics.store.templates import Form
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import View

YEAR = View(dataset=NAME, start=date(2023, 2, 1), end=date(2025, 6, 30))


@pytest.fixture(scope="module")
def made(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Truth, Workspace]:
    space, truth = invented(tmp_path_factory.mktemp("ledger"), 60)
    return opened(space), truth, space


@cache
def form(name: str) -> tuple[bytes, Shape, Settled]:
    data = FORMS[name][0]()
    shape = look(f"{name}.xlsx", data).shape()
    return data, shape, guessed(shape)


def book_of(name: str, content: Content) -> tuple[Any, Any, Shape, int]:
    data, shape, settled = form(name)
    out, ledger = filled(f"{name}.xlsx", data, shape, settled, content)
    book = openpyxl.load_workbook(io.BytesIO(out))
    return book, book[shape.sheet], shape, len(ledger.rows)


@pytest.mark.parametrize("name", FORMS)
def test_the_columns_of_a_form_are_found(name: str) -> None:
    _, _shape, settled = form(name)
    assert dict(settled.columns) == FORMS[name][1]
    assert settled.date == FORMS[name][2]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("view", [YEAR, *views(1, seed=9)], ids=repr)
def test_a_form_holds_a_row_per_activity(made: tuple[Collection, Truth, Workspace], name: str, view: View) -> None:
    collection, truth, _ = made
    count = len(truth.ids(view))
    book, sheet, shape, rows = book_of(name, content_of(collection, view, "zh", "https://x.example"))
    assert rows == count
    place = {field: letter for letter, field in FORMS[name][1].items()}
    first = place["date"]
    values = [sheet[f"{first}{shape.first + n}"].value for n in range(count)]
    assert all(values)
    if "number" in place:
        assert [sheet[f"{place['number']}{shape.first + n}"].value for n in range(count)] == [*range(1, count + 1)]
    if "people" in place and place["people"] == "G":
        people = [sheet[f"G{shape.first + n}"].value for n in range(count)]
        assert sorted(p for p in people if p is not None) == sorted(
            p for p in truth.counted(view)["people"] if p is not None and p == p
        )
    sources = book.worksheets[-1]
    assert sources.title == "出处"
    addresses = [sources.cell(n, 5).value for n in range(2, 2 + count)]
    assert len(set(addresses)) == count
    assert all(str(one).startswith("https://x.example/reading?") for one in addresses)


def test_a_form_stays_what_it_was(made: tuple[Collection, Truth, Workspace]) -> None:
    before = openpyxl.load_workbook(io.BytesIO(FORMS["plain"][0]()))["台账"]
    _, sheet, _shape, rows = book_of("plain", content_of(made[0], YEAR, "zh"))
    more = rows - 7
    assert more > 3
    for letter in "ABCDEFGH":
        assert sheet.column_dimensions[letter].width == before.column_dimensions[letter].width
        for row in range(1, 4):
            assert sheet[f"{letter}{row}"].value == before[f"{letter}{row}"].value
        for row in range(4, 4 + rows):
            one, pattern = sheet[f"{letter}{row}"], before[f"{letter}4"]
            assert (one.font.name, one.font.italic, one.border.left.style) == ("SimSun", True, "thin")
            assert one.alignment.wrap_text == pattern.alignment.wrap_text
            assert sheet.row_dimensions[row].height >= 31.5
    end = 11 + more
    assert sheet[f"A{end}"].value == "合计"
    assert sheet[f"G{end}"].value == f"=SUM(G4:G{10 + more})"
    assert sheet[f"A{end + 2}"].value == "填表人："
    assert sheet[f"E{end + 2}"].value == "审核人："
    merged = {str(r) for r in sheet.merged_cells.ranges}
    assert merged == {"A1:H1", f"A{end}:F{end}", f"A{end + 3}:H{end + 3}"}
    assert sheet.print_area.replace("$", "").endswith(f"A1:H{14 + more}")
    assert sheet.print_title_rows.replace("$", "") == "1:3"
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"D4:D{10 + more}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert all("示例" not in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_total_directly_below_one_row_counts_all(made: tuple[Collection, Truth, Workspace]) -> None:
    book, sheet, _, rows = book_of("tight", content_of(made[0], YEAR, "zh"))
    assert sheet[f"E{5 + rows}"].value == f"=SUM(E5:E{4 + rows})"
    assert book["填表说明"]["A2"].value == f"='汇总 表'!E{5 + rows}"
    assert [sheet[f"F{5 + n}"].value for n in range(rows)] == [f"=E{5 + n}/1" for n in range(rows)]


def test_nothing_to_tell_leaves_an_empty_form(made: tuple[Collection, Truth, Workspace]) -> None:
    _, sheet, _, rows = book_of("plain", content_of(made[0], replace(YEAR, organisations=("没有",)), "zh"))
    assert rows == 0
    assert sheet["A11"].value == "合计"
    assert sheet["A4"].value is None
    assert sheet["C5"].value is None


def test_the_same_view_fills_the_same_bytes(made: tuple[Collection, Truth, Workspace]) -> None:
    data, shape, settled = form("plain")
    content = content_of(made[0], YEAR, "zh")
    assert filled("a", data, shape, settled, content)[0] == filled("a", data, shape, settled, content)[0]


@pytest.mark.parametrize(
    ("edtf", "form", "text"),
    [
        ("2025-03-05", "cn", "2025年3月5日"), ("2025-03-05", "dot", "2025.3.5"), ("2025-03-05", "slash", "2025/3/5"),
        ("2025-03-05", "iso", "2025-03-05"), ("2025-03~", "cn", "2025年3月（约）"), ("2025-03~", "dot", "2025.3（约）"),
        ("2025", "cn", "2025年"), ("2025-03-05/2025-03-07", "cn", "2025年3月5日至2025年3月7日"), (None, "cn", "文中未写明"),
        ("2025-21", "dot", "2025年春"), ("2025-03/..", "cn", "2025年3月起"), ("../2025-03", "iso", "至2025-03"),
    ],
)  # fmt: skip
def test_dates_are_written_as_the_form_asks_and_say_what_is_unsure(edtf: str | None, form: Any, text: str) -> None:
    assert written(edtf, form, "zh") == text


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(G4:G10)", "=SUM(G4:G13)"), ("=SUM($G$4:$G$10)", "=SUM($G$4:$G$13)"), ("=G11+G10", "=G14+G10"),
        ("=SUM(G3:G10)", "=SUM(G3:G10)"), ("=SUM(A:A)", "=SUM(A:A)"), ("=SUM(12:13)", "=SUM(15:16)"),
        ("='x y'!G11", "='x y'!G11"), ('=IF(A11="G11",1,2)', '=IF(A14="G11",1,2)'), ("=名称+G12", "=名称+G15"),
        ("=SUM(G2:G20)", "=SUM(G2:G23)"),
    ],
)  # fmt: skip
def test_formulas_follow_the_rows(formula: str, moved: str) -> None:
    assert moved_formula(formula, "表", "表", 10, 3, 4) == moved


def test_types_bear_the_teams_own_words(made: tuple[Collection, Truth, Workspace]) -> None:
    data, shape, settled = form("plain")
    own = replace(settled, types={"visit": "入户"})
    out, _ = filled("a", data, shape, own, content_of(made[0], replace(YEAR, types=("visit",)), "zh"))
    sheet = openpyxl.load_workbook(io.BytesIO(out))["台账"]
    assert "入户" in str(sheet["D4"].value)
    assert "走访慰问" not in str(sheet["D4"].value)
    assert read_settled(own.text()) == own


def test_hostile_names_stay_text_in_a_form(tmp_path: Path) -> None:
    names = ("=1+1", "@SUM(1)", "+1", "\t=1", "＝1")
    articles = [replace(a, title=n, source=n) for a, n in zip(many(20, 5), names * 4, strict=True)]
    space = open_workspace(tmp_path / "home")
    import_files([write(tmp_path / "a.jsonl", articles)], NAME, workspace=space, maker=FakeMaker(), reader=read)
    content = content_of(open_collection(space, NAME), View(dataset=NAME, kinds=("event", "practice")), "zh")
    book, sheet, _, rows = book_of("plain", content)
    assert rows
    cells = [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert [c.value for c in cells] == [f"=SUM(G4:G{max(10, 3 + rows)})"]
    assert any(c.value == "=1+1" and c.quotePrefix for row in sheet.iter_rows() for c in row)


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(FORMS["plain"][0]())) as given:
            for name in given.namelist():
                archive.writestr(name, members.pop(name, None) or given.read(name))
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _far() -> bytes:
    book = Workbook()
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsm", FORMS["plain"][0](), "ledger_macros"),
        ("a.xlsx", _zip(**{"xl/vbaProject.bin": b"x"}), "ledger_macros"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ledger_old"),
        ("a.xlsx", b"", "ledger_old"),
        ("a.xlsx", b"PK\x03\x04nonsense", "read_damaged"),
        ("a.xlsx", _zip(**{"xl/workbook.xml": BOMB}), "read_damaged"),
        ("a.xlsx", _zip(**{"xl/worksheets/sheet1.xml": BOMB}), "read_damaged"),
        ("a.xlsx", _zip(**{"xl/media/a.bin": b"\0" * 50_000_000}), "read_ratio"),
        ("a.xlsx", _far(), "ledger_too_large"),
    ],
)
def test_files_that_are_no_forms_are_refused_by_name(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        look(name, data)
    assert caught.value.code == code
    assert caught.value.where == name
    assert caught.value.text("zh")
    assert caught.value.text("en")


def test_forms_are_kept_used_and_deleted(made: tuple[Collection, Truth, Workspace]) -> None:
    _, _, space = made
    data, shape, settled = form("plain")
    mine = templates.keep(space, Form("季报", "private", shape.sheet, shape.bottom, settled.text()), data, "甲")
    ours = templates.keep(space, Form("年报", "team", shape.sheet, shape.bottom, settled.text()), data, "甲")
    assert [one.form.name for one in templates.templates(space, "甲")] == ["季报", "年报"]
    assert [one.form.name for one in templates.templates(space, "乙")] == ["年报"]
    assert templates.template(space, ours.id, "乙")[1] == data
    with pytest.raises(Problem, match="没有找到模板"):
        templates.template(space, mine.id, "乙")
    with pytest.raises(Problem, match="只能由本人改"):
        templates.delete(space, ours.id, "乙")
    changed = templates.settle(space, ours.id, replace(settled, date="iso").text(), "甲")
    assert read_settled(changed.form.mapping).date == "iso"
    templates.delete(space, ours.id, "甲")
    assert templates.templates(space, "乙") == []
    assert templates.undelete(space, ours.id, "甲").form == changed.form
    for name, audience in (("", "team"), ("长" * 101, "team"), ("好", "all")):
        with pytest.raises(Problem):
            templates.keep(space, Form(name, audience, "s", 1, "{}"), data, "甲")  # type: ignore[arg-type]
    with pytest.raises(Problem, match="读不懂"):
        read_settled("{}")


def test_the_command_fills_a_form(
    made: tuple[Collection, Truth, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUSHI_HOME", str(made[2].home))
    settings.cache_clear()
    (tmp_path / "t.xlsx").write_bytes(FORMS["plain"][0]())
    link = f"http://x.example/?data={NAME}&v=2&rev=0&from=2023-02-01&to=2025-06-30"
    out = tmp_path / "out.xlsx"
    done = CliRunner().invoke(main, ["ledger", "--link", link, "--template", str(tmp_path / "t.xlsx"), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(out)["出处"].cell(2, 5).value
    lost = CliRunner().invoke(main, ["ledger", "--link", link, "--template", "没有", "-o", str(tmp_path / "x.xlsx")])
    assert lost.exit_code == 2
    assert "没有找到模板" in lost.output
    settings.cache_clear()


@pytest.mark.sqlite  # what LibreOffice does with a file
def test_libreoffice_opens_a_filled_form(made: tuple[Collection, Truth, Workspace], tmp_path: Path) -> None:
    data, shape, settled = form("plain")
    out, ledger = filled("a.xlsx", data, shape, settled, content_of(made[0], YEAR, "zh"))
    (tmp_path / "a.xlsx").write_bytes(out)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "志愿服务活动台账" in text
    assert "审核人" in text
    people = sum(row["people"] or 0 for row in ledger.rows)
    assert str(people) in text.replace(",", "")
