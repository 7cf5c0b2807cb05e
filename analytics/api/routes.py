"""The addresses: which function answers which, as JSON or, with ``.csv``, as a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
import pandas as pd
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analytics.access import NOBODY
from analytics.api import figures
from analytics.api.asked import PREFIX, Asked, asked
from analytics.api.failing import failure, language_of, unforeseen
from analytics.api.health import health
from analytics.api.identity import person_of
from analytics.api.metrics import FORMAT, check_watcher, count, metrics
from analytics.api.openapi import document
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.tables import csv_bytes
from analytics.ui.access import asking_as, require

Answer = Callable[[Asked], BaseModel]
ANSWERS: Mapping[str, Answer] = {
    "overview": figures.overview, "trends": figures.trends, "villages": figures.villages, "pairings": figures.pairings,
    "activities": figures.activities, "rows": figures.rows, "articles": figures.articles, "reading": figures.reading,
}  # fmt: skip
TABLES: Mapping[str, str] = {
    "overview": "figures", "trends": "counts", "villages": "rows", "pairings": "rows", "activities": "rows", "rows": "rows",
    "articles": "rows",
}  # fmt: skip
"""Which part of an answer its CSV holds."""
SAFE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
"""All are answered, so that a wrong one is told in the shape of every other error."""


def routes() -> list[Route]:
    """All addresses below ``/api/v1``."""
    found = [_route(f"/{name}", _json(answer)) for name, answer in ANSWERS.items()]
    found += [_route(f"/{name}.csv", _csv(ANSWERS[name], part)) for name, part in TABLES.items()]
    found.append(_route("/collections", _collections))
    found.append(_route("/openapi.json", _openapi))
    found.append(_route("/health", _health, open_to_all=True))
    found.append(_route("/metrics", _metrics, open_to_all=True))
    found.append(_route("/{rest:path}", _nowhere))
    return found


def _route(path: str, answer: Callable[[Request], Response], open_to_all: bool = False) -> Route:
    """``open_to_all``: also to those who are not known; it tells nothing of the data."""

    def careful(request: Request) -> Response:
        """Runs in a thread of its own; every end of it is an answer."""
        began = time.perf_counter()
        try:
            _own_host(request)
            if request.method not in ("GET", "HEAD"):
                raise Problem.of("api_method", request.method, method=request.method)
            with asking_as(NOBODY if open_to_all else person_of(request)):
                if not open_to_all:
                    require("look")
                found = answer(request)
        except Problem as problem:
            found = failure(problem, request)
        except Exception as error:
            found = unforeseen(error, request)
        found.headers.update(SAFE)
        count(path.strip("/"), found.status_code, time.perf_counter() - began)
        return found

    return Route(f"{PREFIX}{path}", careful, methods=METHODS)


def _own_host(request: Request) -> None:
    """A page of another site must not reach a server on loopback by a name of its own."""
    said = request.headers.get("host", "")
    try:
        host = urlsplit(f"//{said}").hostname
    except ValueError:
        host = None
    if host not in settings().hosts:
        raise Problem.of("api_host", said[:100], host=said[:100])


def _json(answer: Answer) -> Callable[[Request], Response]:
    def run(request: Request) -> Response:
        found = answer(asked(request.query_params.multi_items()))
        return Response(found.model_dump_json(), media_type="application/json")

    return run


def _csv(answer: Answer, part: str) -> Callable[[Request], Response]:
    def run(request: Request) -> Response:
        wanted = asked(request.query_params.multi_items())
        require("export", wanted.collection.dataset)
        found = answer(wanted).model_dump(mode="json")
        table = csv_bytes(_flat(found[part]))
        return Response(
            table, media_type="text/csv; charset=utf-8", headers={"X-Count": str(found.get("count", len(found[part])))}
        )

    return run


def _flat(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a table: what is nested stands as JSON text, its article's columns as ``article_…``."""
    frame = pd.json_normalize(rows, sep="_", max_level=1)
    return frame.map(
        lambda cell: orjson.dumps(cell).decode() if isinstance(cell, list) and any(map(_nested, cell)) else cell
    )


def _nested(value: object) -> bool:
    return isinstance(value, dict | list)


def _collections(request: Request) -> Response:
    return Response(figures.collections(language_of(request)).model_dump_json(), media_type="application/json")


def _openapi(request: Request) -> Response:
    return Response(document(), media_type="application/json")


def _health(request: Request) -> Response:
    found = health()
    return Response(found.model_dump_json(), 200 if found.status == "ok" else 503, media_type="application/json")


def _metrics(request: Request) -> Response:
    check_watcher(request)
    return Response(metrics(), media_type=FORMAT)


def _nowhere(request: Request) -> Response:
    raise Problem.of("no_address", request.url.path[:200])
