"""该村, 村里, 村口: a village or community that was named before, named again without its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics.extract.where.lists import JOINS
from analytics.extract.where.values import PlaceMention
from analytics.extract.where.view import View
from analytics.extract.where.words import PlaceWords

AGAIN = "again"
"""What such a mention stands ``inside``: it is no place name of its own."""
RULE = "place.village.again"


def with_again(text: str, view: View, mentions: Sequence[PlaceMention], words: PlaceWords) -> tuple[PlaceMention, ...]:
    """The mentions and, in order, those that name the village before them again; after a list none is meant."""
    hits = [h for h in words.again.find(view.plain) if h.value]
    if not hits or not any(m.is_village for m in mentions):
        return tuple(mentions)
    taken = {i for m in mentions for i in range(m.place.start, m.place.end)}
    out = list(mentions)
    for hit in hits:
        start, end = view.at(hit.start), view.until(hit.end)
        if not taken.isdisjoint(range(start, end)):
            continue
        before = _before(text, mentions, start, hit.value, words.passing)
        if before:
            place = replace(before.place, name=text[start:end], start=start, end=end)
            out.append(replace(before, place=place, inside=AGAIN, rule=RULE, reasons=()))
    return tuple(sorted(out, key=lambda m: m.place.start))


def _before(
    text: str, mentions: Sequence[PlaceMention], at: int, ending: str, passing: tuple[str, ...]
) -> PlaceMention | None:
    """The last village before ``at`` with this ending that is not named in passing, unless it closes a list of several."""
    before = (m for m in mentions if m.is_village and m.place.end <= at and m.village.endswith(ending))
    villages = [m for m in before if not text.endswith(passing, 0, m.place.start)]
    if not villages:
        return None
    last = villages[-1]
    listed = len(villages) > 1 and text[villages[-2].place.end : last.place.start] in JOINS
    return None if listed and villages[-2].village != last.village else last
