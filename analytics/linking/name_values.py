"""The values that the joining of names takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["alias", "part_of"]


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name as extracted, the number of articles that have it, and what stands near it in them.

    ``near``: names of the provinces, cities and counties that those articles are about; names of other
    organisations may stand there too.
    """

    name: str
    articles: int
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameLink:
    """``name`` is another name of ``target`` (alias), or belongs to it (part_of).

    ``reasons`` are ``code`` or ``code:value`` for ``name_reasons.explain``; ``certainty`` goes from 0 to 1.
    ``joined`` says whether it is a link or, below the threshold of ``name_certainty.csv``, a question to an analyst.
    """

    name: str
    target: str
    relation: Relation
    reasons: tuple[str, ...]
    certainty: float
    joined: bool


@dataclass(frozen=True, slots=True)
class NameStatement:
    """What an analyst says: the link of ``name`` is ``target``, or None for no such link. Later ones win.

    ``undone``: it was taken back and holds no longer.
    """

    name: str
    target: str | None
    relation: Relation
    who: str = ""
    undone: bool = False
