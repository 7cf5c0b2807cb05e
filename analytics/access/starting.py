"""What team mode needs before it starts: no default password, no default key, nobody let in by mistake."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from analytics.problems import Problem
from analytics.settings import Settings, settings

SHORTEST = 32
"""Characters of a secret: ``python -c "import secrets; print(secrets.token_urlsafe(32))"`` gives 43."""
DIFFERENT = 10
"""Different characters that a secret has at least: one that was typed to fill the line has fewer."""
CALLBACK = "/oauth2callback"
OIDC = ("oidc_client_id", "oidc_client_secret", "oidc_metadata_url", "oidc_redirect_uri", "cookie_secret")
USUAL = ("change", "example", "default", "password", "secret", "jushi", "12345", "your", "placeholder")
"""What the secrets of instructions and of haste contain."""


def check_start() -> None:
    """Raises Problem team_… while something that team mode needs is missing or weak; in local mode nothing is needed."""
    found = settings()
    if not found.team:
        return
    if not found.administrators:
        raise _needs("JUSHI_ADMINS")
    by_proxy, by_oidc = bool(found.proxy_header), any(_value(found, name) for name in OIDC)
    if by_proxy and by_oidc:
        raise Problem.of("team_both")
    if by_proxy:
        _strong(found, "proxy_secret")
        return
    for name in OIDC:
        if not _value(found, name):
            raise _needs(f"JUSHI_{name.upper()}")
    if not found.oidc_redirect_uri.endswith(CALLBACK):
        raise Problem.of("team_redirect", "JUSHI_OIDC_REDIRECT_URI", end=CALLBACK)
    for name in ("oidc_metadata_url", "oidc_redirect_uri"):
        if not _safe(_value(found, name)):
            raise Problem.of("team_address", f"JUSHI_{name.upper()}")
    _strong(found, "cookie_secret")


def weak(secret: str) -> bool:
    """Whether a secret is one that somebody could guess."""
    low = secret.lower()
    return len(secret) < SHORTEST or len(set(secret)) < DIFFERENT or any(word in low for word in USUAL)


def _strong(found: Settings, name: str) -> None:
    variable = f"JUSHI_{name.upper()}"
    if not _value(found, name):
        raise _needs(variable)
    if weak(_value(found, name)):
        raise Problem.of("team_weak", variable, name=variable, least=SHORTEST)


def _value(found: Settings, name: str) -> str:
    value = getattr(found, name)
    return value if isinstance(value, str) else str(value.get_secret_value())


def _needs(variable: str) -> Problem:
    return Problem.of("team_needs", variable, name=variable)


def _safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent there: https, or the own machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host)
    try:
        return parts.scheme == "http" and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False
