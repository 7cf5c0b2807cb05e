"""Every action, page, address and write × every role: what may be done is done, what may not is refused and told."""

from __future__ import annotations

import ast
import csv

import pytest
from access.conftest import HIDDEN, OPEN, SECRET, WHO, Team, ways, words
from session import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from support import ROOT

from analytics.access import ACTIONS, EVERY, NOBODY, ROLES, Person, may
from analytics.api.routes import routes
from analytics.messages import say
from analytics.problems import Problem
from analytics.ui import access
from analytics.ui.site import FILES, PAGES

pytestmark = pytest.mark.sqlite  # what follows from a role; test_rights and test_open_page read roles from both
PEOPLE = ("nobody", "none", *ROLES)
with (ROOT / "data" / "access" / "roles.csv").open(encoding="utf-8-sig", newline="") as _lines:
    POLICY = {(row["action"], role): row[role] == "1" for row in csv.DictReader(_lines) for role in ROLES}
ADDRESSES = sorted({route.path for route in routes()})
OPEN_TO_ALL = ("/api/v1/health",)
WATCHED = ("/api/v1/metrics",)
"""For whoever brings a secret of its own, whoever else they are: not there for anybody else."""
ACTION = {page.key: page.action for page in PAGES} | {"/": "look"}


def allowed(person: str, action: str) -> bool:
    return POLICY.get((action, person), False)


def run(key: str, **query: str) -> AppTest:
    """A page as it is opened, in a session of its own."""
    session = Session()
    session.open(key, query)
    return session.at


def alone(key: str, **query: str) -> AppTest:
    """The file of a page without the site around it, as if somebody had found a way past the navigation."""
    at = AppTest.from_file(FILES[key], default_timeout=120)
    at.query_params = query
    return at.run()


def test_the_table_names_every_action_and_no_role_loses_what_a_lower_one_has() -> None:
    assert {action for action, _ in POLICY} == set(ACTIONS)
    for action in ACTIONS:
        given = [POLICY[action, role] for role in ROLES]
        assert given == sorted(given), action


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", PEOPLE)
def test_every_action_for_every_role(team: Team, person: str, action: str) -> None:
    team.as_role(person)
    who = NOBODY if person == "nobody" else Person(WHO, "兰", "user")
    assert may(who, action, OPEN) is allowed(person, action)
    assert may(who, action) is allowed(person, action)
    assert not may(who, action, HIDDEN)
    assert not may(who, action, EVERY)
    for dataset in (OPEN, HIDDEN, "nothing"):
        with access.asking_as(who):
            code = None
            try:
                access.require(action, dataset)
            except Problem as problem:
                code = problem.code
        if dataset == OPEN and allowed(person, action):
            assert code is None
        elif person == "nobody":
            assert code == "not_signed_in"
        else:
            assert code == ("not_seen" if action == "look" else f"not_allowed_{action}"), (
                "hidden is as what there is not"
            )


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_for_every_role(team: Team, page, person: str) -> None:
    team.as_role(person)
    at = (run if allowed(person, page.action) else alone)(page.key, data=OPEN)
    assert not at.exception
    told = "\n".join(one.value for one in at.error)
    if allowed(person, page.action):
        assert not told
        assert all(allowed(person, ACTION[way]) for way in ways(at)), "no link to what is refused"
    else:
        code = {"nobody": "not_signed_in", "none": "not_allowed_look"}.get(person, f"not_allowed_{page.action}")
        assert say(f"problem.{code}", who=WHO) in told.replace("\\", "").replace("\u2060", "")
        assert "柳林" not in words(at), "nothing of the collection"


@pytest.mark.parametrize("person", ["viewer", "analyst", "reviewer"])
def test_what_would_be_refused_is_not_offered_on_the_pages_that_everybody_reads(team: Team, person: str) -> None:
    team.as_role(person)
    shown = [run("trends", data=OPEN), run("reading", data=OPEN, article="柳林-1")]
    never, method = run("villages", data=OPEN, tab="never"), run("method", data=OPEN)
    told = "\n".join(map(words, shown))
    edits = allowed(person, "edit")
    assert [say(key) in told for key in ("notes.add", "joining.title")] == [edits, edits]
    assert (say("save.open_help") in told) is allowed(person, "share")
    brings = allowed(person, "import")
    assert ("intake" in ways(never)) is brings
    assert say("villages.never_unknown" if brings else "villages.never_unknown_read") in words(never)
    assert "rules" in ways(method)
    assert ("intake" in ways(run("datasets", data=OPEN))) is brings


def test_whoever_is_not_signed_in_sees_the_door_alone(team: Team) -> None:
    team.as_role("nobody")
    at = AppTest.from_file(str(ROOT / "analytics" / "ui" / "front.py"), default_timeout=120)
    at.query_params = {"data": OPEN}
    at.run()
    assert [button.label for button in at.button] == [say("people.sign_in")]
    assert not at.sidebar.children
    assert "柳林" not in words(at)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_deep_link_into_a_hidden_collection_shows_nothing_of_it(team: Team, page) -> None:
    team.as_role("admin")
    for query in ({"data": HIDDEN}, {"data": HIDDEN, "v": "1"}, {}):
        at = run(page.key, **query)
        assert not at.exception
        assert not [word for word in SECRET if word in words(at)], query
        if not query:
            assert HIDDEN not in words(at)
    hidden, missing = ([one.value.replace("\\", "") for one in run(page.key, data=d).error] for d in (HIDDEN, "a-cl0sed-one"))
    assert hidden == [text.replace("a-cl0sed-one", HIDDEN) for text in missing]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_api_for_every_role(team: Team, address: str, person: str) -> None:
    team.as_role(person)
    client = TestClient(Starlette(routes=routes()), base_url="http://localhost")
    path = address.replace("{rest:path}", "nothing")
    extra = "&article=%E6%9F%B3%E6%9E%97-1" if path.endswith("/reading") else ""
    found = client.get(f"{path}?data={OPEN}{extra}" if "collections" not in path else path)
    hidden = client.get(f"{path}?data={HIDDEN}{extra}")
    action = "export" if path.endswith(".csv") else "look"
    if path in OPEN_TO_ALL:
        assert found.status_code in (200, 503)
    elif path in WATCHED:
        assert found.status_code == 404
    elif person == "nobody":
        assert found.status_code == hidden.status_code == 401
    elif not allowed(person, action):
        assert found.status_code == 403
        assert hidden.status_code in (403, 404)
    elif path.endswith("nothing"):
        assert found.status_code == 404
    else:
        assert found.status_code == 200, found.text
        assert hidden.status_code == (
            404 if path.count("/") == 3 and not path.endswith(("collections", "openapi.json")) else 200
        )
    for answer in (found, hidden):
        assert not [word for word in SECRET if word in answer.text]
        if answer is found:
            assert HIDDEN not in answer.text


def test_an_address_tells_a_hidden_collection_as_one_that_there_is_not(team: Team) -> None:
    team.as_role("admin")
    client = TestClient(Starlette(routes=routes()), base_url="http://localhost")
    one, other = (client.get(f"/api/v1/overview?data={name}") for name in (HIDDEN, "a-cl0sed-one"))
    assert (one.status_code, one.text.replace(HIDDEN, "a-cl0sed-one")) == (404, other.text)


def test_each_page_asks_for_what_the_navigation_says() -> None:
    for page in PAGES:
        tree = ast.parse((ROOT / page.file).read_text("utf-8"))
        [call] = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "run_page"]
        assert call.args[1].value == page.action, page.key


WRITES = frozenset((
    "save", "update", "describe", "delete", "undelete", "duplicate", "state_that", "undo", "add_note", "place_village",
    "restore", "delete_articles", "purge_articles", "purge_dataset", "put_away", "take_back", "rename", "submit", "stop",
    "try_again", "dismiss", "give", "revoke", "keep", "settle", "freeze_view", "remember", "forget", "set", "mend",
    "make_token", "revoke_token", "invite", "dismiss_guest", "set_masking",
))  # fmt: skip
ANYWHERE = {"ledger_page.py", "intake_columns.py", "intake_folder.py", "saved_list.py", "intake.py"}
"""Files whose writes belong to no collection (forms, columns, files not yet imported), or look it up in the store."""


def test_every_write_of_the_pages_asks_first_and_for_its_collection() -> None:
    files = [*(ROOT / "analytics" / "ui").glob("*.py"), *(ROOT / "pages").rglob("*.py")]
    seen = 0
    for path in files:
        for top in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(top, ast.FunctionDef):
                continue
            calls = [n for n in ast.walk(top) if isinstance(n, ast.Call)]
            asks = [c for c in calls if getattr(c.func, "id", "") in ("require", "do")]
            for call in asks:
                if call.func.id == "require" and path.name not in ANYWHERE | {"access.py", "guard.py", "opened.py"}:
                    assert len(call.args) == 2, f"{path.name}:{call.lineno} asks for no collection"
            for call in calls:
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                space = call.args and ast.unparse(call.args[0]) in (
                    "space",
                    "data.workspace()",
                    "data.workspace('people')",
                    "data.workspace('share')",
                )
                if name in WRITES and space and path.name not in ("sign_in.py", "unchanged.py"):
                    seen += 1
                    assert asks or (path.name, top.name) in HELPERS, f"{path.name}:{call.lineno} writes without asking"
    assert seen > 20


HELPERS = {("intake_columns.py", "keep_columns"), ("intake_columns.py", "keep_pending")}
"""Called by those who have asked."""
