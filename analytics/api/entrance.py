"""The entrance for guests: ``/guest/SECRET`` opens a guest link, asks for its password where it has one, and leads to its page.

The secret stands in this one address: the browser keeps it in a cookie that no script reads, and pages and their links go
without it.
"""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from analytics.access import Guest, enter
from analytics.access.rights import forget
from analytics.api.asked import workspace
from analytics.api.failing import language_of
from analytics.messages import Language, say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.ui.signed import GUEST_COOKIE

log = logging.getLogger(__name__)
PATH = "/guest/{secret:path}"
FIELD, LONGEST = "password", 2_000
"""The field of the form, and bytes of what is read of it."""
SAFE = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
}  # fmt: skip
STATUS = {"guest_over": 404, "guest_asks": 200, "guest_wrong": 403, "guest_pauses": 429, "api_method": 405}


def entrance() -> list[Route]:
    """The address of guest links."""
    return [Route(PATH, _come_in, methods=["GET", "HEAD", "POST"])]


async def _come_in(request: Request) -> Response:
    """Every end of it is a page or the way to one."""
    language = language_of(request)
    try:
        password = await _password(request)
        found = await run_in_threadpool(_opened, request, password)
    except Problem as problem:
        found = _page(problem, language)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("entrance failed, reference %s", reference)
        found = _page(Problem.of("api_failed", reference, reference=reference), language, 500)
    found.headers.update(SAFE)
    return found


async def _password(request: Request) -> str | None:
    """What was typed in; None where nobody was asked yet."""
    if request.method != "POST":
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise Problem.of("guest_wrong")
    return parse_qs(body.decode("utf-8", "replace")).get(FIELD, [""])[0]


def _opened(request: Request, password: str | None) -> Response:
    if not settings().team:
        raise Problem.of("guest_over")
    link, kept = enter(workspace(), request.path_params["secret"], password)
    forget()
    found = RedirectResponse(link.address, status_code=303)
    found.set_cookie(
        GUEST_COOKIE, kept, max_age=_seconds(link), path="/", secure=_encrypted(request), httponly=True, samesite="lax"
    )
    return found


def _seconds(link: Guest) -> int:
    return max(1, int((link.expires_at - datetime.now(UTC)).total_seconds()))


def _encrypted(request: Request) -> bool:
    """Whether the browser came by https, be it to a proxy before this server."""
    said = request.headers.get("x-forwarded-proto", request.url.scheme)
    return said == "https" or settings().oidc_redirect_uri.startswith("https:")


def _page(problem: Problem, language: Language, status: int = 400) -> Response:
    asks = problem.code in ("guest_asks", "guest_wrong")
    what, advice = escape(problem.what(language)), escape(problem.advice(language))
    told = (
        f'<p class="told" role="alert">{what}</p><p>{advice}</p>' if problem.code != "guest_asks" else f"<p>{what}</p>"
    )
    text = _template().substitute(
        lang=language, site=escape(say("site.name", language)), told=told, form=_form(language) if asks else ""
    )
    return Response(text, STATUS.get(problem.code, status), media_type="text/html; charset=utf-8")


def _form(language: Language) -> str:
    label, go = (escape(say(f"guest.{key}", language)) for key in ("password", "enter"))
    return (
        f'<form method="post"><label for="p">{label}</label>'
        f'<input id="p" name="{FIELD}" type="password" autocomplete="off" required autofocus><button>{go}</button></form>'
    )


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("entrance.html").read_text("utf-8"))
