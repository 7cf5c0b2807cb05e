"""Signing in with a real provider and a real browser; what the door lets through, and what a cookie is worth."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import oidc_provider_mock
import pytest
from access.team_server import free_port, oidc, team_server
from browser.conftest import home  # noqa: F401
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser, Page, expect
from support import ROOT

from analytics.messages import say

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
WHO = "lan@team.example.org"
COOKIE = "_streamlit_user"
WAIT = 60_000
NOTHING_YET = say("problem.not_allowed_look", who="").partition("）")[2]


def asked(address: str, cookie: str = "", path: str = "/api/v1/overview?data=demo") -> tuple[int, str]:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{address}{path}", headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def jushi(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "analytics", *arguments], cwd=ROOT, env=environment, check=True)


def sign_in(page: Page, address: str, link: str = "/") -> None:
    page.goto(f"{address}{link}")
    page.get_by_role("button", name=say("people.sign_in"), exact=True).click()
    page.locator("input[name=sub]").fill("lan")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{address}/**")


def test_an_afternoon_at_the_door(home: Path, browser: Browser) -> None:  # noqa: F811
    port = free_port()
    user = oidc_provider_mock.User(sub="lan", claims={"email": WHO, "name": "兰"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[user]) as provider:
        metadata = f"http://localhost:{provider.server_port}/.well-known/openid-configuration"
        with team_server(home, oidc(port, metadata), port) as team:
            page = browser.new_context(locale="zh-CN").new_page()
            # Not signed in: the door, whatever the link.
            page.goto(f"{team.address}/villages?data=demo")
            expect(page.get_by_role("button", name=say("people.sign_in"), exact=True)).to_be_visible(timeout=WAIT)
            assert page.get_by_test_id("stSidebar").count() == 0
            assert asked(team.address)[0] == 401
            _another_site(port)
            # Signed in, and nothing to see yet: it says so, and whom to ask.
            sign_in(page, team.address, "/villages?data=demo")
            expect(page.get_by_text(NOTHING_YET)).to_be_visible(timeout=WAIT)
            assert page.url == f"{team.address}/villages?data=demo", "on the link that was opened"
            # A role, seen within seconds; the demonstration's figures.
            jushi(dict(team.environment), "people", "add", WHO, "--role", "viewer", "--dataset", "demo")
            page.goto(f"{team.address}/?data=demo")
            expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=WAIT)
            expect(page.get_by_role("link", name=say("page.people"))).to_have_count(0)
            [kept] = [c["value"] for c in page.context.cookies() if c["name"] == COOKIE]
            assert asked(team.address, kept)[0] == 200
            _cookies(team.address, team.cookie_secret, kept)
            # Taken away: within 5 seconds nothing more, in the open session and with the cookie.
            jushi(dict(team.environment), "people", "remove", WHO, "--dataset", "demo")
            page.wait_for_timeout(2_000)
            assert asked(team.address, kept)[0] == 403
            page.get_by_role("link", name=say("page.villages")).click()
            expect(page.get_by_text(NOTHING_YET).first).to_be_visible(timeout=WAIT)
            # Signed out: a copy of the cookie is worth nothing.
            jushi(dict(team.environment), "people", "add", WHO, "--role", "viewer", "--dataset", "demo")
            page.goto(f"{team.address}/?data=demo")
            expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=WAIT)
            page.get_by_role("button", name=say("people.sign_out")).click()
            page.wait_for_url(f"http://localhost:{provider.server_port}/**")  # it asks whether to end its own session too
            page.goto(f"{team.address}/?data=demo")
            expect(page.get_by_role("button", name=say("people.sign_in"), exact=True)).to_be_visible(timeout=WAIT)
            page.wait_for_timeout(2_000)
            assert asked(team.address, kept)[0] == 401


def _another_site(port: int) -> None:
    """A page of another site opens no session and uploads nothing; there is no address that sends a browser elsewhere."""
    upgrade = (
        "GET /_stcore/stream HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert _first_line(port, upgrade.format(port=port, origin=f"http://localhost:{port}")).split()[1] == "101"
    assert _first_line(port, upgrade.format(port=port, origin="http://elsewhere.example.org")).split()[1] == "403"
    upload = "PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\n\r\n"
    assert _first_line(port, upload.format(port=port)).split()[1] in ("400", "403")
    for path in (
        "auth/login?provider=//elsewhere.example.org",
        "oauth2callback?state=x&code=y",
        "auth/logout?next=//e.org",
    ):
        with pytest.raises(urllib.error.HTTPError) as told:
            urllib.request.build_opener(_Stay).open(f"http://localhost:{port}/{path}", timeout=60)
        assert told.value.code == 302
        assert told.value.headers["Location"] == "/"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _first_line(port: int, request: str) -> str:
    with socket.create_connection(("localhost", port), timeout=60) as link:
        link.sendall(request.encode())
        return link.recv(200).decode("latin-1").split("\r\n")[0]


def _cookies(address: str, secret: str, kept: str) -> None:
    """Forged, changed, of another server, too old."""
    signed = URLSafeTimedSerializer(secret, salt=COOKIE)
    claims = json.loads(signed.loads(kept))
    assert claims["email"] == WHO

    def status(key: str = secret, **changes: object) -> int:
        made = URLSafeTimedSerializer(key, salt=COOKIE).dumps(json.dumps(claims | changes))
        return asked(address, made)[0]

    assert status() == 200, "made as the server makes it"
    assert status("another secret, as long as it may be for one") == 401
    assert status(iat=claims["iat"] - 13 * 3600) == 401
    assert status(iat=claims["iat"] + 3600) == 401
    assert status(iat=None) == 401
    assert status(origin="https://elsewhere.example.org") == 401
    assert status(is_logged_in=False) == 401
    assert status(email="", sub="admin@team.example.org") == 401
    assert status(email="admin@team.example.org", email_verified=False) == 403, "known by sub then, who has no role"
    changed = "A" if kept[-5] != "A" else "B"  # not the last one: half of its bits count for nothing
    assert asked(address, kept[:-5] + changed + kept[-4:])[0] == 401
    assert asked(address, "x" * 3000)[0] == 401
