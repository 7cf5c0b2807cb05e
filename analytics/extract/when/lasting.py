"""How long an occasion lasts that is dated by its first day only: 为期三天, 三天时间, 激战三天."""

from __future__ import annotations

from typing import NamedTuple

from analytics.extract.when.lexicon import Lexicon, numeral, skip

MOST = 60
"""Days beyond which a length is a programme and no occasion."""
DAYS = {"day": 1, "week": 7}
"""Days of the units that lengths of occasions are told in."""
TIMED = "时间"  # 三天时间: the word for the unit says itself that it lasts


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
        if unit is None or unit.value not in DAYS or unit.end > end:
            continue
        lead = lex.before("lasting", text, number.start)
        tail = lex.at("lasting_tail", text, unit.end)
        days = number.value * DAYS[unit.value]
        if 1 < days <= MOST and (lead or tail or text[: unit.end].endswith(TIMED)):
            found.append(Length(lead.start if lead else number.start, tail.end if tail else unit.end, days))
    return found
