"""Who asks for data: whoever is signed in with the browser that asks, or the local user."""

from __future__ import annotations

from starlette.requests import Request

from analytics.access import Person
from analytics.settings import settings
from analytics.ui.access import operator
from analytics.ui.signed import person_of_request


def person_of(request: Request) -> Person:
    """The person of a request; NOBODY where it is not known.

    Raises Problem signed_out, person_id, proxy_proof for what was sent and is not believed.
    """
    if not settings().team:
        return operator()
    return person_of_request(request.cookies, request.headers.getlist)
