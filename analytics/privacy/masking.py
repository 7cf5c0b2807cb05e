"""The mask over a name: 李小明 → 李某某, 欧阳春华 → 欧阳某某. As many characters as before, so that every offset holds."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.privacy.finding import Masks, Name, names_of, shown
from analytics.privacy.lexicon import lexicon

MASK = "某"


def masked(text: str, names: Iterable[Name], masks: Masks, at: int = 0) -> str:
    """``text`` with the names that the setting does not show masked; its length is the same. ``at``: where in the article of
    these names the text begins, when it is a part of it."""
    written = list(text)
    for one in names:
        if not shown(masks, one):
            for here in range(max(one.start + one.surname - at, 0), min(one.end - at, len(written))):
                if written[here].isalpha():  # blanks, dots and marks that nobody sees stay
                    written[here] = MASK
    return "".join(written)


def hidden(text: str, masks: Masks) -> str:
    """A text that stands by itself, such as the name of a file, with its names masked."""
    return text if masks == "none" else masked(text, names_of(text, lexicon()), masks)
