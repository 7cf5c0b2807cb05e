"""The page that makes documents, and the command that does the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from docx import Document
from streamlit.testing.v1 import AppTest

from analytics.cli import main
from analytics.importing import load_demo
from analytics.messages import say
from analytics.settings import settings
from analytics.store.workspace import open_workspace
from analytics.ui import data, report_page
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.views import View, to_query

YEAR = View(dataset="demo", start=date(2025, 1, 1), end=date(2025, 12, 31))
SECONDS = 60


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """This process looks at the demonstration while these tests run."""
    folder = tmp_path_factory.mktemp("report_page")
    load_demo(open_workspace(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(folder))
        settings.cache_clear()
        data.workspace.clear()
        yield folder
    settings.cache_clear()
    for cached in (data.workspace, report_page.told, data._headline, data._facets):
        cached.clear()


def run(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=SECONDS).run()
    at.switch_page(FILES["report"])
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_shows_what_the_document_will_say(home: Path, language: str) -> None:
    at = run(**to_query(YEAR), lang=language)
    assert not at.exception
    assert not at.error
    assert [t.value for t in at.title] == [say("page.report", language)]
    assert len(at.get("download_button")) == 2
    shown = "\n".join(m.value for m in at.markdown)
    for part in ("over_time", "types", "villages"):
        assert say(f"document.chart_{part}", language) in shown
    assert f"**{say('document.left_out', language)}**" in shown


def test_title_and_parts_stand_in_the_link(home: Path) -> None:
    at = run(**to_query(YEAR), title="一季度 **小结** <b>", parts="told,villages")
    assert at.session_state["report_parts"] == ["told", "villages"]
    assert any(plain("一季度 **小结** <b>") in m.value for m in at.markdown)
    assert not any(say("document.chart_sources") in m.value for m in at.markdown)
    at.text_input(key="report_title").set_value("新题").run()
    assert at.query_params["title"] in ("新题", ["新题"])
    at.button_group(key="report_parts").set_value(["villages"]).run()
    assert at.query_params["parts"] in ("villages", ["villages"])


def test_a_damaged_part_is_told(home: Path) -> None:
    at = run(**to_query(YEAR), parts="told,<x>")
    assert any("parts" in w.value for w in at.warning)
    assert not at.exception


def test_too_much_is_told_before_it_is_collected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSHI_DOCUMENT_SENTENCES", "20")
    settings.cache_clear()
    at = run(**to_query(YEAR))
    monkeypatch.undo()
    monkeypatch.setenv("JUSHI_HOME", str(home))
    settings.cache_clear()
    assert ["超过一份文件最多的 20 次" in e.value for e in at.error] == [True]
    assert not at.get("download_button")


def test_nothing_counted_says_so(home: Path) -> None:
    at = run(data="demo", **{"from": "1990-01-01", "to": "1990-12-31"})
    assert not at.exception
    assert say("overview.empty") in [i.value for i in at.info]


def test_the_command_writes_the_same_document(home: Path, tmp_path: Path) -> None:
    link = "https://jushi.example:8443/overview?data=demo&from=2025-01-01&to=2025-12-31&lang=en"
    for ending in ("docx", "html"):
        done = CliRunner().invoke(
            main, ["report", "--link", link, "-o", str(tmp_path / f"a.{ending}"), "--title", "题"]
        )
        assert done.exit_code == 0, done.output
    document = Document(BytesIO((tmp_path / "a.docx").read_bytes()))
    assert document.paragraphs[0].text == "题"
    assert "Main figures" in [p.text for p in document.paragraphs]
    assert b"https://jushi.example:8443/reading?" in (tmp_path / "a.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--link", "data=demo", "-o", "a.pdf"), "a.pdf"),
        (("--link", "data=demo&from=2025", "-o", "a.docx"), "from"),
        (("--link", "data=nowhere", "-o", "a.docx"), "nowhere"),
        (("--link", "data=demo", "-o", "a.docx", "--parts", "told,x"), "told, figures"),
    ],
)
def test_a_wrong_command_is_told_and_writes_nothing(
    home: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    with CliRunner().isolated_filesystem(tmp_path) as folder:
        done = CliRunner().invoke(main, ["report", *arguments])
        assert done.exit_code == 2
        assert told in done.output
        assert list(Path(folder).iterdir()) == []
