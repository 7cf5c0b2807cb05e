"""What a collection masks, and for whom: a setting of the workspace, its changes in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from analytics.privacy.finding import Masks
from analytics.problems import Problem
from analytics.store.audit import record
from analytics.store.tables import Setting
from analytics.store.workspace import Workspace, found_dataset

Audience = Literal["guests", "exports"]
"""Guests alone, on all pages; or guests, and whatever anybody takes away: documents, files and the API."""
MASKS: tuple[Masks, ...] = get_args(Masks)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
PREFIX = "masks/"
"""Of the settings, before the name of a collection."""


@dataclass(frozen=True, slots=True)
class Masking:
    """Whose names are masked (nobody's, those of everybody without an office, everybody's), and for whom."""

    masks: Masks = "none"
    audience: Audience = "exports"

    @property
    def on(self) -> bool:
        """Whether any name is masked for anybody."""
        return self.masks != "none"

    @property
    def in_exports(self) -> bool:
        """Whether names are masked in what is taken away."""
        return self.on and self.audience == "exports"


OPEN = Masking()


def masking_of(space: Workspace, dataset: str) -> Masking:
    """The setting of a collection; nothing is masked where nobody has said so."""
    return _read(space.setting(PREFIX + dataset))


def set_masking(space: Workspace, dataset: str, wanted: Masking, who: str) -> Masking:
    """Changes it, and says so in the audit log; what it was before. Raises Problem no_dataset …, masks_unknown."""
    if wanted.masks not in MASKS or wanted.audience not in AUDIENCES:
        raise Problem.of(
            "masks_unknown", value=f"{wanted.masks} {wanted.audience}", known=" ".join((*MASKS, *AUDIENCES))
        )
    with space.writing() as session:
        found = found_dataset(session, dataset)
        row = session.get(Setting, PREFIX + dataset)
        old = _read(row.value if row else None)
        if old == wanted:
            return old
        session.merge(Setting(key=PREFIX + dataset, value=_told(wanted)))
        record(session, who, "masks.set", f"dataset/{found.id}", _logged(old), _logged(wanted), dataset=dataset)
    return old


def _told(one: Masking) -> dict[str, str]:
    return {"masks": one.masks, "audience": one.audience}


def _logged(one: Masking) -> dict[str, str]:
    """As the log writes it: ``audience`` is there who may see a saved view."""
    return {"masks": one.masks, "masked_for": one.audience}


def _read(value: object) -> Masking:
    """A setting that cannot be understood masks everything: nothing is guessed about what may be seen."""
    if value is None:
        return OPEN
    if isinstance(value, dict) and value.get("masks") in MASKS and value.get("audience") in AUDIENCES:
        return Masking(value["masks"], value["audience"])
    return Masking("all", "exports")
