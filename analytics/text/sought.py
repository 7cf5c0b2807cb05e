"""What somebody searches for: its terms, in which forms a text may write them, and where they stand in it.

A hit is looked for as written: letter case, full and half width, traditional and simplified characters and white space
make no difference, and every hit is a run of the text itself.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analytics.text.sentences import Sentence, sentences

QUOTES: Mapping[str, str] = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
FORMS = 32
"""Forms of one term that are looked for: texts seldom mix traditional and simplified characters."""
SPACE = "".join(chr(c) for c in range(0x3001) if chr(c).isspace())
_SIGNS = r"\[]^-&~|"
_WIDE = frozenset((*range(0xFF01, 0xFFEF), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)))
"""Full and half width forms, and the doubles that Unicode keeps of some hanzi."""
Run = tuple[int, int]
Alike = Mapping[str, str]
"""Each character to all that stand for the same, the standard one first."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A run of a text around hits, with ``hits`` counted from its ``start``; ``cut``: it begins or ends within a
    sentence."""

    start: int
    text: str
    hits: tuple[Run, ...]
    cut: tuple[bool, bool]


def terms(text: str) -> tuple[str, ...]:
    """Words between white space, and what stands between a pair of quotation marks as one; each once."""
    found, rest = [], text.strip(SPACE)
    while rest:
        end = rest.find(QUOTES[rest[0]], 1) if rest[0] in QUOTES else -1
        if end > 0:
            term, rest = rest[1:end], rest[end + 1 :]
        else:
            size = next((n for n, c in enumerate(rest) if n and (c in SPACE or c in QUOTES)), len(rest))
            term, rest = rest[:size], rest[size:]
        found.append("".join(c for c in term if c not in SPACE))
        rest = rest.lstrip(SPACE)
    return tuple(dict.fromkeys(t for t in found if t))


def folded(text: str) -> str:
    """Half width, small letters: as many characters as before."""
    return text.translate(_FOLDED)


def alike(variants: Mapping[str, str]) -> Alike:
    """From characters as written to their standard form (text_variants.csv)."""
    same: dict[str, str] = {}
    for written, standard in variants.items():
        if _fold(written) == written:
            same[standard] = same.get(standard, standard) + written
    return {c: every for every in same.values() for c in every}


def forms(term: str, same: Alike) -> tuple[str, ...]:
    """The ways to write a term in other characters, the given one first, then the standard one; few more than
    ``FORMS``."""
    plain = folded(term)
    choices = [same.get(c, c) for c in plain]
    others = itertools.islice(itertools.product(*choices), FORMS)
    return tuple(dict.fromkeys([plain, *map("".join, others)]))


def pattern(term: str, same: Alike) -> str:
    """A regular expression for a term as texts write it, the same in Python and in DuckDB: classes and blanks alone."""
    classes = (_class("".join(map(_written, same.get(c, c)))) for c in folded(term))
    return f"[{SPACE}]*".join(classes)


def hits(text: str, patterns: Sequence[str]) -> list[Run]:
    """Where any of the patterns stand, in order; hits that overlap are one."""
    runs = sorted(m.span() for p in patterns for m in re.finditer(p, text))
    found: list[Run] = []
    for start, end in runs:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def count(text: str, patterns: Sequence[str]) -> int:
    """How often the patterns stand in the text, each by itself."""
    return sum(len(re.findall(p, text)) for p in patterns)


def snippets(text: str, patterns: Sequence[str], most: int = 2, around: int = 60) -> tuple[Snippet, ...]:
    """The sentences of the first hit of each pattern, each once, ``most`` of them; ``around`` characters on each side of
    the hit, less where the sentence ends."""
    first = [m.span() for p in patterns if (m := re.search(p, text))]
    # Only the neighbourhood of a hit is read: an article may be long.
    near = [_sentence(text, hit, 4 * around) for hit in first]
    chosen: dict[Run, Snippet] = {}
    for (start, end), hit in zip(near, first, strict=True):
        run = max(start, hit[0] - around), min(end, max(hit[1], hit[0] + around))
        cut = run[0] > start, run[1] < end
        inside = text[run[0] : run[1]]
        if not any(a <= hit[0] and hit[1] <= b for a, b in chosen):
            chosen[run] = Snippet(run[0], inside, tuple(hits(inside, patterns)), cut)
    return tuple(sorted(chosen.values(), key=lambda s: s.start))[:most]


def _sentence(text: str, hit: Run, around: int) -> Run:
    start, end = max(0, hit[0] - around), min(len(text), hit[1] + around)
    own = [Sentence(s.start + start, s.end + start, 0) for s in sentences(text[start:end])]
    over = [s for s in own if s.start < hit[1] and hit[0] < s.end]
    return (over[0].start, over[-1].end) if over else hit


def _fold(c: str) -> str:
    wide = unicodedata.normalize("NFKC", c) if ord(c) in _WIDE else c
    plain = (wide if len(wide) == 1 else c).casefold()
    return plain if len(plain) == 1 else c


class _Folding(dict[int, str]):
    """For ``str.translate``: filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


_FOLDED = _Folding()


@cache
def _wide() -> dict[str, str]:
    """Folded character to the wide ones."""
    found: dict[str, str] = {}
    for c in map(chr, sorted(_WIDE)):
        if _fold(c) != c:
            found[_fold(c)] = found.get(_fold(c), "") + c
    return found


def _written(c: str) -> str:
    """All characters that fold to ``c``."""
    upper = c.upper()
    return "".join(dict.fromkeys(c + (upper if len(upper) == 1 and _fold(upper) == c else "") + _wide().get(c, "")))


def _class(characters: str) -> str:
    return "[" + "".join(f"\\{c}" if c in _SIGNS else c for c in characters) + "]"
