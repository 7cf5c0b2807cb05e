"""The mask over a name: 李小明 → 李某某, 欧阳春华 → 欧阳某某. As many characters as before, so that every offset holds."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.privacy.finding import Masks, Name, shown

MASK = "某"


def masked(text: str, names: Iterable[Name], masks: Masks) -> str:
    """``text`` with the names that the setting does not show masked; its length is the same."""
    written = list(text)
    for one in names:
        if not shown(masks, one):
            for at in range(one.start + one.surname, one.end):
                if written[at].isalpha():  # blanks, dots and marks that nobody sees stay
                    written[at] = MASK
    return "".join(written)
