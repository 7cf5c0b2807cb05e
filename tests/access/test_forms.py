"""Forms belong to no collection: who sees one, fills it, keeps one, changes it, for every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from access.conftest import OPEN, WHO, Team, words
from access.test_matrix import allowed, alone, run
from office_forms import FORMS

from analytics.access import ROLES
from analytics.problems import Problem
from analytics.share.ledger.settled import guessed
from analytics.share.ledger.writing import look
from analytics.store import templates
from analytics.store.templates import Form, Kept

EVE = "eve@team.example.org"
PEOPLE = ("nobody", "none", *ROLES)
BUTTONS = {"ledger_keep", "ledger_update", "ledger_delete"}


@dataclass(frozen=True)
class Forms:
    """Of the team and of her own: of somebody else; ``mine``: of the one who asks."""

    team: Kept
    private: Kept
    mine: Kept


@pytest.fixture
def forms(team: Team) -> Iterator[Forms]:
    file = FORMS["plain"][0]()
    shape = look("a.xlsx", file).shape()

    def kept(name: str, audience: str, who: str) -> Kept:
        form = Form(name, audience, shape.sheet, shape.bottom, guessed(shape).text())  # type: ignore[arg-type]
        return templates.keep(team.space, form, file, who)

    found = Forms(kept("全队的表", "team", EVE), kept("伊芙自己的表", "private", EVE), kept("兰的表", "private", WHO))
    yield found
    for one in (found.team, found.private, found.mine):
        templates.delete(team.space, one.id, one.owner)


@pytest.mark.sqlite  # pages; what the store answers is asked on both below
@pytest.mark.parametrize("person", PEOPLE)
def test_who_sees_and_fills_a_form(team: Team, forms: Forms, person: str) -> None:
    team.as_role(person)
    at = (run if allowed(person, "export") else alone)("ledger", data=OPEN, template=str(forms.team.id))
    assert not at.exception
    assert (forms.team.form.name in words(at)) is allowed(person, "export")
    assert forms.private.form.name not in words(at)


@pytest.mark.sqlite  # pages; what the store answers is asked on both below
@pytest.mark.parametrize("person", PEOPLE)
def test_who_keeps_and_changes_a_form(team: Team, forms: Forms, person: str) -> None:
    team.as_role(person)
    for kept in (forms.team, forms.mine):
        at = (run if allowed(person, "export") else alone)("ledger", data=OPEN, template=str(kept.id))
        own = BUTTONS if kept is forms.mine else {"ledger_keep"}
        assert BUTTONS & {one.key for one in at.button} == (own if allowed(person, "edit") else set())


@pytest.mark.sqlite  # pages; what the store answers is asked on both below
@pytest.mark.parametrize("person", ["analyst", "reviewer", "admin"])
def test_a_private_form_of_somebody_else_is_as_none(team: Team, forms: Forms, person: str) -> None:
    team.as_role(person)
    at = run("ledger", data=OPEN, template=str(forms.private.id))
    assert forms.private.form.name not in words(at)
    assert at.error


def test_nobody_but_its_owner_changes_a_form(team: Team, forms: Forms) -> None:
    for deed in (
        lambda kept: templates.settle(team.space, kept.id, "{}", WHO),
        lambda kept: templates.delete(team.space, kept.id, WHO),
        lambda kept: templates.undelete(team.space, kept.id, WHO),
    ):
        for kept in (forms.team, forms.private):
            with pytest.raises(Problem) as caught:
                deed(kept)
            assert caught.value.code in ("template_not_yours", "ledger_no_template")
    assert templates.template(team.space, forms.team.id, EVE)[0] == forms.team


def test_a_right_that_was_taken_away_holds_on_the_open_page(team: Team, forms: Forms) -> None:
    team.as_role("reviewer")
    at = run("ledger", data=OPEN, template=str(forms.mine.id))
    team.as_role("analyst")
    at.button(key="ledger_delete").click().run()
    assert templates.template(team.space, forms.mine.id, WHO)[0] == forms.mine
