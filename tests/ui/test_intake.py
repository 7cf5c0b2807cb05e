"""The page that brings articles in, in Streamlit's own test harness: given, previewed, corrected, imported, watched."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import orjson
import pytest
from conftest import ROOT
from streamlit.testing.v1 import AppTest

from analytics import measures
from analytics.contract import article_from
from analytics.editing import put_away
from analytics.importing import own_places
from analytics.intake import Columns
from analytics.jobs import ACTIVE, Request, incoming, job, jobs, submit
from analytics.messages import LANGUAGES, say
from analytics.settings import settings
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import data, intake_columns, intake_given, intake_target
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View

SECONDS = 90
SAMPLES = ROOT / "data" / "samples"
PAGE = (
    "样例新闻网\n首页 > 新闻 > 正文\n河边的清洁日\n来源：样例周报\n"
    "4月1日，样例供电所志愿服务队18人在河边清理垃圾，一共清出三十多袋。\n责任编辑：某某\n版权所有 样例周报社\n"
)
TABLE = "甲,乙,丙\n灯更亮了,2024-05-07,5月6日供电所的志愿者走进村里\n又一次,2024-05-08,5月7日医院的医生为老人义诊\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    data.workspace.clear()
    yield tmp_path / "home"
    monkeypatch.undo()
    settings.cache_clear()
    data.workspace.clear()


@pytest.fixture
def space(home: Path) -> Workspace:
    return open_workspace(home)


def run(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES["intake"])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def sound(at: AppTest) -> AppTest:
    start = {say("page.failed", language, reference="§").partition("§")[0] for language in LANGUAGES}
    assert not at.exception
    assert not any(e.value.startswith(tuple(start)) for e in at.error)
    return at


def given(space: Workspace, **files: str | bytes) -> str:
    """An upload that lies there, as a reload finds it."""
    folder = incoming(space)
    for name, content in files.items():
        (folder.files / name.replace("__", ".")).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder.id


def texts(at: AppTest) -> str:
    kinds = ("title", "subheader", "caption", "markdown", "info", "warning", "success")
    return "\n".join(str(e.value) for kind in kinds for e in at.get(kind))


def link(at: AppTest, key: str) -> str:
    value = at.query_params.get(key, "")
    return value[0] if isinstance(value, list) else str(value)


def import_to_end(at: AppTest, name: str = "", label: str = "bring.go") -> AppTest:
    if name:
        next(t for t in at.text_input if t.label == say("datasets.name")).set_value(name).run()
    assert say(label) in [b.label for b in at.button]
    sound(at.button(key="intake_go").click().run())
    job_id = link(at, "job")
    assert job_id, [e.value for e in at.error]
    end = time.monotonic() + SECONDS
    while job(data.workspace(), job_id).state in ACTIVE:  # type: ignore[union-attr]
        assert time.monotonic() < end
        time.sleep(0.3)
    return sound(at.run())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_it_takes_and_how_much(language: str) -> None:
    at = sound(run(lang=language))
    assert at.title[0].value == say("page.intake", language)
    told = texts(at)
    for line in intake_given.limits(State(View(), language)):  # type: ignore[arg-type]
        assert line in told
    assert {"intake_sample_csv", "intake_sample_xlsx", "intake_sample_zip"} <= {
        b.key for b in at.get("download_button")
    }
    assert say("bring.nothing_yet", language) in told


def test_what_lies_there_is_previewed_and_nothing_is_stored(space: Workspace) -> None:
    up = given(space, 表__csv=(SAMPLES / "samples.csv").read_bytes(), 坏__xlsx=b"PK\x03\x04nothing")
    at = sound(run(up=up))
    files = next(t.value for t in at.dataframe if "encoding" in t.value.columns)
    assert list(files["file"]) == ["坏.xlsx", "表.csv"]
    assert list(files["articles"]) == ["0", "11"]
    problems = next(t.value for t in at.dataframe if "what" in t.value.columns)
    assert [(r.file, r.row) for r in problems.itertuples()][1:] == [("表.csv", 8), ("表.csv", 9)]
    assert say("problem.read_empty_body") in list(problems["what"])
    assert space.datasets() == []
    assert jobs(space) == []


def test_files_become_a_collection_with_a_report(space: Workspace) -> None:
    at = import_to_end(sound(run(up=given(space, 表__csv=(SAMPLES / "samples.csv").read_bytes()))), "样例")
    assert say("report.partly", dataset="样例", version=1, refused=1) in [w.value for w in at.warning]
    assert [d.name for d in space.datasets()] == ["样例"]
    assert measures.size(measures.open_collection(space, "样例")).articles == 11
    again = sound(run(job=link(at, "job")))
    assert say("report.partly", dataset="样例", version=1, refused=1) in [w.value for w in again.warning]


def test_a_pasted_page_is_imported_as_its_reader_corrects_it(space: Workspace) -> None:
    at = run()
    at.segmented_control(key="intake_way").set_value("paste").run()
    at.text_area[0].set_value(PAGE)
    sound(at.run())
    assert say("bring.no_date_yet") in [w.value for w in at.warning]
    assert any(say("date.unknown") in m.value for m in at.markdown)
    at.date_input[0].set_value(date(2025, 4, 2))
    next(t for t in at.text_input if t.label == say("bring.title")).set_value("清洁日，改过")
    sound(at.run())
    assert any(plain("2025-04-01") in m.value for m in at.markdown)
    (folder,) = (space.home / "incoming").iterdir()
    import_to_end(at, "样例")
    collection = measures.open_collection(space, "样例")
    (row,) = measures.articles(collection).to_dict("records")
    assert row["title"] == "清洁日，改过"
    article = measures.article(collection, row["id"]).extraction
    assert article.article.published == date(2025, 4, 2)
    assert [a.date.edtf for a in article.activities] == ["2025-04-01"]
    assert folder.name == jobs(space)[0].id


def test_a_corrected_page_lies_there_as_one_line(space: Workspace) -> None:
    folder = incoming(space)
    (folder.files / "pasted-1.txt").write_text(PAGE, "utf-8")
    article = article_from(
        orjson.dumps({"id": "pasted-1", "title": "题", "text": "正文。", "published": "2025-04-02"}), ""
    )
    intake_target._write_line(folder, article)
    (path,) = folder.files.iterdir()
    assert article_from(path.read_bytes(), "") == article


def test_columns_are_chosen_remembered_and_forgotten(space: Workspace) -> None:
    up = given(space, 表__csv=TABLE)
    at = sound(run(up=up))
    assert say("bring.columns_none") in [w.value for w in at.warning]
    assert say("bring.go_none") in [w.value for w in at.warning]
    body = next(s for s in at.selectbox if s.label == say("bring.field_text"))
    body.set_value(2)
    sound(at.run())
    assert next(t.value for t in at.dataframe if "encoding" in t.value.columns)["articles"][0] == "2"
    assert say("bring.remembered") in texts(at)
    ((signature, chosen),) = intake_columns.remembered(space).items()
    assert chosen["fields"]["text"] == "丙"
    other = sound(run(up=given(space, 又__csv=TABLE.replace("灯", "桥"))))
    assert next(t.value for t in other.dataframe if "encoding" in t.value.columns)["articles"][0] == "2"
    title = next(s for s in other.selectbox if s.label.startswith(say("bring.field_title")))
    title.set_value(2)
    sound(other.run())
    assert intake_columns.remembered(space)[signature]["fields"]["text"] == "丙"
    other.button(key=f"col_{signature}_forget").click().run()
    assert intake_columns.remembered(space) == {}


def test_a_choice_that_is_no_choice_any_more_is_left_out(space: Workspace) -> None:
    space.set("columns:abc", {"fields": {"body": 1}})
    intake_columns.remember(space, "def", Columns({"text": 1}, False))
    assert intake_columns.remembered(space) == {"def": {"fields": {"text": 1}, "heading": False}}


def test_an_import_without_a_name_is_told_and_starts_nothing(space: Workspace) -> None:
    at = sound(run(up=given(space, 页__txt=PAGE)))
    at.button(key="intake_go").click().run()
    assert [e.value for e in at.error] == [say("problem.import_no_name")]
    assert jobs(space) == []


def test_a_name_that_is_taken_is_told(space: Workspace) -> None:
    space.create("样例")
    at = sound(run(up=given(space, 页__txt=PAGE)))
    next(s for s in at.selectbox if s.label == say("datasets.target")).set_value("").run()
    next(t for t in at.text_input if t.label == say("datasets.name")).set_value("样例").run()
    at.button(key="intake_go").click().run()
    assert [e.value for e in at.error] == [say("problem.import_name_taken", name="样例")]


@pytest.mark.parametrize("name", ["../../etc", "..", "x/y", "20250101T000000-000000000000", "报告", "a\0b"])
def test_a_link_to_no_upload_is_told_and_leads_nowhere(name: str) -> None:
    at = sound(run(up=name))
    assert say("problem.upload_gone") in [e.value for e in at.error]
    gone = sound(run(job=name))
    assert say("problem.job_gone") in [e.value for e in gone.error]


def test_a_file_beyond_the_limit_is_told_by_the_server(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSHI_MAX_FILE_BYTES", "1000000")
    settings.cache_clear()
    at = run()
    at.file_uploader[0].upload("大.txt", b"x" * 1_000_001).upload("小.txt", PAGE.encode())
    sound(at.run())
    assert any(say("problem.read_too_large", size=1_000_001, limit=1_000_000) in e.value for e in at.error)
    (folder,) = (space.home / "incoming").iterdir()
    assert [p.name for p in (folder / "files").iterdir()] == ["小.txt"]


def test_uploads_change_with_the_uploader_and_stay_after_a_reload(space: Workspace) -> None:
    at = run()
    at.file_uploader[0].upload("a.txt", PAGE.encode()).upload("b.txt", b"b")
    up = link(sound(at.run()), "up")
    files = incoming(space, up).files
    assert sorted(p.name for p in files.iterdir()) == ["a.txt", "b.txt"]
    again = sound(run(up=up))
    again.file_uploader[0].upload("a.txt", b"other")
    sound(again.run())
    assert sorted(p.name for p in files.iterdir()) == ["a-2.txt", "a.txt", "b.txt"]
    again.button(key="intake_clear").click().run()
    assert not files.exists()
    assert link(again, "up") == ""


def test_a_table_of_places_counts_in_the_preview_and_stays_with_the_collection(space: Workspace) -> None:
    up = given(space, 表__csv=(SAMPLES / "samples.csv").read_bytes())
    at = sound(run(up=up))
    places = next(u for u in at.file_uploader if u.label == say("datasets.places_file"))
    places.upload("地名.csv", (SAMPLES / "places.csv").read_bytes())
    at = import_to_end(sound(at.run()), "样例")
    frame = measures.villages(measures.open_collection(space, "样例"), View()).frame
    assert set(frame["county"]) == {"青澜省/澜江市/望澜县"}
    assert len(own_places.kept(space, "样例")) == 13


def test_an_unsound_table_of_places_is_told(space: Workspace) -> None:
    at = sound(run(up=given(space, 页__txt=PAGE)))
    places = next(u for u in at.file_uploader if u.label == say("datasets.places_file"))
    places.upload("地名.csv", b"code,level\n1,x\n")
    sound(at.run())
    assert len(at.error) == 1


def test_the_demonstration_and_reading_again(space: Workspace) -> None:
    at = run()
    at.segmented_control(key="intake_way").set_value("demo").run()
    at = import_to_end(at, label="bring.go_demo")
    assert [d.is_demo for d in space.datasets()] == [True]
    there = run()
    there.segmented_control(key="intake_way").set_value("demo").run()
    assert say("bring.demo_there") in [i.value for i in there.info]
    there.segmented_control(key="intake_way").set_value("again").run()
    there = import_to_end(there, label="bring.go_again")
    assert any(say("problem.rules_unchanged", dataset="demo") in e.value for e in there.error)


def test_files_of_a_failed_import_can_be_taken_back(space: Workspace) -> None:
    space.create("样例")
    put_away(space, "样例")
    up = given(space, 页__txt=PAGE)
    submit(space, Request(dataset="样例", files=("files/页.txt",)), "", up)
    end = time.monotonic() + SECONDS
    while job(space, up).state in ACTIVE:  # type: ignore[union-attr]
        assert time.monotonic() < end
        time.sleep(0.3)
    at = sound(run(up=up))
    assert len(at.error) == 1
    at.button(key="intake_take_back").click().run()
    sound(at)
    assert job(space, up) is None
    back = link(at, "up")
    assert back not in ("", up)
    assert [p.name for p in incoming(space, back).files.iterdir()] == ["页.txt"]
    assert next(t.value for t in at.dataframe if "encoding" in t.value.columns)["file"][0] == "页.txt"
