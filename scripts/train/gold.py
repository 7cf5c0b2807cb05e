"""Annotated articles, unit by unit: which activity of the annotation each unit tells."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from words import TOLD, Sentence

from analytics.contract import ArticleLine
from analytics.extract.facts import Facts, Readings
from analytics.extract.pipeline import Extractor
from analytics.model import Article

SHINGLE, SAME = 12, 0.5
"""Characters of a piece of text; the share of its pieces that stood in texts before from which on a text is one of them."""
SINGLE = {"event": 220, "practice": 40, "planned": 40, "aggregate": 30}


@dataclass(frozen=True)
class Annotated:
    """An article as it is read with its annotation; ``labels``: for each unit the index of its activity, or None."""

    article: Article
    gold: Mapping[str, Any]
    readings: Readings
    facts: list[Facts]
    labels: tuple[int | None, ...]
    weight: float = 1.0
    """How much it counts where occasions are learned."""

    def kind(self, unit: int) -> str | None:
        """Kind of the activity that the unit tells."""
        label = self.labels[unit]
        return None if label is None else self.gold["activities"][label]["kind"]


def golds(folders: Iterable[Path]) -> list[dict[str, Any]]:
    """All annotations under the folders, in the order of their names; ``set``: the name of the folder. Of a text that was
    annotated twice the first holds: it must not be learned from and measured."""
    every = [
        json.loads(p.read_text("utf-8")) | {"set": folder.name}
        for folder in folders
        for p in sorted(folder.glob("*.json"))
    ]
    seen: set[str] = set()
    kept = []
    for gold in every:
        own = _shingles(gold["text"])
        if len(own & seen) <= SAME * len(own):
            kept.append(gold)
        seen |= own
    return kept


def _shingles(text: str) -> set[str]:
    plain = "".join(text.split())
    return {plain[i : i + SHINGLE] for i in range(0, max(1, len(plain) - SHINGLE + 1))}


def nothing_told(path: Path) -> list[dict[str, Any]]:
    """General news (JSON Lines) as articles annotated with no activity."""
    return [json.loads(line) | {"activities": []} for line in path.read_text("utf-8").splitlines()]


def of_one_sentence(found: Sequence[Sentence], extractor: Extractor) -> list[Annotated]:
    """Labelled sentences that name a body or count people as articles of their own, so many of each kind (``SINGLE``);
    ``row`` of their annotation is the number of the sentence."""
    wanted, out = dict(SINGLE), []
    pool = [(number, s) for number, s in enumerate(found) if s.types]
    random.Random(0).shuffle(pool)
    for number, s in pool:
        if not wanted.get(s.kind):
            continue
        told = {"kind": s.kind, "types": sorted(s.types), "evidence": [s.text]}
        gold = {
            "id": f"sentence-{number}",
            "published": "2024-06-20",
            "text": s.text,
            "activities": [told],
            "row": number,
        }
        article = annotated(gold, extractor)
        if article.facts and (article.facts[0].mentions or article.facts[0].heads):
            wanted[s.kind] -= 1
            out.append(article)
    return out


def told_units(a: Annotated) -> list[Sentence]:
    """The units of an article as labelled sentences; what they quote or aim at is left blank, as it is when they are read."""
    return [
        Sentence(
            _plain(a.readings.text, f), a.kind(n) or "none", _types(a, n), TOLD if a.weight == 1 else 1.0, a.gold["id"]
        )
        for n, f in enumerate(a.facts)
    ]


def _plain(text: str, f: Facts) -> str:
    held = [c if not any(x <= i < y for x, y in f.unit.masked) else " " for i, c in enumerate(text)]
    return "".join(held[f.unit.start : f.unit.end])


def _types(a: Annotated, unit: int) -> frozenset[str]:
    label = a.labels[unit]
    return frozenset() if label is None else frozenset(a.gold["activities"][label]["types"])


def article_of(gold: Mapping[str, Any]) -> Article:
    """The article of an annotation."""
    return Article(**ArticleLine.model_validate(gold).model_dump())


def annotated(gold: Mapping[str, Any], extractor: Extractor, weight: float = 1.0) -> Annotated:
    """The article read, each unit labelled by the activity whose evidence covers most of it."""
    article, folded = extractor.folded(article_of(gold))
    _, readings, facts = extractor.look(article)
    back = {folded.start(i): i for i in range(len(folded.text))}
    spans = [
        {back[i] for quote in a["evidence"] for i in characters(gold["text"], quote) if i in back}
        for a in gold["activities"]
    ]
    labels = tuple(_label(set(range(f.unit.start, f.unit.end)), spans) for f in facts)
    return Annotated(article, gold, readings, facts, labels, weight)


def _label(unit: set[int], spans: Sequence[set[int]]) -> int | None:
    """The activity with the largest share, where it covers half of the unit or most of it lies in the unit."""
    shares = [(len(unit & span), -i) for i, span in enumerate(spans)]
    best, index = max(shares, default=(0, 0))
    if best and (best >= 0.5 * len(unit) or best >= 0.6 * min(len(unit), len(spans[-index]))):
        return -index
    return None


def characters(text: str, quote: str) -> set[int]:
    """Positions of a quotation in the text, blanks aside; empty when it does not stand there."""
    at = text.find(quote)
    if at >= 0:
        return set(range(at, at + len(quote)))
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    wanted = "".join(quote.split())
    at = "".join(text[i] for i in kept).find(wanted)
    return set(kept[at : at + len(wanted)]) if at >= 0 else set()
