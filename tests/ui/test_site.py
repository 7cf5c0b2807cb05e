from __future__ import annotations

import pytest
from conftest import ROOT

from analytics.messages import known
from analytics.ui.site import PAGES, PageInfo


def test_no_page_can_be_opened_past_the_front_door() -> None:
    """Streamlit opens a file that lies directly in pages/ without app.py."""
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_file_stands_in_the_navigation() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py")}
    assert files == {page.file for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_is_named_and_asks_for_permission_itself(page: PageInfo) -> None:
    assert known(f"page.{page.key}")
    lines = (ROOT / page.file).read_text(encoding="utf-8").splitlines()
    assert lines[-1].startswith("run_page(body, "), "a page runs through the guard, which asks"
