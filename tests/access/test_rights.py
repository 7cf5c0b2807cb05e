"""Roles given and taken, on both databases; who is believed; what the server needs before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from access.conftest import within

from analytics.access import (
    EVERY,
    NOBODY,
    Person,
    end_sessions,
    ended_at,
    every_grant,
    gate_of,
    give,
    local_person,
    may,
    revoke,
    roles_of,
)
from analytics.access.claims import PROXY_PROOF, person_of_claims, person_of_headers
from analytics.access.rights import forget
from analytics.access.starting import OIDC, check_start, weak
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store import audit_log, saved_views
from analytics.store.audit_log import Wanted
from analytics.store.saved_views import Details, Kept
from analytics.store.workspace import Workspace, open_workspace

WHO = "lan@team.example.org"
LAN = Person(WHO, "兰", "user")
STRONG = "q7Zr2kP0xLm4Tn8Wb6Yc1Vd3Hf5Jg9Ks"
TEAM = {
    "MODE": "team", "ADMINS": "boss@team.example.org", "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "s",
    "OIDC_METADATA_URL": "https://id.example.org/m", "OIDC_REDIRECT_URI": "https://here.example.org/oauth2callback",
    "COOKIE_SECRET": STRONG,
}  # fmt: skip
PROXY = {"MODE": "team", "ADMINS": "boss@team.example.org", "PROXY_HEADER": "X-Person", "PROXY_SECRET": STRONG}


def use(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"JUSHI_{name}", value)
    settings.cache_clear()


def test_a_role_given_changed_and_taken_is_told_in_the_log(space: Workspace) -> None:
    give(space, f"  {WHO.upper()} ", "一", "viewer", "boss")
    give(space, WHO, "一", "viewer", "boss")
    give(space, WHO, "一", "reviewer", "boss")
    forget()
    assert (may(LAN, "edit", "一"), may(LAN, "look", "二"), may(LAN, "purge", "一")) == (True, False, False)
    revoke(space, WHO, "一", "boss")
    assert every_grant(space) == []
    told = [e for e in audit_log.entries(space, Wanted()) if e.action.startswith("people.")]
    assert [(e.action, e.old, e.new, e.dataset) for e in told] == [
        ("people.revoke", {"role": "reviewer"}, None, "一"),
        ("people.give", {"role": "viewer"}, {"role": "reviewer"}, "一"),
        ("people.give", None, {"role": "viewer"}, "一"),
    ]
    for wrong in ("", " ", "a,b", "*", "x" * 101, "a b"):
        with pytest.raises(Problem):
            give(space, wrong, "一", "viewer", "boss")
    with pytest.raises(Problem) as caught:
        give(space, WHO, "三", "viewer", "boss")
    assert caught.value.code == "no_dataset"
    with pytest.raises(Problem) as caught:
        revoke(space, WHO, "一", "boss")
    assert caught.value.code == "no_grant"


def test_a_revocation_holds_within_five_seconds_also_in_another_process(space: Workspace) -> None:
    give(space, WHO, EVERY, "viewer", "boss")
    forget()
    assert may(LAN, "look", "一")
    seen = space.seen_by(gate_of(LAN))
    assert [d.name for d in seen.datasets()] == ["一", "二"]
    other = open_workspace()
    revoke(other, WHO, EVERY, "boss")  # as another process does: nothing here is told of it
    assert within(5, lambda: not may(LAN, "look", "一"))
    assert seen.datasets() == []
    other.close()


def test_behind_the_gate_nothing_is_seen_and_nothing_is_written(space: Workspace) -> None:
    for name in ("一", "二"):
        saved_views.save(space, Details(name), Kept(name, 1, 0, "/", []), "甲")
    give(space, WHO, "一", "viewer", "boss")
    forget()
    seen = space.seen_by(gate_of(LAN))
    assert [d.name for d in seen.datasets()] == ["一"]
    [one] = saved_views.every_saved(seen, WHO)
    hidden = next(v for v in saved_views.every_saved(space, "甲") if v.details.name == "二")
    for asks in (
        lambda: saved_views.saved(seen, hidden.id, "甲"),
        lambda: saved_views.ids_of(seen, hidden.id, 1, "甲"),
        lambda: saved_views.update(seen, hidden.id, 1, Kept("二", 1, 0, "/", []), "甲"),
        lambda: saved_views.update(seen, one.id, 1, Kept("二", 1, 0, "/", []), "甲"),
        lambda: seen.versions("二"),
        lambda: seen.version("二"),
        lambda: seen.dataset("二"),
    ):
        with pytest.raises(Problem) as caught:
            asks()
        assert caught.value.code in ("no_saved", "not_seen")
    assert {e.dataset for e in audit_log.entries(seen, Wanted())} == {"一"}
    assert audit_log.count(seen, Wanted(dataset="二")) == 0
    assert space.seen_by(gate_of(local_person("x"))) is space


def test_what_a_token_or_a_share_link_brings_is_never_more_than_it_says(space: Workspace) -> None:
    give(space, WHO, EVERY, "admin", "boss")
    forget()
    token = Person(WHO, "兰", "token", most="viewer", only=frozenset({"一"}))
    assert roles_of(token) == {"一": "viewer"}
    guest = Person("guest:1", "客", "guest", own=(("二", "viewer"),))
    assert [may(guest, "look", name) for name in ("一", "二")] == [False, True]
    assert not may(guest, "export", "二")
    assert not may(Person(WHO, "兰", "guest"), "look"), "a guest has no roles of others"
    assert not may(NOBODY, "look")


def test_who_a_cookie_speaks_of(space: Workspace) -> None:
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    good = {"is_logged_in": True, "email": "Lan@Team.example.org", "sub": "S-1", "iat": now.timestamp() - 60}
    assert person_of_claims(good, now).id == WHO
    assert person_of_claims(good | {"email_verified": False}, now).id == "S-1"
    assert person_of_claims({}, now) == person_of_claims(good | {"is_logged_in": "yes"}, now) == NOBODY
    for wrong in (
        {"iat": None}, {"iat": "1"}, {"iat": float("nan")}, {"iat": 1e300}, {"iat": now.timestamp() - 12 * 3600 - 1},
        {"iat": now.timestamp() + 600}, {"email": None, "sub": "boss@team.example.org"}, {"email": "a b"},
        {"email": None, "sub": None}, {"email": None, "sub": "*"},
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            person_of_claims(good | wrong, now)
        assert caught.value.code in ("signed_out", "person_id")
    end_sessions(space, WHO, WHO)
    forget()
    assert ended_at(space, WHO)
    with pytest.raises(Problem) as caught:
        person_of_claims(good, now)
    assert caught.value.code == "signed_out"
    later = datetime.now(UTC).timestamp() + 2
    assert person_of_claims(good | {"iat": later}, datetime.fromtimestamp(later + 1, UTC)).id == WHO


@pytest.mark.sqlite
def test_a_header_is_believed_only_with_the_proof_of_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, PROXY)

    def asked(names: list[str], proofs: list[str]) -> Person:
        return person_of_headers({"X-Person": names, PROXY_PROOF: proofs}.__getitem__)

    assert asked([WHO], [STRONG]).id == WHO
    assert asked([], []) == asked([], [STRONG]) == asked([" "], [STRONG]) == NOBODY
    for names, proofs in (
        ([WHO], []), ([WHO], [""]), ([WHO], [STRONG[:-1]]), ([WHO], [STRONG + "x"]), ([WHO], [STRONG, STRONG]),
        ([WHO, "boss@team.example.org"], [STRONG]), ([], ["x"]), ([WHO], ["密" * 32]), (["a b"], [STRONG]),
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            asked(names, proofs)
        assert caught.value.code in ("proxy_proof", "person_id")
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None), ({"MODE": "local", "COOKIE_SECRET": ""}, None), ({"ADMINS": " , "}, "team_needs"),
        *(({name.upper(): ""}, "team_needs") for name in OIDC),
        ({"COOKIE_SECRET": "short"}, "team_weak"), ({"COOKIE_SECRET": "x" * 64}, "team_weak"),
        ({"COOKIE_SECRET": "change-me-please-1234567890-abcdefgh"}, "team_weak"),
        ({"OIDC_REDIRECT_URI": "https://here.example.org/"}, "team_redirect"),
        ({"OIDC_REDIRECT_URI": "http://here.example.org/oauth2callback"}, "team_address"),
        ({"OIDC_METADATA_URL": "http://id.example.org/m"}, "team_address"),
        ({"OIDC_METADATA_URL": "http://127.0.0.1:9/m"}, None), ({"PROXY_HEADER": "X-Person"}, "team_both"),
    ],
)  # fmt: skip
def test_what_team_mode_needs_before_it_starts(
    changed: Mapping[str, str], code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TEAM | changed)
    _starts(code)
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.sqlite
@pytest.mark.parametrize(("secret", "code"), [(STRONG, None), ("", "team_needs"), ("secret" * 8, "team_weak")])
def test_what_a_proxy_needs(secret: str, code: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, PROXY | {"PROXY_SECRET": secret})
    _starts(code)
    assert STRONG not in repr(settings())
    monkeypatch.undo()
    settings.cache_clear()


def _starts(code: str | None) -> None:
    if code is None:
        return check_start()
    with pytest.raises(Problem) as caught:
        check_start()
    assert caught.value.code == code
    assert "JUSHI_" in caught.value.text("en") + caught.value.where + caught.value.advice("en")


@pytest.mark.sqlite
def test_secrets_of_instructions_are_weak() -> None:
    assert not weak(STRONG)
    assert all(map(weak, ("", "0" * 40, "jushi-cookie-secret-of-this-server-1")))
