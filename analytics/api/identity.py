"""Who asks for data: the owner of a token, whoever is signed in with the browser that asks, or the local user."""

from __future__ import annotations

from starlette.requests import Request

from analytics.access import Person, operator, person_of_token
from analytics.api.asked import workspace
from analytics.problems import Problem
from analytics.settings import settings
from analytics.ui.signed import person_of_request

SCHEME = "bearer"


def person_of(request: Request) -> Person:
    """The person of a request; NOBODY where it is not known. A token decides alone: no cookie beside it adds anything.

    Raises Problem signed_out, person_id, proxy_proof, token_invalid for what was sent and is not believed.
    """
    if not settings().team:
        return operator()
    if sent := request.headers.getlist("authorization"):
        return person_of_token(workspace(), _secret(sent))
    return person_of_request(request.cookies, request.headers.getlist)


def _secret(sent: list[str]) -> str:
    """The secret of the one ``Authorization: Bearer …`` (RFC 6750, section 2.1)."""
    scheme, _, secret = sent[0].partition(" ")
    if len(sent) != 1 or scheme.lower() != SCHEME:
        raise Problem.of("token_invalid")
    return secret.strip()
