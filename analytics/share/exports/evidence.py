"""What was read from where, as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

An annotation per run of text that something was read from: a TextQuoteSelector with what stands before and after, and a
TextPositionSelector whose numbers count code points of the article's text, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

import pyarrow as pa

from analytics.contract import dumps
from analytics.measures.streaming import BATCH, articles_by
from analytics.measures.told import StandingSpans, standing_told
from analytics.model import Article
from analytics.problems import Problem
from analytics.share.exports.content import Content

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points of the prefix and the suffix."""
NAMED = ("organisations", "places")
PARTS = {"organisations": "organisation", "places": "place"}


def write_evidence(content: Content, out: BinaryIO) -> int:
    """An AnnotationCollection with one page; how many annotations it holds. Raises Problem export_quote."""
    out.write(b'{"@context":"' + CONTEXT.encode() + b'","type":"AnnotationCollection","first":')
    out.write(b'{"type":"AnnotationPage","startIndex":0,"items":[\n')
    total = 0
    for one in each_annotation(content):
        out.write((b",\n" if total else b"") + dumps(one))
        total += 1
    out.write(b'\n]},"total":' + str(total).encode() + b"}\n")
    return total


def each_annotation(content: Content) -> Iterator[dict[str, Any]]:
    """Those of the activities, counted ones first, then of the articles that say that a pair stands."""
    for apart in (False, True):
        for batch in content.objects(apart=apart, with_text=True):
            for one in batch:
                about = content.permanent(id=one.activity["id"])
                yield from _each(content, one.article, about, _spans(one.activity, one.article))
    yield from _standing(content)


def _spans(activity: Mapping[str, Any], article: Article) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was read, and where."""
    for part, spans in (
        ("activity", activity["evidence"]), ("date", [activity["date_evidence"]]),
        ("people", [activity["people_evidence"]]), ("claim", activity["claims"]),
    ):  # fmt: skip
        yield from ((part, span) for span in spans if span)
    for field in NAMED:
        for named in activity[field]:
            if named["start"] is not None:
                quote = article.text[named["start"] : named["end"]]
                yield PARTS[field], {"start": named["start"], "end": named["end"], "quote": quote}


def _standing(content: Content) -> Iterator[dict[str, Any]]:
    """Sentences of the articles that each pair of the View rests on."""
    pairs = content.pairings
    wanted = {
        (key, article)
        for key, articles in zip(pairs["key"], pairs["articles"], strict=True)
        for article in articles
    }  # fmt: skip
    if not wanted:
        return
    keys = sorted({key for key, _ in wanted})
    for first in range(0, len(keys), BATCH):
        told = standing_told(content.collection, keys[first : first + BATCH])
        yield from _of_articles(content, [one for one in told if (one.pair, one.article_id) in wanted])


def _of_articles(content: Content, told: Iterable[StandingSpans]) -> Iterator[dict[str, Any]]:
    ordered = sorted(told, key=lambda one: (one.article_id, one.pair))
    ids = pa.array(dict.fromkeys(one.article_id for one in ordered), pa.string())
    articles = {a.id: a for batch in articles_by(content.collection, ids, with_text=True) for a in batch}
    for article, own in groupby(ordered, key=lambda one: one.article_id):
        about = content.permanent(article=article)
        spans = (
            ("pairing", {"start": s.start, "end": s.end, "quote": s.quote}) for one in own for s in one.spans
        )  # fmt: skip
        yield from _each(content, articles[article], about, spans)


def _each(
    content: Content, article: Article, about: str, spans: Iterable[tuple[str, Mapping[str, Any]]]
) -> Iterator[dict[str, Any]]:
    source = content.permanent(article=article.id)
    for number, (part, span) in enumerate(spans, start=1):
        start, end, quote = span["start"], span["end"], span["quote"]
        if article.text[start:end] != quote:
            raise Problem.of("export_quote", f"{article.id} [{start}:{end}]")
        yield {
            "id": f"{about}#{part}-{number}", "type": "Annotation", "motivation": "identifying",
            "body": [about, {"type": "TextualBody", "value": part, "purpose": "tagging"}],
            "target": {
                "source": source,
                "selector": [
                    {
                        "type": "TextQuoteSelector", "exact": quote,
                        "prefix": article.text[max(start - AROUND, 0) : start], "suffix": article.text[end : end + AROUND],
                    },
                    {"type": "TextPositionSelector", "start": start, "end": end},
                ],
            },
        }  # fmt: skip
