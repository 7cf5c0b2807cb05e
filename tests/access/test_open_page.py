"""What a page that is open still gives out after a role was taken away: nothing, in runs, fragments and downloads."""

from __future__ import annotations

import time

import pytest
from access.conftest import OPEN, WHO, Team, words
from session import Session

from analytics.access import give, revoke
from analytics.access.rights import FRESH, forget
from analytics.messages import say
from analytics.problems import Problem
from analytics.store import audit_log
from analytics.store.audit_log import Wanted
from analytics.store.workspace import open_workspace
from analytics.ui import access, downloads, opened

SECONDS = 5


def test_an_open_page_gives_nothing_more_within_five_seconds(team: Team) -> None:
    team.as_role("viewer")
    session = Session()
    session.open("activities", {"data": OPEN})
    assert "柳林" in words(session.at)
    other = open_workspace()
    revoke(other, WHO, OPEN, "boss")  # as another process does
    other.close()
    time.sleep(min(FRESH + 0.2, SECONDS))
    session.run()
    assert "柳林" not in words(session.at)
    assert say("problem.not_allowed_look", who="").partition("）")[2] in session.at.error[0].value


def test_a_download_asks_again_when_it_is_clicked(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.as_role("analyst")
    who = access.Person(WHO, "兰", "user")
    made = downloads._for(who, (OPEN,), lambda: access.person().encode())
    assert made() == WHO.encode()
    team.give("viewer")
    with pytest.raises(Problem) as caught:
        made()
    assert caught.value.code == "not_allowed_export"
    assert access.current().kind == "nobody", "who asked is forgotten again, and outside of a session nobody asks"
    monkeypatch.setattr(opened, "names", lambda: (OPEN,))
    with access.asking_as(who):
        opened.require_all("look")
        team.as_role("none")
        with pytest.raises(Problem):
            opened.require_all("look")


def test_the_page_of_people_gives_and_takes_within_what_one_manages(team: Team) -> None:
    team.as_role("admin")
    session = Session()
    session.open("people", {})
    at = session.at
    assert at.selectbox("people_dataset").options == [OPEN], "not all of them, not the hidden one"
    at.text_input("people_person").set_value("Mei@Team.example.org")
    at.selectbox("people_role").set_value("analyst")
    at.button("people_go").click()
    session.run()
    assert not at.exception
    [told] = [e for e in audit_log.entries(team.space, Wanted(who=WHO)) if e.action == "people.give"]
    assert (told.what, told.new, told.dataset) == ("person/mei@team.example.org", {"role": "analyst"}, OPEN)
    assert "mei@team.example.org" in at.success[0].value.replace("\\", "").replace("\u2060", "")
    # The form of the page is still there when the right is gone: what it sends is refused.
    give(team.space, WHO, OPEN, "reviewer", "boss")
    forget()
    at.button("people_take").click()
    session.run()
    assert len([e for e in audit_log.entries(team.space, Wanted(who=WHO)) if e.action.startswith("people.")]) == 1
