"""After signing in one lands on the page that was asked for: Streamlit itself leads to the root of the site.

The cookie goes back to the one address to which the provider sends the browser, and what it holds is written anew from the
site's own pages: there is no way to be led elsewhere by it.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value

from analytics.settings import settings
from analytics.ui.signed import USER_COOKIE_NAME
from analytics.ui.site import PAGES

COOKIE = "jushi_asked"
CALLBACK = "/oauth2callback"
ROOT = "/"
SECONDS = 3600
"""How long somebody may take to sign in."""
MOST = 2_500
"""Characters of a link; a browser keeps 4,096 bytes of a cookie. After a longer one the root is opened."""
ADDRESSES = frozenset({ROOT} | {f"/{page.key}" for page in PAGES})


class Landing:
    """Keeps which page was asked for last, and leads there whom the provider has sent back with success."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything but pages and the way back from the provider passes untouched."""
        if scope["type"] != "http" or scope["method"] != "GET" or not settings().team or settings().proxy_header:
            return await self._app(scope, receive, send)
        path = scope["path"]
        if path in ADDRESSES:
            kept = _cookie(own(path, scope["query_string"].decode("latin-1")) or ROOT)
            return await self._app(scope, receive, _telling(send, kept))
        if path == CALLBACK:
            wanted = asked(cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, ""))
            return await self._app(scope, receive, _leading(send, wanted))
        return await self._app(scope, receive, send)


def own(path: str, query: str) -> str | None:
    """A link of this site, written anew: the address of a page and its parameters; None for anything else."""
    if path not in ADDRESSES or len(query) > MOST:
        return None
    try:
        told = urlencode(parse_qsl(query, keep_blank_values=True, errors="strict"))
    except ValueError:
        return None
    return (f"{path}?{told}" if told else path) if len(told) <= MOST else None


def asked(cookie: str) -> str:
    """The link that a cookie holds; the root when it holds none, was not signed here, or is too old."""
    value = decode_signed_value(get_cookie_secret(), COOKIE, cookie.encode("latin-1", "replace"), SECONDS / 86_400)
    path, _, query = (value or b"").decode("utf-8", "replace").partition("?")
    return own(path, query) or ROOT


def _telling(send: Send, cookie: str) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return told


def _leading(send: Send, wanted: str) -> Send:
    """Only a redirect to the root that signs somebody in leads elsewhere: not one after a failure or after signing out."""

    async def led(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("location") == ROOT and any(map(_signs_in, headers.getlist("set-cookie"))):
                headers["location"] = wanted
                headers.append("set-cookie", _cookie("", 0))
        await send(message)

    return led


def _signs_in(cookie: str) -> bool:
    name, _, rest = cookie.partition("=")
    value = rest.partition(";")[0].strip('" ')
    return name.strip() == USER_COOKIE_NAME and value not in ("", "null")


def _cookie(link: str, seconds: int = SECONDS) -> str:
    kept: SimpleCookie = SimpleCookie()
    kept[COOKIE] = create_signed_value(get_cookie_secret(), COOKIE, link).decode() if link else ""
    secure = settings().oidc_redirect_uri.startswith("https:")
    attributes = {"path": CALLBACK, "max-age": seconds, "httponly": True, "samesite": "Lax", "secure": secure}
    for name, value in attributes.items():
        kept[COOKIE][name] = value
    return kept[COOKIE].OutputString()
