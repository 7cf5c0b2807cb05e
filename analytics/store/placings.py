"""Where a village lies, as people say of a name that reports left unplaced: statements of the kind "place"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.model import Place, Village
from analytics.problems import Problem
from analytics.store.places import village_key
from analytics.store.statements import Said, effective, state_that
from analytics.store.workspace import Workspace

KIND = "place"


@dataclass(frozen=True, slots=True)
class Placing:
    """``village``: the key that the name has without it (``places.village_key``); ``chain`` from the province down to the
    village itself; ``code`` None where no register knows it. ``articles``: the only ones it is said of, () for all."""

    village: str
    chain: tuple[str, ...]
    code: str | None = None
    articles: tuple[str, ...] = ()

    @property
    def value(self) -> Village:
        """The village that it is, resting on nothing."""
        return Village(self.chain[-1], self.code, self.chain, (), ())

    @property
    def key(self) -> str:
        """The key of the village that it is."""
        return village_key(self.value)

    @property
    def place(self) -> Place:
        """The village as a place of an activity."""
        return Place(self.chain[-1], "village", self.chain, self.code, 0, 0)

    def holds_for(self, village: str, article: str) -> bool:
        """Whether it says where the village of that key in that article lies."""
        return village == self.village and (not self.articles or article in self.articles)


@dataclass(frozen=True, slots=True)
class SaidPlacing:
    """A placing with the number of its statement, who said it and when (UTC)."""

    placing: Placing
    number: int
    who: str
    made_at: datetime


def place_village(space: Workspace, dataset: str, placing: Placing, who: str) -> int:
    """Keeps where a village lies and returns the number of the statement, the new revision.

    Raises Problem place_chain when the chain names nothing above the village, no_dataset, dataset_deleted.
    """
    if len(placing.chain) < 2 or not all(placing.chain) or placing.key == placing.village:
        raise Problem.of("place_chain", chain="/".join(placing.chain))
    payload = {
        "village": placing.village, "chain": list(placing.chain), "code": placing.code,
        "articles": sorted(placing.articles),
    }  # fmt: skip
    return state_that(space, dataset, KIND, payload, who)


def said_placings(space: Workspace, dataset: str, until: int | None = None) -> tuple[SaidPlacing, ...]:
    """Those that hold at a revision (None: the latest), newest first."""
    found = [s for s in effective(space, dataset, until) if s.kind == KIND]
    return tuple(SaidPlacing(_placing(s.payload), s.number, s.who, s.made_at) for s in reversed(found))


def placings(said: Iterable[Said]) -> tuple[Placing, ...]:
    """The placings among statements that hold, in the order in which they were said."""
    return tuple(_placing(s.payload) for s in said if s.kind == KIND)


def placing_of(said: Sequence[Placing], village: str, article: str) -> Placing | None:
    """What was said last of a village of that key in that article."""
    return next((p for p in reversed(said) if p.holds_for(village, article)), None)


def _placing(payload: Mapping[str, Any]) -> Placing:
    return Placing(payload["village"], tuple(payload["chain"]), payload["code"], tuple(payload["articles"]))
