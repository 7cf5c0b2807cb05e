"""Printed lines to paragraphs: running heads and page numbers go, a sentence that runs over lines becomes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_EDGE = 2
_INDENT = 0.8
_SHORT = 2.5
_SHORT_LATIN = 0.2
_NEAR = 4
_OTHER_SIZE = 0.12
_TITLE_SIZE = 1.12
_GAP = 0.9
_LONGEST_NUMBER = 14
_NUMBER_WORDS = "第页共之版/|-—–－·.()（）pageofPAGEOF"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; ``left``, ``right``, ``top``, ``bottom`` in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height in points, the size of its type."""
        return max(self.top - self.bottom, 0.0)


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[list[str], list[str]]:
    """The paragraphs of all pages, and the lines left out: running heads and feet, page numbers."""
    bodies, running = _without_running(pages)
    sizes = [line.height for page in bodies for line in page]
    usual = median(sizes) if sizes else 0.0
    out: list[str] = []
    last: tuple[Sequence[Line], int] | None = None
    for page in bodies:
        for at, line in enumerate(page):
            if last is None or _begins(page, at, last, usual):
                out.append(line.text)
            else:
                out[-1] = _joined(out[-1], line.text)
            last = page, at
    return out, running


def _without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Lines at the top and foot that come again on most pages (whatever their numbers), and bare page numbers."""
    full = [page for page in pages if page]
    seen = Counter(key for page in full for key in {_key(page[i].text) for i in _edges(page)})
    often = {key for key, count in seen.items() if count > 1 and 2 * count > len(full)}
    bodies: list[list[Line]] = []
    running: list[str] = []
    for page in full:
        out = {i for i in _edges(page) if _key(page[i].text) in often or _is_number(page[i].text)}
        running += [page[i].text for i in sorted(out)]
        bodies.append([line for i, line in enumerate(page) if i not in out])
    return bodies, running


def _edges(page: Sequence[Line]) -> set[int]:
    """The first and last lines of a page, by their place on it as well as by their order."""
    order = sorted(range(len(page)), key=lambda i: -page[i].top)
    return {*order[:_EDGE], *order[-_EDGE:]} & {*range(_EDGE), *range(len(page) - _EDGE, len(page))}


def _key(text: str) -> str:
    return "".join("#" if c.isdigit() else c for c in text if not c.isspace())


def _is_number(text: str) -> bool:
    left = "".join(c for c in text if not c.isdigit() and not c.isspace() and c not in _NUMBER_WORDS)
    return not left and len(text) <= _LONGEST_NUMBER and any(c.isdigit() for c in text)


def _begins(page: Sequence[Line], at: int, last: tuple[Sequence[Line], int], usual: float) -> bool:
    """Whether line ``at`` begins a paragraph: another size of type, an indent, a gap, or a short line before it."""
    line, before = page[at], last[0][last[1]]
    size = max(before.height, line.height)
    if not size:
        return True
    if abs(before.height - line.height) > _OTHER_SIZE * size:
        return True
    same_page = last[0] is page
    if same_page and before.bottom - line.top > _GAP * size:
        return True
    if usual and line.height > _TITLE_SIZE * usual:
        return False  # a title of two lines, centred or not
    if _indented(page, at, before if same_page else None):
        return True
    margin = max(other.right for other in last[0][max(0, last[1] - _NEAR) : last[1] + _NEAR])
    if same_page:
        margin = max([margin, *(other.right for other in page[at : at + _NEAR])])
    latin = before.text[-1:].isascii() and line.text[:1].isascii()
    room = max(_SHORT * size, _SHORT_LATIN * (margin - before.left)) if latin else _SHORT * size
    return before.right < margin - room


def _indented(page: Sequence[Line], at: int, before: Line | None) -> bool:
    line = page[at]
    after = page[at + 1] if at + 1 < len(page) else None
    lefts = [other.left for other in (before, after) if other is not None]
    return bool(lefts) and line.left - min(lefts) > _INDENT * line.height


def _joined(before: str, line: str) -> str:
    """Two pieces of a sentence; words of letters keep a space between them, Chinese does not."""
    latin = before[-1].isascii() and line[0].isascii() and (before[-1].isalnum() or before[-1] in ",.;:!?)")
    return f"{before} {line}" if latin else before + line
