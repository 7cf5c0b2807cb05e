"""The marks around a date that turn it: ……以来, 自……, 截至……, ……前, ……前后."""

from __future__ import annotations

from analytics.extract.when.edtf import bounds
from analytics.extract.when.lexicon import BLANKS, Lexicon
from analytics.extract.when.part import Part
from analytics.extract.when.scene import CLAUSE_ENDS, Scene

_UNMARKED = frozenset({
    "time.recent", "time.now", "time.habit", "time.recurring.every",
    "time.shape.ago", "time.shape.later", "time.shape.coming", "time.shape.since_span",
})  # fmt: skip
"""Rules of expressions that have taken their mark along already."""
_REPORTED_SINCE = ("以来", "至今", "起", "开始")
_SINCE_WITHIN = 18
"""Characters between 自 or 从 and its 以来."""
_SINCE_NEAR = 8
"""Characters between a date that opens its clause and 以来."""
_NOT_FROM = frozenset("来亲独各出源")
"""Before 自: 来自, 亲自 and the like open nothing."""


class Marks:
    """Applies the marks right before and after a part."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def turn(
        self, scene: Scene, edtf: str | None, part: Part, start: int, floor: int
    ) -> tuple[str | None, int, int, str]:
        """The date as the marks around it turn it, and the expression's run with them."""
        text, end, rule = scene.text, part.end, part.rule
        mark = self._suffix(scene, part)
        if mark and not (mark[0] == "before" and len(part.points) > 1):
            kind, end = mark
            edtf, rule = self._turned(scene, edtf, kind, rule)
        at = start
        while at > floor and text[at - 1] in BLANKS:
            at -= 1
        if until := self.lex.before("until", text, at, floor):
            return (self._until(edtf), until.start, end, until.rule)
        since = self.lex.before("since_before", text, at, floor)
        bare = since is None and mark is None and edtf and "/" not in edtf and part.rule not in _UNMARKED
        if bare and self._since_around(text, start, end, floor):
            return f"{edtf}/..", start, end, "time.since"
        if since is None or part.rule in _UNMARKED or "/" in (edtf or ""):
            return edtf, since.start if since and mark and mark[0] == "since" else start, end, rule
        if text[since.start : since.end] == "从" and not self._reported(text, end):
            return edtf, start, end, rule
        if since.start and text[since.start - 1] in _NOT_FROM:
            return edtf, start, end, rule
        return (f"{edtf.split('/')[0]}/.." if edtf else None), since.start, end, since.rule

    def is_deadline(self, scene: Scene, part: Part) -> bool:
        """Whether 前 or 之前 follows: 10月底前."""
        mark = self._suffix(scene, part)
        return mark is not None and mark[0] == "before"

    def _suffix(self, scene: Scene, part: Part) -> tuple[str, int] | None:
        """Kind and end of the longest mark right after the part."""
        text, end = scene.text, part.end
        if part.point.fixed.endswith("/..") or part.rule in _UNMARKED:
            return None
        words = [
            (kind, word.end)
            for kind in ("since", "before", "after", "occasion")
            if (word := self.lex.at(kind, text, end))
        ]
        longest = max(words, key=lambda w: w[1], default=None)
        other = self.lex.at("no_suffix", text, end) if longest else None
        return None if longest is None or (other and other.end > longest[1]) else longest

    def _turned(self, scene: Scene, edtf: str | None, kind: str, rule: str) -> tuple[str | None, str]:
        if edtf is None:
            return None, rule
        first, last = edtf.split("/")[0], edtf.split("/")[-1]
        if kind == "since":
            return f"{first}/..", "time.since"
        if kind == "after":
            year_only = len(last) == 4
            return (f"{int(last) + 1:04}/.." if year_only else f"{last.rstrip('~')}/.."), "time.after"
        if kind == "before":
            end = bounds(last, None)[1]
            ahead = scene.reference is not None and end is not None and end > scene.reference
            last = last.rstrip("~")
            return (f"{scene.reference}/{last}" if ahead else f"../{last}"), "time.before"
        approx = "/" not in edtf and not edtf.endswith("~")
        return (edtf + "~" if approx else edtf), "time.shape.around" if approx else rule

    @staticmethod
    def _until(edtf: str | None) -> str | None:
        return None if edtf is None else f"../{edtf.split('/')[-1].rstrip('~')}"

    def _since_around(self, text: str, start: int, end: int, floor: int) -> bool:
        """自公司2019年搬迁以来, 今年入汛以来: 以来 follows in the clause, which 自 or the date itself opens."""
        if text.find("以来", end, end + _SINCE_WITHIN) < 0:
            return False
        low = max(floor, start - _SINCE_WITHIN)
        head = text[max((text.rfind(c, low, start) + 1 for c in CLAUSE_ENDS), default=low) : start]
        gap = _clause(text[end : end + _SINCE_WITHIN]).find("以来")
        return gap >= 0 and ("自" in head or "从" in head or (gap <= _SINCE_NEAR and not head))

    @staticmethod
    def _reported(text: str, end: int) -> bool:
        """Whether 以来 or 起 follows within the clause: 从去年9月开学以来."""
        run = _clause(text[end : end + _SINCE_WITHIN])
        return not run or any(word in run for word in _REPORTED_SINCE)


def _clause(tail: str) -> str:
    """The tail up to the first mark that ends a clause."""
    return tail[: min((i for c in CLAUSE_ENDS if (i := tail.find(c)) >= 0), default=len(tail))]
