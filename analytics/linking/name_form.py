"""A name taken apart: the division that it begins with, and its body in full words."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analytics.linking.name_words import NameWords, Shape

Kind = Literal["codes", "stem", "level", "text", "none"]
_UNKNOWN = range(2, 5)  # where the last character of a division that the gazetteer lacks may stand (云岭县)
_UNSUFFIXED = "分子"  # a 分公司 is a part, its 公司 no ending


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name. ``division`` is as written; ``codes`` those that it may mean.

    ``kind``: ``codes`` a full name (盐城市), ``stem`` a short one (盐城), ``level`` its level alone (市), ``text`` one that
    the gazetteer lacks, ``none`` no division. ``reasons`` tell what was changed to get ``body``; ``loose`` is below 1 where
    that is mostly, but not always, the same.
    """

    kind: Kind
    division: str
    codes: tuple[str, ...]
    body: str
    reasons: tuple[str, ...]
    loose: float


@dataclass(frozen=True, slots=True)
class Form:
    """A name with its readings, the likeliest first, and the names in it that it had before."""

    name: str
    plain: str
    readings: tuple[Reading, ...]
    former: bool
    before: tuple[str, ...]


def plain(name: str, words: NameWords) -> str:
    """The name in simplified characters and half width, without blanks and quotation marks."""
    folded = words.folding.plain(unicodedata.normalize("NFKC", name))
    return "".join(folded.translate(words.quotes).split())


def take_apart(name: str, words: NameWords) -> Form:
    """Every reading of a name."""
    # Where nothing is changed the name itself is kept: a collection may have hundreds of thousands.
    text = name if (simple := plain(name, words)) == name else simple
    whole = text
    text, before, bracketed = _brackets(text, words)
    text, former = _former(text, words)
    reasons: tuple[str, ...] = ("brackets:" + bracketed,) if bracketed else ()
    text, shaped = _shaped(text, words)
    reasons += ("pattern:" + shaped,) if shaped else ()
    text, front = _front(text, words)
    reasons += ("front:" + front,) if front else ()
    readings: list[Reading] = []
    for kind, division, codes, rest in _divisions(text, words):
        body, changed, certainty = _body(rest, words)
        kept = name if body == name else body
        readings.append(Reading(kind, sys.intern(division), codes, kept, reasons + changed, certainty))
    return Form(name, whole, tuple(readings), former, before)


def _brackets(text: str, words: NameWords) -> tuple[str, tuple[str, ...], str]:
    """The text without brackets, the former names in them, and what was left out with them."""
    before: list[str] = []
    dropped = ""
    while 0 < (start := text.find("(")) < (end := text.find(")", start)):
        inner = text[start + 1 : end]
        old = next((w for w in words.former if inner.startswith(w) and len(inner) > len(w) + 1), "")
        if old:
            before.append(inner[len(old) :].lstrip(":"))
        elif inner in words.brackets:
            dropped = inner
        kept = "" if old or inner in words.brackets else inner
        text = text[:start] + kept + text[end + 1 :]
    return text, tuple(before), dropped


def _former(text: str, words: NameWords) -> tuple[str, bool]:
    for word in words.former:
        rest = text.removeprefix(word)
        if rest != text and len(rest) > 2 and not _division_at(text, 0, (), words):
            return rest, True
    return text, False


def _shaped(text: str, words: NameWords) -> tuple[str, str]:
    """The text in the plain order of its words, and the words that were moved."""
    for shape in words.shapes if text[:1] in words.shape_heads else ():
        if text.startswith(shape.before) and (moved := _moved(text, shape, words)):
            return moved, f"{shape.before}…{shape.after}"
    return text, ""


def _moved(text: str, shape: Shape, words: NameWords) -> str:
    before, after = shape.plain
    start = len(shape.before)
    if not shape.level:
        unit = text[start : len(text) - len(shape.after)]
        return before + unit + after if text.endswith(shape.after) and len(unit) > 1 else ""
    at = text.find(shape.after, start)
    unit = text[start:at] if at > start else ""
    return before + unit + after + text[at + len(shape.after) :] if unit.endswith(words.levels) else ""


def _front(text: str, words: NameWords) -> tuple[str, str]:
    for word in words.fronts:
        rest = text.removeprefix(word)
        if rest != text and next(_divisions(rest, words))[0] != "none":
            return rest, word
    return text, ""


def _divisions(text: str, words: NameWords) -> Iterator[tuple[Kind, str, tuple[str, ...], str]]:
    """What the text may begin with: (kind, division as written, codes, the rest)."""
    at, codes, last = 0, tuple[str, ...](), ""
    while found := _division_at(text, at, codes, words) or _through(text, at, codes, words):
        last, codes = found
        at = text.index(last, at) + len(last)
    if stem := _stem_at(text, at, codes, words):
        name, within = stem
        after = _division_at(text, at + len(name), within, words)
        if after:
            yield from _after(text, at + len(name), within, words)
            return
        yield "stem", name, within, text[at + len(name) :]
    if codes:
        yield "codes", last, codes, text[at:]
        return
    level = next((w for w in words.levels if text.startswith(w)), "")
    if level and len(text) > len(level) and not text.startswith(words.not_level):
        yield "level", level, (), text[len(level) :]
    elif unknown := _unknown(text, words):
        yield "text", unknown, (), text[len(unknown) :]
    yield "none", "", (), text


def _through(text: str, at: int, within: tuple[str, ...], words: NameWords) -> tuple[str, tuple[str, ...]] | None:
    """The division behind the firm of a province: 云岫县 in 东屏省电力有限公司云岫县供电分公司."""
    firm = next((w for w in words.through if within and text.startswith(w, at)), "")
    return _division_at(text, at + len(firm), within, words) if firm else None


def _after(
    text: str, at: int, codes: tuple[str, ...], words: NameWords
) -> Iterator[tuple[Kind, str, tuple[str, ...], str]]:
    """The rest of a chain that began with a short name (江苏盐城市)."""
    last = ""
    while found := _division_at(text, at, codes, words):
        last, codes = found
        at += len(last)
    yield "codes", last, codes, text[at:]


def _division_at(text: str, at: int, within: tuple[str, ...], words: NameWords) -> tuple[str, tuple[str, ...]] | None:
    """The longest full name of a division at a position, inside one of ``within`` when there are any."""
    if text[at : at + 2] not in words.division_heads:
        return None
    for size in range(min(words.longest_division, len(text) - at), 1, -1):
        if (found := words.full.get(text[at : at + size])) and (codes := _inside(tuple(d.code for d in found), within)):
            return text[at : at + size], codes
    return None


def _stem_at(text: str, at: int, within: tuple[str, ...], words: NameWords) -> tuple[str, tuple[str, ...]] | None:
    if text[at : at + 2] not in words.division_heads:
        return None
    for size in range(min(words.longest_division, len(text) - at - 1), 1, -1):
        if (found := words.stems.get(text[at : at + size])) and (
            codes := _inside(tuple(d.code for d in found), within)
        ):
            return text[at : at + size], codes
    return None


def _inside(codes: tuple[str, ...], within: tuple[str, ...]) -> tuple[str, ...]:
    prefixes = tuple(code.rstrip("0") for code in within)
    return tuple(c for c in codes if c.startswith(prefixes) and c not in within) if within else codes


def _unknown(text: str, words: NameWords) -> str:
    for at in _UNKNOWN:
        name, rest = text[: at + 1], text[at:]
        if at + 1 < len(text) and text[at] in words.levels and not rest.startswith(words.not_level):
            return "" if name.endswith(words.communities) else name
    return ""


def _body(text: str, words: NameWords) -> tuple[str, tuple[str, ...], float]:
    """The body in full words, what was changed, and how sure that is."""
    pieces: list[tuple[str, bool]] = []
    reasons: list[str] = []
    certainty, at = 1.0, 0
    for start, end, found in words.patterns(text):
        fits = found.at == "any" or (found.at == "start" and start == 0) or (found.at == "end" and end == len(text))
        if not fits:
            continue
        pieces += [(text[at:start], False), (found.full, True)]
        at = end
        if text[start:end] != found.full:
            reasons.append(f"pattern:{text[start:end]}={found.full}")
            certainty *= found.certainty
    pieces.append((text[at:], False))
    pieces = [piece for piece in pieces if piece[0]]
    firm = _without_company(pieces, words)
    if firm != pieces:
        reasons.append("company")
    return "".join(piece for piece, _ in firm), tuple(reasons), certainty


def _without_company(pieces: list[tuple[str, bool]], words: NameWords) -> list[tuple[str, bool]]:
    """The pieces without the endings of a firm's full name; a name that is nothing else keeps them."""
    kept = []
    for n, (piece, fixed) in enumerate(pieces):
        for word in () if fixed else words.company[:-1]:
            piece = piece.replace(word, "")
        short = words.company[-1]
        rest = piece.removesuffix(short)
        if not fixed and n == len(pieces) - 1 and rest != piece and rest[-1:] not in tuple(_UNSUFFIXED):
            piece = rest
        kept.append((piece, fixed))
    return kept if sum(len(piece) for piece, _ in kept) > 1 else pieces
