"""A workspace in team mode with two collections: one that people have roles in, and one that nobody may know of."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from databases import database, pytest_generate_tests

from analytics.access import Role, give
from analytics.access.rights import forget
from analytics.api import asked
from analytics.importing import import_files
from analytics.settings import settings
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import data, signed

__all__ = ["database", "pytest_generate_tests"]
OPEN, HIDDEN = "open", "a-closed-one"
"""The hidden one comes first by name: a link without a collection must not fall on it."""
SECRET = ("幽泉", "雪杉")
"""Words of the hidden collection, which must stand nowhere."""
WHO = "lan@team.example.org"
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
"""A character as JSON may write it."""
SECRETS = {
    "JUSHI_MODE": "team", "JUSHI_ADMINS": "boss@team.example.org", "JUSHI_OIDC_CLIENT_ID": "c",
    "JUSHI_OIDC_CLIENT_SECRET": "q7Zr2kP0xLm4Tn8Wb6Yc1Vd3Hf5Jg9Ks", "JUSHI_OIDC_METADATA_URL": "https://id.example.org/m",
    "JUSHI_OIDC_REDIRECT_URI": "https://here.example.org/oauth2callback",
    "JUSHI_COOKIE_SECRET": "Zk3Lq9Xw2Rt7Yp5Mv8Nc1Bd6Fg4Hj0Ks",
}  # fmt: skip


def articles(place: str, group: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{place}-{n}", "title": f"{place}村里办义诊 第{n}次", "published": f"2025-03-0{n}", "source": "云岫周报",
            "author": None, "url": None,
            "text": f"本报讯 3月{n}日，{group}医院党支部与{place}村党支部结对，在{place}村开展义诊志愿服务活动，{n}0名村民参加。",
        }
        for n in (1, 2, 3)
    ]  # fmt: skip


@dataclass
class Team:
    """``claims``: what the identity provider says of whoever asks; ``as_role``: they have this role in ``open`` (None: none)."""

    space: Workspace
    claims: dict[str, Any]

    def as_role(self, role: str | None) -> None:
        """nobody, none, viewer, analyst, reviewer, admin."""
        self.claims.clear()
        with self.space.writing() as session:
            session.connection().exec_driver_sql("DELETE FROM role_grant")
        if role != "nobody":
            self.sign_in(WHO)
        if role not in (None, "none", "nobody"):
            self.give(role)
        forget()

    def sign_in(self, who: str) -> None:
        self.claims |= {"is_logged_in": True, "email": who, "sub": "s-1", "name": "兰", "iat": time.time() - 5}
        self.claims["origin"] = "https://here.example.org"

    def give(self, role: Role | str, dataset: str = OPEN) -> None:
        give(self.space, WHO, dataset, role, "boss@team.example.org")  # type: ignore[arg-type]
        forget()


@pytest.fixture(scope="module")
def team(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUSHI_HOME", str(folder / "home"))
        for name, value in SECRETS.items():
            patch.setenv(name, value)
        _fresh()
        for name, place, group in ((OPEN, "柳林", "云岫"), (HIDDEN, *SECRET)):
            file = folder / f"{name}.jsonl"
            file.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles(place, group)), "utf-8")
            import_files([file], name)
        found = Team(open_workspace(), {})
        patch.setattr(signed, "session_claims", lambda: dict(found.claims))
        patch.setattr(signed, "session_cookies", dict)
        patch.setattr(signed, "cookie_claims", lambda _cookies: dict(found.claims))
        yield found
        found.space.close()
    _fresh()


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An own workspace with two collections that have no version."""
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    forget()
    found = open_workspace()
    for name in ("一", "二"):
        found.create(name)
    yield found
    found.close()
    monkeypatch.undo()
    settings.cache_clear()
    forget()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold in that time."""
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def _fresh() -> None:
    settings.cache_clear()
    data.workspace.clear()
    asked.workspace.cache_clear()
    forget()


def words(at: Any) -> str:
    """All that a run of a page gave to the browser, as text."""
    shown = "\n".join(str(element.proto) for block in (at.main, at.sidebar) for element in _elements(block))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), shown)


def ways(at: Any) -> set[str]:
    """The pages to which a run of a page offers links, by their addresses; the home page is "/"."""
    found = {urlsplit(link.proto.page).path.strip("/") or "/" for link in at.main.get("page_link")}
    for element in at.sidebar.get("bidi_component"):
        if element.proto.component_name.endswith("jushi_nav"):
            found |= {link["key"] for group in json.loads(element.proto.json)["groups"] for link in group["links"]}
    return found


def _elements(block: Any) -> Iterator[Any]:
    """What it shows, with the names of its folds and boxes."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _elements(child)
