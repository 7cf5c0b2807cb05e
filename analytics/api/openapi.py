"""The OpenAPI document, made of the models of the answers and the keys of a link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from analytics import __version__
from analytics.api import answers
from analytics.api.asked import BEHIND, LIMIT, MOST, PREFIX
from analytics.messages import LANGUAGES
from analytics.model import KINDS, TYPES
from analytics.ui.signed import USER_COOKIE_NAME
from analytics.views import COUNTINGS, GRAINS, KEYS

SUMMARY: Mapping[str, tuple[str, type[BaseModel]]] = {
    "overview": ("The figures of a View", answers.Overview),
    "trends": ("Types over time", answers.Trends),
    "villages": ("Villages served", answers.Villages),
    "pairings": ("Pairs of partners", answers.Pairings),
    "activities": ("Activities of a View, with their sentences", answers.Activities),
    "rows": ("The activities behind one number of an answer", answers.Activities),
    "articles": ("Articles; q searches any characters", answers.Articles),
    "reading": ("One article with all that was read from it", answers.Reading),
}
PAGED = ("villages", "pairings", "activities", "rows", "articles")
SECURITY: Mapping[str, Mapping[str, str]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "a token of the page Tokens; in team mode"},
    "session": {
        "type": "apiKey", "in": "cookie", "name": USER_COOKIE_NAME, "description": "whoever is signed in with this browser",
    },
}  # fmt: skip
"""Ways to say who asks; a server of one person needs none."""
DAY = {"type": "string", "format": "date"}
LIST = {"type": "string", "description": "several with commas between; a comma of a value is written %2C"}


@cache
def document() -> bytes:
    """OpenAPI 3.1 as JSON."""
    models: list[type[BaseModel]] = [answers.Failure, answers.Collections, *(model for _, model in SUMMARY.values())]
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(m, "serialization") for m in models]
    _, schemas = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    paths = {f"{PREFIX}/{name}": {"get": _operation(name, *told)} for name, told in SUMMARY.items()}
    paths[f"{PREFIX}/collections"] = {"get": _operation("collections", "The collections", answers.Collections)}
    return orjson.dumps({
        "openapi": "3.1.0",
        "info": {"title": "Jushi", "version": __version__, "description": "Every number goes back to its sentence."},
        "paths": paths, "components": {"schemas": schemas["$defs"], "securitySchemes": SECURITY},
        "security": [{name: []} for name in SECURITY] + [{}],
    })  # fmt: skip


def _operation(name: str, summary: str, model: type[BaseModel]) -> dict[str, Any]:
    failure = {"description": "What, where, what to do", "content": _content(answers.Failure)}
    return {
        "operationId": name, "summary": summary, "parameters": [] if name == "collections" else _parameters(name),
        "responses": {
            "200": {"description": summary, "content": _content(model)},
            **{str(status): failure for status in (400, 401, 403, 404, 405, 410, 421, 500)},
        },
    }  # fmt: skip


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def _parameters(name: str) -> list[dict[str, Any]]:
    found = {key: _schema(field) for field, key in KEYS.items()} | {"lang": {"type": "string", "enum": list(LANGUAGES)}}
    if name in PAGED:
        found |= {
            "page": {"type": "integer", "minimum": 1, "maximum": 10**6, "default": 1},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
        }
    if name == "rows":
        found |= {key: {"type": "string"} for key in BEHIND}
    if name == "articles":
        found["order"] = {"type": "string", "enum": ["date", "hits"]}
    if name == "reading":
        found |= {"id": {"type": "string"}, "article": {"type": "string"}}
    return [{"name": key, "in": "query", "required": False, "schema": schema} for key, schema in found.items()]


def _schema(field: str) -> dict[str, Any]:
    """What a value of a View's field may be in a link."""
    match field.removeprefix("without_"):
        case "version":
            return {"type": "integer", "minimum": 1, "maximum": 999_999_999}
        case "revision":
            return {"type": "integer", "minimum": 0, "maximum": 999_999_999}
        case "start" | "end":
            return DAY
        case "sure" | "unsure":
            return {"type": "integer", "minimum": 1, "maximum": 100}
        case "grain":
            return {"type": "string", "enum": list(GRAINS)}
        case "counting":
            return {"type": "string", "enum": list(COUNTINGS)}
        case "types" | "kinds":
            return LIST | {"examples": [",".join((TYPES if "types" in field else KINDS)[:2])]}
        case "dataset" | "text":
            return {"type": "string"}
        case _:
            return LIST
