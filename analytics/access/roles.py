"""Roles and what each allows: a table that is read once (``data/access/roles.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from analytics.problems import Problem
from analytics.settings import settings

Action = Literal["look", "inside", "export", "share", "import", "edit", "review", "purge", "people", "audit"]
"""See figures and articles; see how they came about and what others saved; take them out as documents and files; save and
freeze views; bring articles in; say something about them, delete and restore; judge what waits for a judgement;
take out for good; give roles; read the audit log."""
Role = Literal["guest", "viewer", "analyst", "reviewer", "admin"]
"""From the least to the most; ``guest`` is nobody's to give: whoever has a guest link is one."""
ACTIONS: tuple[Action, ...] = get_args(Action)
RANKS: tuple[Role, ...] = get_args(Role)
ROLES: tuple[Role, ...] = RANKS[1:]
EVERY = "*"
"""In place of a collection: all of them, those to come too."""


def permits(role: Role, action: Action) -> bool:
    """Whether a role allows an action."""
    return action in _policy(settings().data / "access" / "roles.csv")[role]


def role_of(text: str) -> Role:
    """The role that a text names. Raises Problem role_unknown."""
    for role in ROLES:
        if role == text:
            return role
    raise Problem.of("role_unknown", role=text[:40])


@cache
def _policy(path: Path) -> Mapping[Role, frozenset[Action]]:
    """What each role allows. Raises Problem roles_table when the table is not whole: nothing is guessed about rights."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError:
        raise Problem.of("roles_table", path.name) from None
    if [row.get("action") for row in rows] != list(dict.fromkeys(row.get("action") for row in rows)) or {
        row.get("action") for row in rows
    } != set(ACTIONS):
        raise Problem.of("roles_table", path.name)
    if any(row.get(role) not in ("1", "") for row in rows for role in RANKS):
        raise Problem.of("roles_table", path.name)
    return {
        role: frozenset(action for action in ACTIONS for row in rows if row["action"] == action and row[role] == "1")
        for role in RANKS
    }
