"""May the person who asks do this? Every page asks for itself: a deep link never passes app.py's own checks by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from analytics.access import NOBODY, Action, Person, gate_of, may, operator
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.workspace import Gate

LOCAL: frozenset[Action] = frozenset(
    ("look", "inside", "export", "share", "import", "edit", "review", "purge", "people", "audit")
)
"""What the one local user may do. The server is bound to loopback: nobody else reaches it."""
_asking: ContextVar[Person | None] = ContextVar("asking", default=None)


def require(action: Action, dataset: str = "") -> None:
    """Whether who asks may do something in a collection; without one: in any.

    Raises Problem not_allowed, not_signed_in, signed_out, proxy_proof, not_seen (as if there were no such collection).
    """
    who = current()
    if who.kind == "local":
        if action not in LOCAL:
            raise Problem.of("not_allowed", action=action)
        return
    if not who.known:
        raise Problem.of("not_signed_in")
    if may(who, action, dataset):
        return
    if dataset and action == "look":
        raise Problem.of("not_seen", dataset, dataset=dataset)
    if who.kind == "guest":
        raise Problem.of("guest_only")
    contact = settings().contact or "、".join(sorted(settings().administrators))
    raise Problem.of(f"not_allowed_{action}", who=who.id, contact=contact)


def pinned(dataset: str, version: int | None, revision: int | None) -> tuple[int | None, int | None]:
    """The version and revision of a collection that are opened for who asks: those of the link, a guest's are fixed.

    Raises Problem guest_version when a guest asks for others.
    """
    fixed = current().pinned if settings().team else None
    if fixed is None:
        return version, revision
    if (version or fixed[0], fixed[1] if revision is None else revision) != fixed:
        raise Problem.of("guest_version", dataset, version=fixed[0])
    return fixed


def can(action: Action, dataset: str = "") -> bool:
    """As ``require``, as an answer."""
    try:
        require(action, dataset)
    except Problem:
        return False
    return True


def person() -> str:
    """Who does something, as the workspace writes it down: the name of the local user, "" when it is not known."""
    return current().id


def current() -> Person:
    """Who asks: whoever a request was made by, the local user, whoever is signed in in this session, or a guest.

    Raises Problem signed_out, proxy_proof, person_id, guest_over.
    """
    asking = _asking.get()
    if asking is not None:
        return asking
    if not settings().team:
        return operator()
    from analytics.ui import signed  # only here: it takes Streamlit, which commands do without

    found = signed.person_of_session() or NOBODY
    return found if found.known else signed.guest_of_session()


@contextmanager
def asking_as(who: Person) -> Iterator[None]:
    """Within it, ``who`` is the one who asks: for requests of the API, and what is done later for somebody."""
    token = _asking.set(who)
    try:
        yield
    finally:
        _asking.reset(token)


def gate(action: Action = "look") -> Gate | None:
    """Which collections there are for whoever asks; None: all. Asked anew for each collection."""
    if _asking.get() is None and not settings().team:
        return None
    return gate_of(current(), action)


def is_guest() -> bool:
    """Whether whoever asks came by a share link: names are masked for them where a collection says so."""
    return current().kind == "guest"
