"""A text that is nothing but a time may say it more shortly than news does: 2024, 2019—2021, 12/1, 下午5点, 全天."""

from __future__ import annotations

import re

from analytics.extract.numbers import CHINESE
from analytics.extract.when.calendar import valid
from analytics.extract.when.lexicon import Lexicon
from analytics.extract.when.part import Part
from analytics.extract.when.point import Point
from analytics.extract.when.scene import Scene

LONGEST = 16
"""Characters of the longest text that is looked at."""
_YEAR = re.compile(r"\W*((?:19|20)[0-9]{2})\W*")
_YEARS = re.compile(r"\W*((?:19|20)[0-9]{2}) ?(?:-|—|–|~|～|至|到) ?((?:19|20)[0-9]{2})\W*")
_MONTH_DAY = re.compile(r"\W*([0-9]{1,2})[/／]([0-9]{1,2})\W*")
_UP_TO_60 = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
CLOCK = rf"{_UP_TO_60} ?(?:[时点](?:整|半|钟|{_UP_TO_60}分?)?(?:许|左右)?|[:：][0-9]{{2}}(?::[0-9]{{2}})?)"
"""9时30分, 8点半, 14:30"""
_CLOCK = re.compile(rf" ?{CLOCK}")


def bare(scene: Scene, lex: Lexicon) -> tuple[int, Part] | None:
    """Start and Part of what a short text as a whole says; None for any other."""
    text = scene.text
    if len(text) >= LONGEST:
        return None
    if match := _YEAR.fullmatch(text):
        return match.start(1), Part((Point(int(match[1])),), match.end(1), "time.shape.year")
    if match := _YEARS.fullmatch(text):
        points = (Point(int(match[1])), Point(int(match[2])))
        return match.start(1), Part(points, match.end(2), "time.shape.range")
    if (match := _MONTH_DAY.fullmatch(text)) and valid(2000, int(match[1]), int(match[2])):
        point = Point(month=int(match[1]), day=int(match[2]))
        return match.start(1), Part((point,), match.end(2), "time.shape.numeric")
    end = _hours(text.rstrip("。！？!? "), lex)
    if end == 0 or scene.reference is None:
        return None
    return 0, Part((Point.on(scene.reference),), end, "time.tod")


def _hours(text: str, lex: Lexicon) -> int:
    """The end of 全天 or 下午5点, when the text is nothing more; else 0."""
    if day := lex.at("whole_day", text, 0):
        return day.end if day.end == len(text) else 0
    word = lex.at("time_of_day", text, 0)
    clock = _CLOCK.match(text, word.end) if word else None
    return clock.end() if clock and clock.end() == len(text) else 0
