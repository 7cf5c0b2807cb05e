"""Tokens: every address × every role of the owner × every token; forged, expired and revoked ones; the page and the commands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from access.conftest import HIDDEN, OPEN, SECRET, WHO, Team, within, words
from access.test_matrix import ADDRESSES, OPEN_TO_ALL, WATCHED, allowed, run
from click.testing import CliRunner
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.access import (
    EVERY,
    ROLES,
    TOKEN_ROLES,
    end_sessions,
    every_token,
    give,
    make_token,
    may,
    person_of_token,
    revoke,
    revoke_token,
)  # fmt: skip
from analytics.access.rights import forget
from analytics.access.tokens import PREFIX
from analytics.api.routes import routes
from analytics.cli import main
from analytics.messages import say
from analytics.problems import Problem
from analytics.store import audit_log
from analytics.store.audit_log import Wanted
from analytics.store.workspace import Workspace, open_workspace

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def code(run) -> str:
    with pytest.raises(Problem) as caught:
        run()
    return caught.value.code


def test_a_token_is_its_owner_and_never_more(space: Workspace) -> None:
    give(space, WHO, "一", "admin", "boss")
    _, one = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    _, other = make_token(space, WHO, "二号", "二", "analyst", 30, WHO, NOW)
    forget()
    who = person_of_token(space, one, NOW)
    assert (who.id, who.kind) == (WHO, "token")
    assert [may(who, a, "一") for a in ("look", "export", "purge", "people")] == [True, False, False, False]
    assert not may(person_of_token(space, other, NOW), "look", "一"), "a token for one collection"
    assert not may(person_of_token(space, other, NOW), "look", "二"), "which its owner may not see"
    give(space, WHO, "二", "viewer", "boss")
    forget()
    assert may(person_of_token(space, other, NOW), "look", "二")
    assert not may(person_of_token(space, other, NOW), "export", "二"), "its owner may not"
    revoke(space, WHO, "一", "boss")
    forget()
    assert not may(person_of_token(space, one, NOW), "look", "一")


def test_a_secret_that_was_changed_has_expired_or_was_revoked_is_worth_nothing(space: Workspace) -> None:
    made, secret = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    last = made.expires_at - timedelta(seconds=1)
    assert person_of_token(space, secret, last).id == WHO
    end = made.expires_at
    shorter = secret.removeprefix(PREFIX)
    wrong = [secret[:-1], secret + "A", secret.upper(), shorter, "", PREFIX, "jushi_’", "x" * 5000, f"{secret}\n"]
    for said in wrong:
        assert code(lambda said=said: person_of_token(space, said, NOW)) == "token_invalid", said
    assert code(lambda: person_of_token(space, secret, end)) == "token_invalid"
    revoke_token(space, made.id, WHO)
    revoke_token(space, made.id, WHO)
    assert code(lambda: person_of_token(space, secret, NOW)) == "token_invalid"
    [kept] = every_token(space)
    assert kept.revoked_at is not None


def test_the_secret_is_kept_nowhere(space: Workspace, tmp_path: Path) -> None:
    _, secret = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    with space.reading() as session:
        kept = [str(row) for table in ("api_token", "audit") for row in session.execute(text(f"SELECT * FROM {table}"))]
    assert kept
    assert not [row for row in kept if secret in row or secret.removeprefix(PREFIX) in row]


def test_what_is_done_with_tokens_stands_in_the_log(space: Workspace) -> None:
    made, secret = make_token(space, WHO, "周报", "一", "analyst", 30, "boss", NOW)
    person_of_token(space, secret, NOW)
    revoke_token(space, made.id, "boss")
    told = [e for e in audit_log.entries(space, Wanted()) if e.action.startswith("token.")]
    assert [(e.action, e.who, e.dataset) for e in told] == [
        ("token.revoke", "boss", "一"),
        ("token.make", "boss", "一"),
    ]
    assert told[1].new == {"name": "周报", "role": "analyst", "expires": "2026-03-31"}


def test_the_last_use_is_kept_to_a_minute(space: Workspace) -> None:
    _, secret = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    for seconds, kept in ((0, 0), (59, 0), (60, 60), (61, 60)):
        person_of_token(space, secret, NOW + timedelta(seconds=seconds))
        [token] = every_token(space)
        assert token.used_at == NOW + timedelta(seconds=kept)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"name": " "}, "token_name"), ({"name": "a\nb"}, "token_name"), ({"name": "字" * 101}, "token_name"),
        ({"days": 0}, "token_days"), ({"days": 367}, "token_days"), ({"role": "admin"}, "role_unknown"),
        ({"dataset": "三"}, "no_dataset"), ({"person": "a b"}, "person_id"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_token_is_told(space: Workspace, change: dict[str, object], wanted: str) -> None:
    given = {"person": WHO, "name": "周报", "dataset": EVERY, "role": "viewer", "days": 30, "who": WHO} | change
    assert code(lambda: make_token(space, **given)) == wanted
    assert every_token(space) == []


def test_nobody_ends_the_token_of_somebody_else(space: Workspace) -> None:
    made, _ = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    assert code(lambda: revoke_token(space, made.id, "eve", "eve@team.example.org")) == "no_token"
    assert code(lambda: revoke_token(space, made.id + 1, WHO)) == "no_token"
    assert every_token(space)[0].revoked_at is None


def test_signing_out_everywhere_leaves_tokens_which_are_ended_by_themselves(space: Workspace) -> None:
    _, secret = make_token(space, WHO, "周报", EVERY, "viewer", 30, WHO, NOW)
    end_sessions(space, WHO, WHO)
    assert person_of_token(space, secret, NOW).id == WHO


def ask(address: str, *sent: str):
    client = TestClient(Starlette(routes=routes()), base_url="http://localhost")
    return client.get(address, headers=[("authorization", one) for one in sent])


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", TOKEN_ROLES)
@pytest.mark.parametrize("owner", ["none", *ROLES])
def test_every_address_for_every_token_of_every_owner(team: Team, owner: str, role: str, address: str) -> None:
    team.as_role(owner)
    path = address.replace("{rest:path}", "nothing")
    extra = "&article=%E6%9F%B3%E6%9E%97-1" if path.endswith("/reading") else ""
    action = "export" if path.endswith(".csv") else "look"
    for dataset in (OPEN, EVERY, HIDDEN):
        _, secret = make_token(team.space, WHO, "周报", dataset, role, 30, WHO)
        team.claims.clear()  # nobody is signed in beside it
        found, hidden = (ask(f"{path}?data={name}{extra}", f"Bearer {secret}") for name in (OPEN, HIDDEN))
        may_here = dataset != HIDDEN and allowed(owner, action) and allowed(role, action)
        if path in OPEN_TO_ALL:
            assert found.status_code in (200, 503)
        elif path in WATCHED or (path.endswith("nothing") and dataset != HIDDEN and owner != "none"):
            assert found.status_code == 404
        elif "collections" in path:
            assert (f'"{OPEN}"' in found.text) is may_here
        else:
            assert (found.status_code == 200) is may_here, found.text
            assert may_here or found.status_code in (403, 404)
        for answer in (found, hidden):
            assert not [word for word in SECRET if word in answer.text]


@pytest.mark.sqlite
def test_a_token_decides_alone_and_is_sent_once(team: Team) -> None:
    team.as_role("analyst")
    _, secret = make_token(team.space, WHO, "周报", HIDDEN, "analyst", 30, WHO)
    assert ask(f"/api/v1/overview?data={OPEN}").status_code == 200, "by the cookie"
    assert ask(f"/api/v1/overview?data={OPEN}", f"Bearer {secret}").status_code in (403, 404), "the cookie adds nothing"
    wrong = ("Bearer jushi_forged", "Basic bGFuOjE=", "", "Bearer", secret)
    for sent in (*((one,) for one in wrong), (f"Bearer {secret}", f"Bearer {secret}")):
        answer = ask(f"/api/v1/overview?data={OPEN}&lang=en", *sent)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_invalid"), sent
        assert answer.json()["error"]["what"] == say("problem.token_invalid", "en")
        assert answer.headers["www-authenticate"] == 'Bearer realm="jushi", error="invalid_token"'


@pytest.mark.sqlite
def test_a_token_that_was_revoked_gives_nothing_at_once_and_its_owners_right_within_seconds(team: Team) -> None:
    team.as_role("viewer")
    made, secret = make_token(team.space, WHO, "周报", EVERY, "viewer", 30, WHO)
    _, other = make_token(team.space, WHO, "月报", EVERY, "viewer", 30, WHO)
    team.claims.clear()
    address = f"/api/v1/overview?data={OPEN}"
    assert [ask(address, f"Bearer {one}").status_code for one in (secret, other)] == [200, 200]
    elsewhere = open_workspace()  # as another process does: nothing here is told of it
    revoke_token(elsewhere, made.id, WHO)
    assert ask(address, f"Bearer {secret}").status_code == 401
    revoke(elsewhere, WHO, OPEN, "boss")
    elsewhere.close()
    assert within(5, lambda: ask(address, f"Bearer {other}").status_code in (403, 404))


@pytest.mark.sqlite
def test_a_token_opens_no_page(team: Team) -> None:
    team.as_role("viewer")
    _, secret = make_token(team.space, WHO, "周报", EVERY, "viewer", 30, WHO)
    team.claims.clear()
    assert "柳林" not in words(run("overview", data=OPEN, token=secret))


@pytest.mark.sqlite
def test_on_the_page_one_makes_a_token_sees_it_once_and_ends_it(team: Team) -> None:
    team.as_role("viewer")
    before = {one.id for one in every_token(team.space, WHO)}
    make_token(team.space, "eve@team.example.org", "别人的", EVERY, "viewer", 30, "boss")
    at = run("tokens", data=OPEN)
    assert "别人的" not in words(at)
    at.text_input(key="token_name").set_value("周报")
    at.button(key="token_go").click().run()
    [made] = [one for one in every_token(team.space, WHO) if one.id not in before]
    [shown] = [one.value for one in at.code]
    assert (made.name, made.role, made.dataset) == ("周报", "viewer", EVERY)
    assert person_of_token(team.space, shown).id == WHO
    assert not at.run().code, "shown once"
    at.selectbox(key="token_which").set_value(made.id)
    at.button(key="token_off").click().run()
    assert code(lambda: person_of_token(team.space, shown)) == "token_invalid"
    at.text_input(key="token_name").set_value(" ")
    at.button(key="token_go").click().run()
    assert say("problem.token_name", most=100) in at.error[0].value
    assert not at.exception


def test_tokens_are_made_listed_and_ended_by_command(space: Workspace) -> None:
    made = CliRunner().invoke(main, ["tokens", "add", WHO, "--name", "周报", "--dataset", "一"])
    assert made.exit_code == 0, made.output
    secret = made.output.split()[-1]
    assert person_of_token(space, secret).only == frozenset({"一"})
    listed = CliRunner().invoke(main, ["tokens", "list"]).output
    assert WHO in listed
    assert secret not in listed
    number = str(every_token(space)[0].id)
    assert CliRunner().invoke(main, ["tokens", "revoke", number]).exit_code == 0
    assert code(lambda: person_of_token(space, secret)) == "token_invalid"
    assert CliRunner().invoke(main, ["tokens", "revoke", "999"]).exit_code != 0
