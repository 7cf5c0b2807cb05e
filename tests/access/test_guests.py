"""Guest links: what whoever has one sees on every page, address and link; passwords, ends, forged ones; the page, the command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from access.conftest import HIDDEN, OPEN, SECRET, WHO, Team, ways, within, words
from access.test_matrix import ADDRESSES, OPEN_TO_ALL, WATCHED, alone, run
from access.test_tokens import code
from click.testing import CliRunner
from session import Session
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.access import ACTIONS, NOBODY, Guest, Wish, dismiss_guest, enter, guests, invite, may, person_entered
from analytics.access.rights import forget, guest_entered
from analytics.api.entrance import entrance
from analytics.api.routes import routes
from analytics.cli import main
from analytics.importing import import_files
from analytics.messages import say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store import audit_log
from analytics.store.audit_log import Wanted
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import access, signed
from analytics.ui.signed import GUEST_COOKIE
from analytics.ui.site import PAGES

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WORD = "石榴树下走三步吧"
TOLD = ("overview", "trends", "activities", "villages", "pairings", "articles", "reading", "method")
"""The pages that guests see."""


def wish(**change: object) -> Wish:
    return Wish(
        **(
            {
                "name": "县局",
                "dataset": "一",
                "version": 1,
                "revision": 0,
                "address": "/trends?data=一&v=1&rev=0",
                "days": 30,
            }
            | change
        )
    )


def test_a_guest_may_look_at_the_collection_of_the_link_and_nothing_else(space: Workspace) -> None:
    link, secret = invite(space, wish(), WHO, NOW)
    opened, kept = enter(space, secret, None, NOW)
    assert (opened.id, opened.address, opened.asks) == (link.id, "/trends?data=一&v=1&rev=0", False)
    who = person_entered(space, kept, NOW)
    assert (who.kind, who.name, who.pinned) == ("guest", "县局", (1, 0))
    assert [action for action in ACTIONS if may(who, action, "一")] == ["look"]
    assert not [action for action in ACTIONS if may(who, action, "二") or may(who, action, "*")]


def test_what_was_changed_has_ended_or_was_never_given_opens_nothing(space: Workspace) -> None:
    link, secret = invite(space, wish(), WHO, NOW)
    _, kept = enter(space, secret, None, NOW)
    for said in (secret[:-1], secret + "A", "", "榴", "x" * 5000):
        assert code(lambda said=said: enter(space, said, None, NOW)) == "guest_over", said
    for said in (
        secret,
        f"{secret}.",
        f"{secret}.0",
        kept[:-1],
        kept + "0",
        "a.b",
        "",
        "榴.榴",
        "x" * 5000,
        f".{kept.split('.')[1]}",
    ):
        assert person_entered(space, said, NOW) == NOBODY, said
    assert person_entered(space, kept, link.expires_at - timedelta(seconds=1)).known
    assert code(lambda: person_entered(space, kept, link.expires_at)) == "guest_over"
    assert code(lambda: enter(space, secret, None, link.expires_at)) == "guest_over"
    dismiss_guest(space, link.id, WHO)
    dismiss_guest(space, link.id, WHO)
    assert code(lambda: person_entered(space, kept, NOW)) == "guest_over"
    assert code(lambda: enter(space, secret, None, NOW)) == "guest_over"
    assert code(lambda: dismiss_guest(space, link.id + 1, WHO)) == "no_guest"


def test_a_password_is_asked_for_and_its_tries_are_counted_for_all_processes(space: Workspace) -> None:
    _, secret = invite(space, wish(password=WORD), WHO, NOW)
    plain_link, plain_secret = invite(space, wish(), WHO, NOW)
    assert code(lambda: enter(space, secret, None, NOW)) == "guest_asks"
    _, kept = enter(space, secret, WORD, NOW)
    assert person_entered(space, kept, NOW).known
    borrowed = f"{secret}.{enter(space, plain_secret, None, NOW)[1].split('.')[1]}"
    assert person_entered(space, borrowed, NOW) == NOBODY, "the proof of another link"
    other = open_workspace()
    for number in range(settings().guest_tries):
        assert code(lambda n=number: enter((space, other)[n % 2], secret, f"{WORD}{n}", NOW)) == "guest_wrong"
    assert code(lambda: enter(other, secret, WORD, NOW)) == "guest_pauses", "the right one waits too"
    assert enter(space, plain_secret, None, NOW)[0].id == plain_link.id, "other links do not"
    assert person_entered(space, kept, NOW).known, "whoever is inside stays"
    later = NOW + timedelta(minutes=settings().guest_pause_minutes)
    assert code(lambda: enter(space, secret, "", later)) == "guest_wrong"
    assert enter(other, secret, WORD, later)
    other.close()


def test_secret_and_password_are_kept_nowhere_and_all_is_in_the_log(space: Workspace) -> None:
    link, secret = invite(space, wish(password=WORD), WHO, NOW)
    enter(space, secret, WORD, NOW)
    dismiss_guest(space, link.id, "boss")
    with space.reading() as session:
        kept = [
            str(row) for table in ("guest_link", "audit") for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not [row for row in kept if secret in row or WORD in row]
    told = [e for e in audit_log.entries(space, Wanted()) if e.action.startswith("guest.")]
    assert [(e.action, e.who, e.dataset) for e in told] == [
        ("guest.dismiss", "boss", "一"),
        ("guest.invite", WHO, "一"),
    ]
    assert told[1].new is not None
    assert (told[1].new["name"], told[1].new["password"]) == ("县局", True)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"name": " "}, "guest_name"), ({"name": "a\nb"}, "guest_name"), ({"name": "字" * 101}, "guest_name"),
        ({"days": 0}, "guest_days"), ({"days": 367}, "guest_days"), ({"password": "1234567"}, "guest_password"),
        ({"dataset": "三"}, "no_dataset"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_guest_link_is_told(space: Workspace, change: dict[str, object], wanted: str) -> None:
    assert code(lambda: invite(space, wish(**change), WHO)) == wanted
    assert guests(space) == []


def test_guest_links_are_listed_and_ended_by_command(space: Workspace) -> None:
    link, secret = invite(space, wish(), WHO)
    listed = CliRunner().invoke(main, ["guests", "list"]).output
    assert "县局" in listed
    assert secret not in listed
    assert CliRunner().invoke(main, ["guests", "revoke", str(link.id)]).exit_code == 0
    assert code(lambda: enter(space, secret, None)) == "guest_over"
    assert CliRunner().invoke(main, ["guests", "revoke", "999"]).exit_code != 0


@pytest.fixture
def guest(team: Team, monkeypatch: pytest.MonkeyPatch) -> tuple[Guest, str]:
    """Nobody is signed in; the browser keeps a guest link of the first version of ``open``, which has two."""
    team.as_role("nobody")
    if team.space.dataset(OPEN).versions < 2:
        file = team.space.home / "more.jsonl"
        told = "4月1日，云岫医院党支部在桐湾村开展义诊。"
        more = {"id": "more", "title": "桐湾村义诊", "published": "2025-04-01", "text": told}
        file.write_text(json.dumps(more, ensure_ascii=False) + "\n", "utf-8")
        import_files([file], OPEN)
    link, secret = invite(team.space, wish(dataset=OPEN, address=f"/trends?data={OPEN}&v=1&rev=0"), WHO)
    _, kept = enter(team.space, secret, None)
    monkeypatch.setattr(signed, "session_cookies", lambda: {GUEST_COOKIE: kept})
    forget()
    return link, kept


def ask(address: str, kept: str):
    client = TestClient(Starlette(routes=routes()), base_url="http://localhost", cookies={GUEST_COOKIE: kept})
    return client.get(address)


@pytest.mark.sqlite
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_for_a_guest(team: Team, guest: tuple[Guest, str], page) -> None:
    told = page.key in TOLD
    more = {"article": "柳林-1"} if page.key == "reading" else {}
    at = (run if told else alone)(page.key, data=OPEN, **more)
    assert not at.exception
    errors = "\n".join(one.value for one in at.error)
    if told:
        assert not errors
        assert "桐湾" not in words(at), "the second version"
        assert ways(at) <= {"/", *TOLD}, "no link to what is refused"
        for other in ({"data": OPEN, "v": "2"}, {"data": OPEN, "v": "1", "rev": "7"}):
            wrong = run(page.key, **other, **more)
            said = "\n".join(one.value for one in wrong.error)
            assert say("problem.guest_version", version=1) in said or page.key == "method", "which needs no collection"
            assert "桐湾" not in words(wrong)
    else:
        assert say("problem.guest_only") in errors
        assert "柳林" not in words(at)
    for query in ({"data": HIDDEN}, {"data": HIDDEN, "v": "1"}):
        assert not [word for word in SECRET if word in words(run(page.key, **query))]


@pytest.mark.sqlite
def test_a_guest_is_offered_what_guests_may_see_and_told_who_they_are(team: Team, guest: tuple[Guest, str]) -> None:
    at = run("overview", data=OPEN)
    offered = words(at)
    assert say("guest.as", name="县局") in offered
    for page in PAGES:
        assert (say(f"page.{page.key}") in offered) is (page.key in TOLD and page.group != "hidden"), page.key
    assert say("people.sign_out") not in offered
    assert say("save.open_help") not in offered, "nothing that would be refused"
    told = "\n".join(words(run(page, data=OPEN, article="柳林-1")) for page in ("trends", "reading"))
    assert not [key for key in ("notes.add", "joining.title", "save.open_help") if say(key) in told]
    assert say("villages.never_unknown_read") in words(run("villages", data=OPEN, tab="never"))


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_for_a_guest(team: Team, guest: tuple[Guest, str], address: str) -> None:
    path = address.replace("{rest:path}", "nothing")
    extra = "&article=%E6%9F%B3%E6%9E%97-1" if path.endswith("/reading") else ""
    found, later, hidden = (ask(f"{path}?data={name}{extra}", guest[1]) for name in (OPEN, f"{OPEN}&v=2", HIDDEN))
    if path in OPEN_TO_ALL:
        assert found.status_code in (200, 503)
    elif path.endswith(".csv"):
        assert {found.status_code, hidden.status_code} <= {403, 404}
        assert later.status_code in (400, 403)
    elif path in WATCHED or path.endswith("nothing"):
        assert found.status_code == 404
    elif not path.endswith(("collections", "openapi.json")):
        assert (found.status_code, later.status_code, hidden.status_code) == (200, 400, 404)
        assert later.json()["error"]["code"] == "guest_version"
        assert found.json()["view"]["version"] == 1
    for answer in (found, later, hidden):
        assert not [word for word in (*SECRET, "桐湾") if word in answer.text]


@pytest.mark.sqlite
def test_every_action_of_a_guest(team: Team, guest: tuple[Guest, str]) -> None:
    who = guest_entered(guest[1])
    for action in ACTIONS:
        with access.asking_as(who):
            try:
                access.require(action, OPEN)
                refused = None
            except Problem as problem:
                refused = problem.code
            assert code(lambda a=action: access.require(a, HIDDEN)) in ("not_seen", "guest_only")
        assert refused == (None if action == "look" else "guest_only"), action


@pytest.mark.sqlite
def test_a_link_that_was_revoked_gives_out_nothing_within_seconds_also_in_an_open_page(
    team: Team, guest: tuple[Guest, str]
) -> None:
    session, address = Session(), f"/api/v1/overview?data={OPEN}"
    session.open("articles", {"data": OPEN})
    assert "柳林" in words(session.at)
    assert ask(address, guest[1]).status_code == 200
    elsewhere = open_workspace()  # as another process does: nothing here is told of it
    dismiss_guest(elsewhere, guest[0].id, WHO)
    elsewhere.close()
    assert within(5, lambda: ask(address, guest[1]).status_code == 401)
    assert ask(address, guest[1]).json()["error"]["code"] == "guest_over"
    session.run()
    assert "柳林" not in words(session.at)


@pytest.mark.sqlite
def test_whoever_is_signed_in_stays_who_they_are(team: Team, guest: tuple[Guest, str]) -> None:
    team.as_role("viewer")
    assert "桐湾" in words(run("articles", data=OPEN))
    assert say("guest.as", name="县局") not in words(run("overview", data=OPEN))


def door() -> TestClient:
    return TestClient(Starlette(routes=entrance()), base_url="http://localhost", follow_redirects=False)


@pytest.mark.sqlite
def test_the_entrance_leads_to_the_page_and_leaves_the_secret_behind(team: Team) -> None:
    team.as_role("nobody")
    _, secret = invite(team.space, wish(dataset=OPEN, address=f"/trends?data={OPEN}&v=1&rev=0"), WHO)
    found = door().get(f"/guest/{secret}")
    assert (found.status_code, found.headers["location"]) == (303, f"/trends?data={OPEN}&v=1&rev=0")
    assert found.headers["referrer-policy"] == "no-referrer"
    cookie = found.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "max-age="))
    assert "secure" in cookie, "its address begins with https"
    for path in (
        "/guest/forged",
        f"/guest/{secret}x",
        "/guest/%2F%2Fevil.example",
        "/guest/%3Cscript%3E",
        f"/guest/{'x' * 3000}",
    ):
        wrong = door().get(path)
        assert wrong.status_code == 404
        assert say("problem.guest_over") in wrong.text
        assert "location" not in wrong.headers
        assert "<script" not in wrong.text
        assert "default-src 'none'" in wrong.headers["content-security-policy"]


@pytest.mark.sqlite
def test_the_entrance_asks_for_the_password(team: Team) -> None:
    team.as_role("nobody")
    _, secret = invite(team.space, wish(dataset=OPEN, address=f"/trends?data={OPEN}", password=WORD), WHO)
    asked = door().get(f"/guest/{secret}?lang=en")
    assert asked.status_code == 200
    assert say("problem.guest_asks", "en") in asked.text
    assert 'type="password"' in asked.text
    assert "set-cookie" not in asked.headers
    wrong = door().post(f"/guest/{secret}", data={"password": "<b>nothing</b>"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    assert "<b>" not in wrong.text
    right = door().post(f"/guest/{secret}", data={"password": WORD})
    assert (right.status_code, right.headers["location"]) == (303, f"/trends?data={OPEN}")
    for body in (b"password=" + b"x" * 5000, b"\xff\xfe", b""):
        assert door().post(f"/guest/{secret}", content=body).status_code == 403
    pauses = [door().post(f"/guest/{secret}", data={"password": "wrong"}).status_code for _ in range(5)]
    assert pauses[-1] == 429


@pytest.mark.sqlite
def test_on_the_page_one_makes_a_link_to_the_view_and_ends_it(team: Team) -> None:
    team.as_role("analyst")
    before = {one.id for one in guests(team.space, OPEN)}
    at = run("views", data=OPEN, v="1", **{"from": "2025-03-01", "to": "2025-03-31"})
    at.text_input(key="guest_name").set_value("县局")
    at.selectbox(key="guest_page").set_value("villages")
    at.button(key="guest_go").click().run()
    assert not at.exception
    assert not at.error
    [made] = [one for one in guests(team.space, OPEN) if one.id not in before]
    parts = urlsplit(made.address)
    assert (parts.path, made.version) == ("/villages", 1)
    assert {"data": OPEN, "v": "1", "from": "2025-03-01", "to": "2025-03-31"}.items() <= dict(
        parse_qsl(parts.query)
    ).items()
    [shown] = [one.value for one in at.code]
    assert shown.startswith("https://here.example.org/guest/")
    opened, _ = enter(team.space, shown.rsplit("/", 1)[1], None)
    assert opened.id == made.id
    assert not at.run().code, "shown once"
    at.selectbox(key="guest_which").set_value(made.id)
    at.button(key="guest_off").click().run()
    assert code(lambda: enter(team.space, shown.rsplit("/", 1)[1], None)) == "guest_over"
    team.as_role("viewer")
    assert say("guest.title") not in words(run("views", data=OPEN))
