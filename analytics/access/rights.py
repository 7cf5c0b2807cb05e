"""What a person may do now. Roles are read again after ``FRESH`` seconds, so that one taken away gives nothing out."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from analytics.access.grants import ended_at, given_to
from analytics.access.guests import person_entered
from analytics.access.person import Person
from analytics.access.roles import EVERY, RANKS, Action, Role, permits
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.workspace import Gate, Workspace, open_workspace

FRESH = 1.0
"""Seconds for which roles are remembered in a process; 5 may pass until a revocation holds."""
MOST = 5_000
"""Persons remembered at once."""
Known = tuple[float, Mapping[str, Role], datetime | None]
_known: dict[tuple[Path, str, str], Known] = {}
_entered: dict[tuple[Path, str, str], tuple[float, Person | Problem]] = {}
_lock = threading.Lock()


def may(person: Person, action: Action, dataset: str = "") -> bool:
    """Whether a person may do something in a collection; without one: in any collection at all."""
    if person.kind == "local":
        return True
    roles = roles_of(person)
    if not dataset:
        return any(permits(role, action) for role in roles.values())
    return any(permits(roles[name], action) for name in (EVERY, dataset) if name in roles)


def allowed(person: Person, action: Action, datasets: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the collections in which a person may do something."""
    return tuple(name for name in datasets if may(person, action, name))


def gate_of(person: Person, action: Action = "look") -> Gate | None:
    """In which collections a person may do something, for a workspace that shows no others; None: in all there are."""
    if person.kind == "local":
        return None
    return lambda dataset: may(person, action, dataset)


def roles_of(person: Person) -> Mapping[str, Role]:
    """Collection (or ``*``) to role: as given, as brought along, and for those whom the settings name as administrators."""
    if person.kind == "nobody":
        return {}
    found = dict(_read(person.id)[1]) if person.kind in ("user", "token") else {}
    if person.kind in ("user", "token") and person.id in settings().administrators:
        found[EVERY] = "admin"
    for dataset, role in person.own:
        found[dataset] = max(role, found.get(dataset, role), key=RANKS.index)
    if person.only is not None:
        every = found.pop(EVERY, None)
        found = {d: _higher(found.get(d), every) for d in person.only if d in found or every}
    return {dataset: min(role, person.most, key=RANKS.index) for dataset, role in found.items()}


def sessions_ended(person: str) -> datetime | None:
    """As ``grants.ended_at``, at most ``FRESH`` seconds old."""
    return _read(person)[2]


def guest_entered(kept: str) -> Person:
    """As ``guests.person_entered``, at most ``FRESH`` seconds old. Raises Problem guest_over."""
    key = (settings().home, settings().database_url, kept)
    found = _entered.get(key)
    if found is None or time.monotonic() - found[0] >= FRESH:
        began = time.monotonic()
        try:
            found = (began, person_entered(_workspace(*key[:2]), kept))
        except Problem as problem:
            found = (began, problem)
        with _lock:
            if len(_entered) >= MOST:
                _entered.clear()
            _entered[key] = found
    if isinstance(found[1], Problem):
        raise found[1]
    return found[1]


def forget() -> None:
    """Roles and guests are read anew: this process has changed some."""
    with _lock:
        _known.clear()
        _entered.clear()


def _higher(a: Role | None, b: Role | None) -> Role:
    return max((role for role in (a, b) if role), key=RANKS.index)


def _read(person: str) -> Known:
    key = (settings().home, settings().database_url, person)
    found = _known.get(key)
    if found is not None and time.monotonic() - found[0] < FRESH:
        return found
    began = time.monotonic()
    space = _workspace(*key[:2])
    found = (began, given_to(space, person), ended_at(space, person))
    with _lock:
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = found
    return found


@lru_cache(maxsize=2)
def _workspace(home: Path, url: str) -> Workspace:
    return open_workspace(home, url)
