"""An extraction that was read from a folded text, told of the text as written: every offset, quotation and name."""

from __future__ import annotations

from dataclasses import replace

from analytics.model import Activity, Article, Claim, Extraction, Organisation, Pairing, Place, Span, Village
from analytics.text.fold import Folded


def as_written(found: Extraction, article: Article, folded: Folded) -> Extraction:
    """The extraction of ``article`` out of that of its folded text."""
    return _Writer(article, folded).extraction(found)


class _Writer:
    def __init__(self, article: Article, folded: Folded) -> None:
        self._article = article
        self._folded = folded

    def extraction(self, found: Extraction) -> Extraction:
        return Extraction(
            self._article,
            tuple(self._activity(a) for a in found.activities),
            tuple(self._pairing(p) for p in found.pairings),
            tuple(self._village(v) for v in found.villages),
            self._spans(found.unsure),
        )

    def _activity(self, a: Activity) -> Activity:
        return replace(
            a,
            date_evidence=self._maybe(a.date_evidence),
            evidence=self._spans(a.evidence),
            organisations=tuple(self._organisation(o) for o in a.organisations),
            places=tuple(self._place(p) for p in a.places),
            people_evidence=self._maybe(a.people_evidence),
            claims=tuple(self._claim(c) for c in a.claims),
        )

    def _pairing(self, p: Pairing) -> Pairing:
        return replace(p, a=self._name(p.a), b=self._name(p.b), evidence=self._spans(p.evidence))

    def _village(self, v: Village) -> Village:
        return replace(v, name=self._name(v.name), evidence=self._spans(v.evidence))

    def _organisation(self, o: Organisation) -> Organisation:
        span = self._run(o.start, o.end)
        return replace(o, name=span.quote, start=span.start, end=span.end)

    def _place(self, p: Place) -> Place:
        span = self._run(p.start, p.end)
        return replace(p, name=span.quote, start=span.start, end=span.end)

    def _claim(self, c: Claim) -> Claim:
        return replace(c, span=self._run(c.span.start, c.span.end))

    def _spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(self._run(s.start, s.end) for s in spans)

    def _maybe(self, span: Span | None) -> Span | None:
        return self._run(span.start, span.end) if span else None

    def _run(self, start: int, end: int) -> Span:
        return Span.of(self._article.text, self._folded.start(start), self._folded.end(end))

    def _name(self, name: str) -> str:
        """A name without offsets of its own, as it is written where it stands first."""
        at = self._folded.text.find(name)
        return self._run(at, at + len(name)).quote if at >= 0 else name
