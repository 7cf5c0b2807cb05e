"""Who asks."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Literal

from analytics.access.roles import Role

Kind = Literal["local", "user", "guest", "token", "nobody"]
"""The one user of the own machine; somebody who signed in; somebody with a share link; a program; not known at all."""
MAX_PERSON = 100
"""Characters of a name that the workspace keeps."""


@dataclass(frozen=True, slots=True)
class Person:
    """``id``: what roles are given to, and what the workspace writes down (an e-mail address in small letters, mostly).

    ``own``: rights that the person brings along, as (collection, role), such as those of a share link; ``most``: the
    highest role that counts for them, whatever they were given, such as that of a token; ``only``: the only collections
    that count (None: all); ``pinned``: the only version and revision that they see of it (None: all there are).
    """

    id: str
    name: str
    kind: Kind
    own: tuple[tuple[str, Role], ...] = ()
    most: Role = "admin"
    only: frozenset[str] | None = None
    pinned: tuple[int, int] | None = None

    @property
    def known(self) -> bool:
        """Whether it is known who asks."""
        return self.kind != "nobody"


NOBODY = Person("", "", "nobody")


def local_person(name: str) -> Person:
    """The user of this machine; ``name`` is "" when it is not known."""
    return Person(name[:MAX_PERSON], name[:MAX_PERSON], "local")


def operator() -> Person:
    """Whoever sits at the shell of this machine, reads its files, and may do everything there."""
    try:
        return local_person(getpass.getuser())
    except (OSError, KeyError, ImportError):  # no such user in a container, no variables on Windows
        return local_person("")
