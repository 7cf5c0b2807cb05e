"""Paragraphs and sentences of an article, as runs of its text.

A sentence ends at 。！？!? and takes closing quotation marks and brackets along; inside a quotation it does not end unless the
quotation ends with it. A paragraph always ends a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ENDS = frozenset("。！？!?")
_CLOSERS = frozenset('”’」』）)》】"')
_OPEN = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")"}
_MARKS = re.compile("[。！？!?“”「」『』（）()]")
"""What ends a sentence or a quotation, or opens one."""
_GOES_ON = frozenset("，,、的；;")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` without surrounding white space; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Runs between line breaks that hold more than white space, stripped."""
    out, at = [], 0
    for line in text.split("\n"):
        if body := line.strip():
            start = at + line.index(body)
            out.append((start, start + len(body)))
        at += len(line) + 1
    return out


def sentences(text: str) -> list[Sentence]:
    """All sentences in order; their runs never overlap and hold every character that is no white space."""
    out: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        at = start
        for stop in _stops(text, start, end):
            out.append(_stripped(text, at, stop, number))
            at = stop
        if text[at:end].strip():
            out.append(_stripped(text, at, end, number))
    return [s for s in out if s.end > s.start]


@lru_cache(maxsize=4)
def lines(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that several readers ask for, one after the other."""
    return tuple(sentences(text))


def _stripped(text: str, start: int, end: int, paragraph: int) -> Sentence:
    run = text[start:end]
    return Sentence(start + len(run) - len(run.lstrip()), start + len(run.rstrip()), paragraph)


def _stops(text: str, start: int, end: int) -> list[int]:
    stops: list[int] = []
    opened: list[int] = []
    i = head = start
    while mark := _MARKS.search(text, i, end):
        i, c = mark.start(), mark[0]
        if opened and c == _OPEN[text[opened[-1]]]:
            at = opened.pop()
            if not opened and text[i - 1] in _ENDS and _speech_ends(text, at, head, i + 1, end):
                stops.append(i + 1)
                head = i + 1
        elif c in _OPEN and text.find(_OPEN[c], i + 1, end) > 0:
            opened.append(i)
        elif c in _ENDS and not opened:
            i = head = _past_closers(text, i + 1, end)
            stops.append(i)
            continue
        i += 1
    return stops


def _speech_ends(text: str, opened: int, head: int, after: int, end: int) -> bool:
    """A quotation with a full stop ends the sentence, unless it opens it: who speaks comes behind (“…。”他说。)."""
    if after >= end or text[after] in _OPEN:
        return True
    return bool(text[head:opened].strip()) and text[after] not in _GOES_ON


def _past_closers(text: str, i: int, end: int) -> int:
    while i < end and (text[i] in _ENDS or text[i] in _CLOSERS):
        i += 1
    return i
