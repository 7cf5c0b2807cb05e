"""How long an occasion lasts that is dated by its first day only: 为期三天, 三天时间, 激战三天."""

from __future__ import annotations

from typing import NamedTuple

from analytics.extract.when.lexicon import Lexicon, numeral, skip


class Length(NamedTuple):
    """A length of time in days at ``text[start:end]``."""

    start: int
    end: int
    days: int


def lengths(text: str, start: int, end: int, lex: Lexicon) -> list[Length]:
    """The lengths in ``text[start:end]`` that tell how long something lasts; ``text`` is folded."""
    found: list[Length] = []
    at = start
    while at < end:
        number = numeral(text, at)
        if number is None:
            at += 1
            continue
        at = number.end
        unit = lex.at("duration", text, skip(text, number.end))
        told = lex.lasting.get(unit.value) if unit else None
        if unit is None or told is None or unit.end > end:
            continue
        lead = lex.before("lasting", text, number.start)
        tail = lex.at("lasting_tail", text, unit.end)
        days = number.value * told.days
        if days > 1 and number.value <= told.most and (lead or tail or lex.before("lasting_unit", text, unit.end)):
            found.append(Length(lead.start if lead else number.start, tail.end if tail else unit.end, days))
    return found
