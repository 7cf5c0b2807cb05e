"""Who is signed in, in this session of the browser or by the cookies of a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME as USER_COOKIE_NAME

from analytics.access.claims import person_of_claims, person_of_headers
from analytics.access.person import NOBODY, Person
from analytics.access.rights import guest_entered
from analytics.settings import settings

GUEST_COOKIE = "jushi_guest"
"""What a browser keeps after it opened a guest link; out of reach for scripts."""


def person_of_session() -> Person | None:
    """Who the open session belongs to; None outside of one. Raises as ``person_of_claims`` and ``person_of_headers`` do."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    if settings().proxy_header:
        return person_of_headers(session_headers())
    return person_of_claims(session_claims())


def person_of_request(cookies: Mapping[str, str], headers: Callable[[str], Sequence[str]]) -> Person:
    """Who a request comes from: the same cookie, or the same headers, as those of a page; else a guest, or NOBODY."""
    found = person_of_headers(headers) if settings().proxy_header else person_of_claims(cookie_claims(cookies))
    return found if found.known else guest_of_cookies(cookies)


def guest_of_session() -> Person:
    """The guest whose link the session's browser opened; NOBODY where it opened none. Raises Problem guest_over."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return NOBODY
    return guest_of_cookies(session_cookies())


def guest_of_cookies(cookies: Mapping[str, str]) -> Person:
    """The same by the cookies of a request."""
    kept = cookies.get(GUEST_COOKIE)
    return guest_entered(kept) if kept else NOBODY


def session_cookies() -> Mapping[str, str]:
    """The cookies with which the session's browser came."""
    return st.context.cookies


def session_claims() -> Mapping[str, Any]:
    """What the identity provider said when the session's owner signed in."""
    return st.user.to_dict()


def session_headers() -> Callable[[str], Sequence[str]]:
    """The headers with which the session's browser came."""
    return st.context.headers.get_all


def cookie_claims(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """What a signed cookie says, {} when it was not signed by this server, is too old, or was made for another one."""

    def one(name: str) -> bytes | None:
        raw = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, raw.encode("latin-1", "replace")) if raw else None

    try:
        found = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(found) if found else {}
    except (ValueError, TypeError):
        return {}
    origin = get_origin_from_redirect_uri()
    return claims if isinstance(claims, dict) and origin and claims.get("origin") == origin else {}
