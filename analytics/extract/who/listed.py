"""Names without a word that ends them: villages in a list (上坪、下坪两个村) and short forms in brackets."""

from __future__ import annotations

from analytics.extract.who.chunk import Chunk
from analytics.extract.who.lexicon import Lexicon

_LINKS = frozenset("、和与及")
_LONGEST = 4  # characters of a village's own name in a list
_ENDS = ("村", "社区", "嘎查", "镇", "乡", "区", "县", "市")  # what ends so is read as a name of its own
_ALIAS = 16  # characters of a short form in brackets


def villages(text: str, end: int, count: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The spans of the names in 甲、乙(等)两个村, whose list ends at ``end``; empty when it is none or of another length."""
    open_list = text[end - 1 : end] == "等"
    end -= open_list
    chunk = Chunk.around(text, end - 1) if end > 0 else None
    found: list[tuple[int, int]] = []
    while chunk is not None:
        start = _start(text, chunk, end, lexicon)
        if not 1 < end - start <= _LONGEST or text[start:end].endswith(_ENDS):
            return []
        found.insert(0, (start, end))
        if start == 0 or text[start - 1] not in _LINKS:
            break
        end = start - 1
        chunk = Chunk.around(text, end - 1) if end > 0 else None
    return found if len(found) == count or (open_list and len(found) > 1) else []


def _start(text: str, chunk: Chunk, end: int, lexicon: Lexicon) -> int:
    """The start of a bare village name: back to a link, the start of the run, or a word that bounds names."""
    at = end
    while at > chunk.start and text[at - 1] not in _LINKS:
        word = chunk.before(at)
        if word is None or word.text in lexicon.stops or word.text.endswith(("镇", "乡", "县", "区", "街道")):
            break
        if at < end and (word.tag[0] in "vpcmrtd" or len(word.text) > 2) and end - word.start > 2:
            break
        at = word.start
    return at


def alias(text: str, end: int, lexicon: Lexicon) -> str:
    """The short form that brackets right behind a name bring in: （以下简称“某某”）; empty for none."""
    if text[end : end + 1] not in ("（", "("):
        return ""
    shut = min((i for i in (text.find(c, end, end + _ALIAS + 8) for c in "）)") if i > 0), default=-1)
    inner = text[end + 1 : max(shut, end + 1)]
    word = max((w for w in lexicon.short["alias"] if inner.startswith(w)), key=len, default="")
    short = inner[len(word) :].strip("：: “”\"'「」") if word else ""
    return short if 2 <= len(short) <= _ALIAS else ""
