"""Who asks, by what the identity provider or a trusted proxy said: everything is looked at, nothing is guessed."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from analytics.access.grants import checked_person
from analytics.access.person import MAX_PERSON, NOBODY, Person
from analytics.access.rights import sessions_ended
from analytics.problems import Problem
from analytics.settings import settings

PROXY_PROOF = "Jushi-Proxy-Secret"
"""The header in which the proxy proves that it is the proxy."""
SKEW = timedelta(minutes=5)
"""How far the clock of the provider may be ahead."""


def person_of_claims(claims: Mapping[str, Any], now: datetime | None = None) -> Person:
    """The person that an ID token (OpenID Connect Core 1.0, section 2) speaks of, as the signed cookie kept it.

    The id is the e-mail address, unless the provider says that it is not verified or gives none: then ``sub``, if that does
    not look like the address of somebody else. Who is not signed in is nobody.

    Raises Problem signed_out when the session is too old or was ended since, person_id when the provider gives no usable id.
    """
    if claims.get("is_logged_in") is not True:
        return NOBODY
    issued = _moment(claims.get("iat"))
    now = now or datetime.now(UTC)
    if issued is None or not now - timedelta(hours=settings().session_hours) < issued <= now + SKEW:
        raise Problem.of("signed_out")
    email = claims.get("email") if claims.get("email_verified") is not False else None
    own = claims.get("sub")
    if not (isinstance(email, str) and email) and isinstance(own, str) and "@" in own:
        raise Problem.of("person_id", most=MAX_PERSON)
    found = _named(email if isinstance(email, str) and email else own, claims.get("name"))
    ended = sessions_ended(found.id)
    # The provider counts whole seconds: a session of the second in which the others were ended is one of them.
    if ended is not None and issued <= ended:
        raise Problem.of("signed_out")
    return found


def person_of_headers(values: Callable[[str], Sequence[str]]) -> Person:
    """The person that a trusted proxy names; ``values``: all values of a header. Who it does not name is nobody.

    Raises Problem proxy_proof when the proof is missing or wrong, or a header stands there twice: nobody is believed.
    """
    wanted = settings()
    named, proofs = values(wanted.proxy_header), values(PROXY_PROOF)
    if not named and not proofs:
        return NOBODY
    secret = wanted.proxy_secret.get_secret_value().encode()
    if len(proofs) != 1 or not secret or not hmac.compare_digest(proofs[0].encode("utf-8", "replace"), secret):
        raise Problem.of("proxy_proof")
    if len(named) > 1:
        raise Problem.of("proxy_proof")
    return _named(named[0], None) if named and named[0].strip() else NOBODY


def _named(found: object, name: object) -> Person:
    if not isinstance(found, str):
        raise Problem.of("person_id", most=MAX_PERSON)
    person = checked_person(found)
    return Person(person, name[:MAX_PERSON] if isinstance(name, str) and name.isprintable() else person, "user")


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(value), UTC) if isinstance(value, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None
