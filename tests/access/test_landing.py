"""After signing in one lands on the page that was asked for, and nothing that a browser sends leads to another site."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from access.conftest import SECRETS
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from analytics.settings import settings
from analytics.ui import landing
from analytics.ui.landing import ADDRESSES, COOKIE, MOST, Landing, asked, own

pytestmark = pytest.mark.sqlite  # no database is asked
KEY = SECRETS["JUSHI_COOKIE_SECRET"]
HERE = "https://here.example.org"
ELSEWHERE = (
    "//evil.example.org", "///evil.example.org", "\\\\evil.example.org", "/\\evil.example.org", "https://evil.example.org/",
    "https:evil.example.org", "javascript:alert(1)", "/%2F%2Fevil.example.org", "/%2f%2fevil.example.org/overview",
    "/overview//evil.example.org", "/villages/../../evil", "/./villages", "/villages/", "@evil.example.org/villages",
    "/villages\r\nLocation: https://evil.example.org", "/villages%0d%0aSet-Cookie:x=1", "/villages\x00", "villages", "",
    "/auth/login", "/auth/logout", "/oauth2callback", "/api/v1/overview", "/guest/secret", "/VILLAGES", "/villages#//evil",
    " /villages", "/\t/evil.example.org", "/v\u0131llages",
)  # fmt: skip


@pytest.fixture(autouse=True)
def team(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(landing, "get_cookie_secret", lambda: KEY)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def client(ends: str = "in") -> TestClient:
    """A site whose provider sends browsers back at once: signed ``in``, ``out``, refused, or to another place."""

    def back(_request: Request) -> Response:
        found = RedirectResponse("https://id.example.org/next" if ends == "away" else "/", 302)
        if ends != "refused":
            found.set_cookie("_streamlit_user", "" if ends == "out" else "signed-claims")
        return found

    site = Starlette(
        routes=[Route("/oauth2callback", back), Route("/{rest:path}", lambda _r: PlainTextResponse("page"))]
    )
    return TestClient(Landing(site), base_url=HERE, follow_redirects=False)


def signed(link: str, key: str = KEY, name: str = COOKIE) -> str:
    return create_signed_value(key, name, link).decode()


@pytest.mark.parametrize("path", sorted(ADDRESSES))
def test_every_page_is_landed_on_with_its_view(path: str) -> None:
    query = urlencode(
        [("data", "一个 集合"), ("kind", "a"), ("kind", "b&c=d"), ("q", "https://evil.example.org"), ("e", "")]
    )
    browser = client()
    browser.get(f"{path}?{query}")
    found = browser.get("/oauth2callback?state=x&code=y")
    assert (found.status_code, found.headers["location"]) == (302, f"{path}?{query}")
    assert browser.get("/oauth2callback").headers["location"] == "/", "once"


def test_the_last_page_counts_and_one_without_parameters() -> None:
    browser = client()
    browser.get("/villages?data=a")
    browser.get("/trends")
    browser.get("/api/v1/overview?data=b")
    assert browser.get("/oauth2callback").headers["location"] == "/trends"


def test_the_cookie_is_out_of_reach() -> None:
    told = client().get("/villages?data=a").headers["set-cookie"]
    parts = {one.strip().lower() for one in told.split(";")[1:]}
    assert parts == {"path=/oauth2callback", "max-age=3600", "httponly", "samesite=lax", "secure"}


@pytest.mark.parametrize("link", ELSEWHERE)
def test_no_link_leads_elsewhere(link: str) -> None:
    """Neither as an address nor in a cookie, even where that is signed with the right key."""
    path, _, query = link.partition("?")
    assert own(path, query) is None
    assert asked(signed(link)) == "/"
    browser = client()
    browser.cookies.set(COOKIE, signed(link), domain="here.example.org", path="/oauth2callback")
    assert browser.get("/oauth2callback").headers["location"] == "/"


@pytest.mark.parametrize(
    "query", ["a=\r\nLocation: //evil", "a=%0d%0aSet-Cookie:x=1", "a=\x00", "next=//evil.example.org", "#//evil", "a=é"]
)
def test_parameters_are_written_anew(query: str) -> None:
    found = own("/villages", query)
    assert found is not None
    assert found.isascii()
    assert found.isprintable()
    assert " " not in found
    assert (urlsplit(found).netloc, urlsplit(found).path, urlsplit(found).fragment) == ("", "/villages", "")


def test_what_is_too_long_or_no_text_opens_the_root() -> None:
    assert own("/villages", "a=" + "x" * MOST) is None
    assert own("/villages", "a=" + "村" * (MOST // 5)) is None, "long once it is written as a link"
    assert own("/villages", "a=%ff%fe") is None
    longest = own("/villages", "a=" + "x" * (MOST - 2))
    assert longest
    assert len(landing._cookie(longest)) < 4096
    browser = client()
    browser.get("/villages?a=1")
    browser.get("/villages?a=" + "x" * MOST)
    assert browser.get("/oauth2callback").headers["location"] == "/"


def test_a_cookie_of_somebody_else_or_too_old_is_worth_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    good = signed("/villages?data=a")
    assert asked(good) == "/villages?data=a"
    for wrong in (
        signed("/villages", "x" * 40),
        signed("/villages", name="_streamlit_user"),
        good[:-1],
        "",
        "密",
        "/villages",
    ):
        assert asked(wrong) == "/"
    monkeypatch.setattr(landing, "SECONDS", -1)
    assert asked(good) == "/"


@pytest.mark.parametrize(("ends", "leads"), [("out", "/"), ("refused", "/"), ("away", "https://id.example.org/next")])
def test_only_who_was_signed_in_is_led(ends: str, leads: str) -> None:
    browser = client(ends)
    browser.get("/villages?data=a")
    assert browser.get("/oauth2callback").headers["location"] == leads


def test_without_signing_in_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("JUSHI_MODE", "local"), ("JUSHI_PROXY_HEADER", "X-Person")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            settings.cache_clear()
            assert "set-cookie" not in client().get("/villages").headers
    settings.cache_clear()
    assert "set-cookie" not in client().post("/villages").headers
    assert "set-cookie" not in client().get("/static/villages").headers
