"""The API answers what the pages show; every number leads to as many rows; every fault has one shape and no inside."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import uvicorn
from starlette.applications import Starlette
from truth import NAME, Truth, invented, views

from analytics import measures
from analytics.api import health
from analytics.api.asked import PREFIX, workspace
from analytics.api.figures import overview
from analytics.api.routes import routes
from analytics.settings import settings
from analytics.ui import access
from analytics.ui.site import PAGES
from analytics.views import View, to_query

Ask = Callable[..., tuple[int, Mapping[str, str], bytes]]
VIEWS = views(24)
SAFE = "/?&=%+"


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    folder = tmp_path_factory.mktemp("api")
    patch = pytest.MonkeyPatch()
    patch.setenv("JUSHI_HOME", str(folder / "home"))
    settings.cache_clear()
    workspace.cache_clear()
    yield invented(folder, 60)[1]
    patch.undo()
    settings.cache_clear()
    workspace.cache_clear()


@pytest.fixture(scope="module")
def address(truth: Truth) -> Iterator[str]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes()), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def ask(address: str) -> Ask:
    def run(path: str, method: str = "GET", **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        request = urllib.request.Request(f"{address}{quote(path, safe=SAFE)}", method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as e:
            return e.code, e.headers, e.read()

    return run


def get(ask: Ask, path: str) -> Any:
    status, _, body = ask(path)
    assert status == 200, body
    return json.loads(body)


def of(page: str, view: View, **keys: str) -> str:
    return f"{PREFIX}/{page}?{urlencode(to_query(view) | {'data': NAME, 'v': '2', 'rev': '0'} | keys)}"


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_every_number_leads_to_as_many_rows(ask: Ask, truth: Truth, view: View) -> None:
    head = get(ask, of("overview", view))
    assert head["figures"][0]["value"] == len(truth.ids(view)), "the independent count"
    line, villages, pairs = (get(ask, of(page, view)) for page in ("trends", "villages", "pairings"))
    numbers = [(f["activities"], f["rows"]) for f in head["figures"]]
    numbers += [(c["sure"] + c["about"], c["rows"]) for c in line["counts"]][::7]
    numbers += [(row["activities"], row["rows"]) for row in (*villages["rows"][:3], *pairs["rows"][:3])]
    numbers += [(o["count"], o["rows"]) for told in (head, line) for o in told["left_out"] if o["rows"]]
    for count, rows in numbers:
        found = get(ask, rows)
        assert found["count"] == count, rows
        assert len(found["rows"]) == min(count, found["limit"])
        for one in found["rows"][:3]:
            text = get(ask, of("reading", view, article=one["article"]["id"]))["article"]["text"]
            assert all(text[e["start"] : e["end"]] == e["quote"] for e in one["evidence"])


@pytest.mark.parametrize("view", VIEWS[::4], ids=range(len(VIEWS[::4])))
def test_pages_of_a_list_are_the_whole_list(ask: Ask, truth: Truth, view: View) -> None:
    path: str | None = of("activities", view, limit="7")
    ids = []
    while path:
        found = get(ask, path)
        ids += [row["id"] for row in found["rows"]]
        path = found["next"]
    assert len(ids) == found["count"]
    assert set(ids) == truth.ids(view)
    status, headers, body = ask(of("activities.csv", view, limit="1000"))
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert (status, headers["X-Count"]) == (200, str(len(ids)))
    assert {row["id"] for row in rows} == set(ids)
    assert all(json.loads(row["evidence"]) for row in rows)


def test_a_pinned_answer_says_where_it_stands(ask: Ask) -> None:
    open_one, pinned = get(ask, f"{PREFIX}/overview?data={NAME}"), get(ask, of("overview", View()))
    assert open_one["view"]["latest"]
    assert not pinned["view"]["latest"]
    assert open_one["view"]["link"] == pinned["view"]["link"] == "/?" + urlencode({"data": NAME, "v": "2", "rev": "0"})
    assert open_one["figures"] == pinned["figures"]


@pytest.mark.parametrize("page", [p.key for p in PAGES if p.group == "explore"])
def test_the_link_of_a_page_and_its_data_differ_by_the_prefix(ask: Ask, page: str) -> None:
    query = urlencode({"data": NAME, "type": "volunteering", "lang": "en", "wide": "1", "show": "figure:people", "tab": "x"})
    found = get(ask, f"{PREFIX}/{page}?{query}")
    assert "olunteer" in found["view"]["sentence"]


def test_a_text_is_found_in_articles(ask: Ask) -> None:
    found = get(ask, of("articles", View(text="服务"), order="hits", limit="5"))
    assert found["count"] > 2
    hits = [row["hits"] for row in found["rows"]]
    assert hits == sorted(hits, reverse=True)
    article = get(ask, found["rows"][0]["rows"])["article"]
    assert (article["title"] + article["text"]).count("服务") == hits[0]


@pytest.mark.parametrize(("path", "status", "code"), [
    ("/overview?data=nothing", 404, "no_dataset"), (f"/overview?data={NAME}&v=99", 404, "no_version"),
    ("/overview?x=1", 400, "view_key"), ("/overview?by=week", 400, "view_value"), ("/overview?v=0", 400, "view_value"),
    ("/overview?from=2024-02-30", 400, "view_value"), ("/overview?type=volunteering&type=visit", 400, "view_value"),
    ("/overview?from=2024-02-01&to=2024-01-01", 400, "view_period"), ("/overview?lang=de", 400, "view_value"),
    ("/activities?limit=0", 400, "view_value"), ("/activities?limit=1001", 400, "view_value"),
    ("/activities?page=-1", 400, "view_value"), ("/articles?order=x", 400, "view_value"),
    ("/rows?figure=x", 400, "view_value"), ("/rows?bin=2024-13", 400, "view_value"), ("/rows?village=x", 400, "view_value"),
    ("/rows?figure=people&pair=x", 400, "view_value"), ("/rows?left=x", 400, "view_value"), ("/reading", 400, "api_needs"),
    ("/reading?article=x", 404, "no_article"), ("/reading?id=x", 404, "no_activity"), ("/", 404, "no_address"),
    ("/overview/x", 404, "no_address"), ("/..%2f..%2fetc", 404, "no_address"), ("/overview?q=%00", 200, ""),
])  # fmt: skip
def test_what_is_asked_wrongly_is_said_in_one_shape(ask: Ask, path: str, status: int, code: str) -> None:
    got, headers, body = ask(f"{PREFIX}{path}")
    assert got == status, body
    assert headers["Cache-Control"] == "private, no-store"
    if status != 200:
        told = json.loads(body)["error"]
        assert (told["code"], set(told)) == (code, {"code", "what", "where", "do"})
        assert told["what"]
        assert told["do"]
        assert "Traceback" not in body.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written(ask: Ask, method: str) -> None:
    status, _, body = ask(of("overview", View()), method)
    assert (status, json.loads(body)["error"]["code"]) == (405, "api_method")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8501", "[", ""])
def test_a_page_of_another_site_does_not_reach_it_by_a_name_of_its_own(ask: Ask, host: str) -> None:
    status, _, body = ask(of("overview", View()), Host=host)
    assert (status, json.loads(body)["error"]["code"]) == (421, "api_host")
    assert ask(of("overview", View()), Host="localhost:80")[0] == 200


def test_who_may_not_look_gets_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "LOCAL", frozenset())
    for page in ("overview", "trends", "activities", "articles", "reading", "rows", "villages.csv"):
        status, _, body = ask(of(page, View(), article="a0"))
        assert (status, json.loads(body)["error"]["code"]) == (403, "not_allowed")
    assert ask(f"{PREFIX}/collections")[0] == 403


def test_a_fault_of_the_program_tells_a_reference_and_nothing_else(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(measures, "headline", broken)
    assert overview
    status, _, body = ask(of("overview", View()))
    assert (status, json.loads(body)["error"]["code"]) == (500, "api_failed")
    assert b"secret" not in body


def test_names_of_sources_are_text_in_tables(ask: Ask) -> None:
    body = ask(of("villages.csv", View()))[2]
    assert body.startswith(b"\xef\xbb\xbf")
    assert not any(line.startswith(("=", "+", "@")) for line in body.decode("utf-8-sig").splitlines())


def test_the_document_describes_every_address(ask: Ask) -> None:
    told = get(ask, f"{PREFIX}/openapi.json")
    pages = {p.key for p in PAGES if p.group in ("explore",)} | {"rows", "collections", "reading"}
    assert {path.removeprefix(f"{PREFIX}/") for path in told["paths"]} == pages


def test_health_says_what_is_broken(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get(ask, f"{PREFIX}/health")["status"] == "ok"

    def broken() -> None:
        raise OSError

    monkeypatch.setattr(health, "workspace", broken)
    status, _, body = ask(f"{PREFIX}/health")
    told = json.loads(body)
    assert (status, told["status"], told["workspace"], told["snapshots"]) == (503, "failed", "failed", "ok")
