"""Time expressions of newspaper Chinese, resolved against the publication date after the codebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from analytics.extract.numbers import CHINESE
from analytics.extract.when.calendar import Calendar
from analytics.extract.when.expression import Expressions
from analytics.extract.when.lasting import Length, lengths
from analytics.extract.when.lexicon import Lexicon
from analytics.extract.when.scene import Scene
from analytics.model import TimeExpression
from analytics.rules import RuleBook

__all__ = ["Length", "TimeReader"]

_NUMERALS = re.compile(
    rf"[0-9{CHINESE}半][0-9{CHINESE}]{{0,11}}"
    rf"(?:(?=[ \u3000]?[年月日天周星礼季世个交工号]|[多余几][年月天周个]|[ ]?[-—–－~～―/.、至到和][ ]?[0-9{CHINESE}—-])"
    r"|(?<=[0-9]{8})(?![0-9]))"
)
"""Numerals that may begin a time: followed by a unit or by the other part of a date in figures."""
_YEARS = range(1000, 3000)
"""Years of publication that are believed; any other counts as not known."""
_REPORTED = range(1990, 3000)
"""Years in which the reports that are collected were written: an only year before them is history that a report tells."""


class TimeReader:
    """Reads the time expressions of a text. Built once from the rules; ``read`` keeps nothing between texts."""

    def __init__(self, book: RuleBook) -> None:
        self._lex = Lexicon(book)
        self._calendar = Calendar(book)
        self._expressions = Expressions(self._lex, self._calendar)

    def read(
        self, text: str, reference: date | None, ahead: Sequence[tuple[int, int]] = ()
    ) -> tuple[TimeExpression, ...]:
        """The expressions in order, never overlapping, each the longest that begins there.

        ``reference`` is the publication date; ``ahead`` are runs of ``text`` whose sentences plan: there a date without
        its year lies ahead, elsewhere behind. A habit (每年, 近年来) and what the text does not tell have an unknown
        date.
        """
        if reference is not None and reference.year not in _YEARS:
            reference = None
        folded = self._lex.fold(text)
        found = self._told(text, folded, Scene(folded, reference, ahead, self._lex, self._calendar))
        if reference is not None or (year := _only_year(found)) is None:
            return found
        scene = Scene(folded, None, ahead, self._lex, self._calendar)
        scene.year = year
        return self._told(text, folded, scene)

    def lengths(self, text: str, start: int, end: int) -> list[Length]:
        """How many days something lasts, wherever ``text[start:end]`` says so."""
        return lengths(self._lex.fold(text), start, end, self._lex)

    def _told(self, text: str, folded: str, scene: Scene) -> tuple[TimeExpression, ...]:
        if short := self._expressions.bare(scene, text):
            return (short,)
        out: list[TimeExpression] = []
        done = 0
        for pos, end, kind in self._hits(folded):
            if pos < done:
                continue
            if kind == "look_alike":
                done = end
                continue
            if found := self._expressions.read(scene, kind, pos, done, text):
                out.append(found)
                done = found.span.end
        return tuple(out)

    def _hits(self, text: str) -> list[tuple[int, int, str]]:
        """Where an expression may begin, in order; a numeral before a word that begins at the same place."""
        hits = [(hit.start, hit.end, hit.value[0]) for hit in self._lex.starts.find(text)]
        hits += [(match.start(), match.end(), "numeral") for match in _NUMERALS.finditer(text)]
        hits.sort(key=lambda hit: (hit[0], hit[2] not in ("look_alike", "numeral"), hit[2] == "numeral"))
        return hits


def _only_year(found: Sequence[TimeExpression]) -> int | None:
    """The one year that a text without a date of publication names anywhere: days told before it lie in it too."""
    years = {day.year for one in found for day in (one.date.start, one.date.end) if day}
    year = years.pop() if len(years) == 1 else None
    return year if year in _REPORTED else None
