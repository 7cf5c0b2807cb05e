"""Errors of the API, all of one shape: what, where, what to do, in the language that was asked for."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from analytics.access import ACTIONS
from analytics.api.answers import Failure, Fault
from analytics.messages import LANGUAGES, Language
from analytics.problems import Problem
from analytics.settings import settings

log = logging.getLogger(__name__)
STATUS: Mapping[str, int] = {
    **dict.fromkeys(("not_signed_in", "signed_out", "proxy_proof", "person_id", "token_invalid", "guest_over"), 401),
    **{f"not_allowed_{action}": 403 for action in ACTIONS},
    **dict.fromkeys(("not_allowed", "guest_only"), 403),
    **dict.fromkeys(
        ("not_seen", "no_dataset", "no_version", "no_article", "no_activity", "nothing_imported", "no_address"), 404
    ),
    "api_method": 405,
    **dict.fromkeys(("dataset_deleted", "dataset_purged", "article_purged"), 410),
    "api_host": 421,
    **dict.fromkeys(("part_missing", "api_failed"), 500),
}
"""Code of a Problem to its HTTP status; all others are the asker's to mend: 400."""


def failure(problem: Problem, request: Request) -> Response:
    """The answer to a request that a Problem ended."""
    language = language_of(request)
    told = Failure(
        error=Fault(
            code=problem.code, what=problem.what(language), where=problem.where, do=problem.advice(language)
        )
    )  # fmt: skip
    status = STATUS.get(problem.code, 400)
    headers = {"WWW-Authenticate": _asked_for(problem)} if status == 401 else None
    return Response(told.model_dump_json(), status, headers, media_type="application/json")


def _asked_for(problem: Problem) -> str:
    """How to say who one is (RFC 6750, section 3)."""
    return 'Bearer realm="jushi"' + (', error="invalid_token"' if problem.code == "token_invalid" else "")


def unforeseen(error: Exception, request: Request) -> Response:
    """The answer to a fault of the program: a reference to the log, nothing of its inside."""
    reference = uuid.uuid4().hex[:8]
    log.error("api failed, reference %s", reference, exc_info=error)
    return failure(Problem.of("api_failed", reference, reference=reference), request)


def language_of(request: Request) -> Language:
    """The language of the address, where it names one that is known."""
    said = request.query_params.get("lang")
    return next((one for one in LANGUAGES if one == said), settings().language)
