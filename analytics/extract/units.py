"""Units: the runs of an article that can tell one deed. A sentence, or its parts where they stand for themselves.

Each unit knows what in it is quotation, purpose or praise: words in there say nothing about what was done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from analytics.extract.cues import Cues
from analytics.text.sentences import Sentence

UnitRole = Literal["body", "caption", "heading"]

_SPEECH_MARKS = frozenset("。！？!?，,；;")
_QUOTES = {"“": "”", "「": "」"}
_OPENING = re.compile("[“「]")
_CUTTING = re.compile("[“”「」；;—，,]")
"""Marks at which a sentence may be split, and those of quotations, in which it is not."""
_HEAD = 12
"""Code points of a part before a dash or a comma that splits."""
_ENDS = frozenset("。！？!?…”；;：:")
_LEAST = 4
"""Code points that can tell anything at all."""
_CAPTION = 120
_HEADING = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """``text[start:end]``; ``masked`` runs are quoted speech and purposes; ``continued``: not the first part of its sentence."""

    start: int
    end: int
    paragraph: int
    role: UnitRole
    continued: bool
    masked: tuple[tuple[int, int], ...]

    @property
    def told_from(self) -> int:
        """Where the telling begins: behind a purpose or a quotation at the head."""
        at = self.start
        for start, end in sorted(self.masked):
            if start <= at + 1 < end < self.end - 8:
                at = end
        return at

    def hides(self, start: int, end: int) -> bool:
        """Whether a run lies in quoted speech or a purpose."""
        return bool(self.masked) and any(a <= start and end <= b for a, b in self.masked)


def read_units(text: str, sentences: list[Sentence], cues: Cues) -> list[Unit]:
    """The units of an article in order."""
    roles = _paragraph_roles(text, sentences, cues)
    units: list[Unit] = []
    for sentence in sentences:
        speech = _speech(text, sentence.start, sentence.end)
        for number, (start, end) in enumerate(_parts(text, sentence, speech, cues)):
            masked = [(a, b) for a, b in speech if a < end and b > start] + _purposes(text, start, end, cues)
            units.append(Unit(start, end, sentence.paragraph, roles[sentence.paragraph], number > 0, tuple(masked)))
    return units


def _paragraph_roles(text: str, sentences: list[Sentence], cues: Cues) -> dict[int, UnitRole]:
    """A caption opens with 图为 or ends with a credit; a heading is short, alone and without a full stop."""
    roles: dict[int, UnitRole] = {}
    for number, found in groupby(sentences, key=lambda s: s.paragraph):
        run = list(found)
        start, end = run[0].start, run[-1].end
        credit = run[-1].end - max(run[-1].start, end - 12)
        if cues.occasions(start, min(start + 4, end), "caption") or (
            end - start <= _CAPTION and len(run) > 1 and cues.occasions(end - min(credit, 12), end, "credit")
        ):
            roles[number] = "caption"
        elif len(run) == 1 and text[end - 1] not in _ENDS and end - start <= _HEADING:
            roles[number] = "heading"
        else:
            roles[number] = "body"
    return roles


def _speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Quotations that hold a mark of a sentence: somebody speaks. Quoted names stay."""
    out: list[tuple[int, int]] = []
    at = start
    while opening := _OPENING.search(text, at, end):
        at = opening.end()
        stop = text.find(_QUOTES[opening[0]], at, end)
        if stop < 0:
            continue
        if any(c in _SPEECH_MARKS for c in text[at:stop]):
            out.append((at - 1, stop + 1))
        at = stop + 1
    return out


def _parts(text: str, sentence: Sentence, speech: list[tuple[int, int]], cues: Cues) -> list[tuple[int, int]]:
    """Split at semicolons, at a dash that opens a list, before a claimed total, and where another time begins."""
    cuts = [sentence.start]
    quoted = False
    for mark in _CUTTING.finditer(text, sentence.start, sentence.end):
        i, c = mark.start(), mark[0]
        if speech and any(a <= i < b for a, b in speech):
            continue
        if c in "“”「」":
            quoted = c in "“「"
        elif not quoted and (
            c in "；;"
            or (c == "—" and text[i - 1] == "—" and i - cuts[-1] > _HEAD)
            or (c in "，," and i - cuts[-1] > _HEAD and _other(text, cuts[-1], i + 1, sentence.end, cues))
        ):
            cuts.append(i + 1)
    cuts = [c for c in cuts if c < sentence.end]
    return [
        (start, end if end == sentence.end else end - 1)
        for start, end in zip(cuts, [*cuts[1:], sentence.end], strict=True)
        if len(text[start:end].strip("—；;，, ")) >= _LEAST
    ]


def _other(text: str, start: int, at: int, end: int, cues: Cues) -> bool:
    """Whether what follows a comma stands for itself: a total, or something done at another time."""
    return _total_follows(cues, at) or _turns(text, start, at, end, cues)


def _turns(text: str, start: int, at: int, end: int, cues: Cues) -> bool:
    """Whether a clause at another time does something, behind clauses that did something else."""
    day = next((i for i in range(at, min(at + 3, end)) if not text[i].isdigit()), end)
    dated = at < day < end and text[day] == "日"
    if not dated and not cues.occasion_at(at, min(at + 5, end), "turn"):
        return False
    closes = next((i for i in range(at + 4, end) if text[i] in "，,"), end)
    if closes - at < 8:
        closes = next((i for i in range(closes + 1, end) if text[i] in "，,"), end)
    return bool(cues.occasions(start, at, "doing", "going") and cues.occasions(at, closes, "doing", "going"))


def _total_follows(cues: Cues, at: int) -> bool:
    return cues.stance_at(at, at + 4, "aggregate")


def _purposes(text: str, start: int, end: int, cues: Cues) -> list[tuple[int, int]]:
    """From a word of purpose at the head of a clause up to the clause that does something."""
    out: list[tuple[int, int]] = []
    for cue in cues.occasions(start, end, "purpose"):
        inside = cue.start > start and text[cue.start - 1] not in "，,：:。；; 　"
        if inside or any(a <= cue.start < b for a, b in out):
            continue
        stop = next((i for i in range(cue.end, end) if text[i] in "，,"), end)
        while stop < end:
            following = next((i for i in range(stop + 1, end) if text[i] in "，,"), end)
            if (
                following == end
                or cues.occasions(stop + 1, following, "doing", "going")
                or _dated(text, stop + 1, following)
            ):
                break
            stop = following
        out.append((cue.start, stop))
    return out


def _dated(text: str, start: int, end: int) -> bool:
    return any(text[i] in "日月" and text[i - 1].isdigit() for i in range(start + 1, min(end, start + 14)))
