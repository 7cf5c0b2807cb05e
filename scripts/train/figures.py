"""What the extraction reaches on held-out articles: shares with bootstrap intervals, for ``docs/quality.md``."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from gold import Annotated

from analytics.model import Extraction
from analytics.quality.gold import Share, figures

DRAWS = 1000
OWN = {"demo": "demonstration collection (invented)", "web": "institutional pages (invented)"}
SHARED = {"dev": "shared gold"}
OTHER = "reports of public web pages (their texts are not kept here)"


def held_out_figures(found: Sequence[tuple[Annotated, Extraction]]) -> dict[str, Any]:
    """For every set of articles: how many, each figure with its interval (95 %, over articles), the mean over articles."""
    sets: dict[str, list[dict[str, Share]]] = {"all": []}
    for a, extraction in found:
        if not a.gold["activities"] and a.gold["id"].startswith("none-"):
            continue
        shares = figures([(a.gold, extraction)])
        name = OWN.get(a.gold["id"].split("-")[0]) or SHARED.get(a.gold["set"], OTHER)
        sets["all"].append(shares)
        sets.setdefault(name, []).append(shares)
    return {name: _set(articles) for name, articles in sets.items()}


def _set(articles: Sequence[Mapping[str, Share]]) -> dict[str, Any]:
    names = sorted({name for shares in articles for name in shares})
    told = [shares["events"].f1 for shares in articles if shares["events"].predicted or shares["events"].annotated]
    return {
        "articles": len(articles),
        "mean": round(sum(told) / max(1, len(told)), 3),
        "figures": {name: _row([shares[name] for shares in articles if name in shares]) for name in names},
    }


def _row(shares: Sequence[Share]) -> dict[str, float]:
    total = sum(shares, Share())
    rng = random.Random(0)
    draws = sorted(sum(rng.choices(shares, k=len(shares)), Share()).f1 for _ in range(DRAWS))
    return {
        "precision": round(total.precision, 3),
        "recall": round(total.recall, 3),
        "f1": round(total.f1, 3),
        "low": round(draws[int(0.025 * DRAWS)], 3),
        "high": round(draws[int(0.975 * DRAWS) - 1], 3),
        "annotated": total.annotated,
        "predicted": total.predicted,
    }
