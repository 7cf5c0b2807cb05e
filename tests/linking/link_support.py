"""Articles of the cases, and the tables that linking asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from support import ROOT

from analytics.linking import reposts
from analytics.linking.rules import LinkRules
from analytics.linking.shingles import signature
from analytics.model import Article
from analytics.store.known import text_hash


def load_cases(name: str) -> list[dict[str, Any]]:
    return json.loads((ROOT / "data" / "rules" / "cases" / name).read_text("utf-8"))


def article(row: Mapping[str, Any]) -> Article:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Article(row["id"], row["title"], published, row["source"], None, None, row["text"])


def article_table(articles: Sequence[Article], rules: LinkRules) -> pa.Table:
    rows = [
        {"id": a.id, "text_hash": text_hash(a), "signature": signature(rules.simplified(a.text)),
         "published": a.published, "source": a.source, "title": a.title, "characters": len(a.text)}
        for a in articles
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=reposts.ARTICLES)


def texts_of(articles: Sequence[Article]) -> Callable[[Sequence[str]], dict[str, str]]:
    texts = {a.id: a.text for a in articles}
    return lambda ids: {i: texts[i] for i in ids}


def found_reposts(articles: Sequence[Article], rules: LinkRules) -> pa.Table:
    return reposts.reposts(article_table(articles, rules), texts_of(articles), rules)
