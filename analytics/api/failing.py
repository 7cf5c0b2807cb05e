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
    "not_signed_in": 401, "signed_out": 401, "proxy_proof": 401, "person_id": 401, "token_invalid": 401, "guest_over": 401, "not_seen": 404,
    **{f"not_allowed_{action}": 403 for action in ACTIONS},
    "not_allowed": 403, "guest_only": 403, "no_dataset": 404, "no_version": 404, "no_article": 404, "no_activity": 404, "nothing_imported": 404,
    "no_address": 404, "dataset_deleted": 410, "dataset_purged": 410, "article_purged": 410, "api_method": 405,
    "api_host": 421, "part_missing": 500, "api_failed": 500,
}  # fmt: skip
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
