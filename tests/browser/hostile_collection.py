"""A collection in which everything that a source can say is an attack: text, names, addresses, file names."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from fakes import write

from analytics.importing import Progress, import_files, silent
from analytics.intake.reading import Cut, Reading, Refusal
from analytics.model import (
    TYPES,
    Activity,
    Article,
    EdtfDate,
    Extraction,
    Organisation,
    Pairing,
    Place,
    Span,
    Village,
)
from analytics.problems import Problem
from analytics.store.workspace import open_workspace

NAME = "attack"
OWN = Path(__file__).parents[1] / "data" / "hostile_text" / "vectors.csv"


def own_vectors() -> list[dict[str, str]]:
    """Columns name, text, runs ("1": it runs when it is put into a page as HTML)."""
    with OWN.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def attack(home: Path, vectors: Sequence[str]) -> None:
    """Imports an article for every vector, which says it wherever a source can say anything."""
    articles = [
        Article(f"a{n}", v, date(2025, 1, 1) + timedelta(days=n % 300), v, v, v, f"{v}\n活动。{v}")
        for n, v in enumerate(vectors)
    ]
    path = write(home.parent / "attack.jsonl", articles)
    read = _Read({a.id: a for a in articles}).read
    import_files([path], NAME, workspace=open_workspace(home), maker=AttackMaker(), reader=read, label=vectors[0][:60])


@dataclass(frozen=True)
class _Read:
    """A reader for which files, cuts and refusals have awkward names too."""

    articles: dict[str, Article]

    def read(self, paths: Sequence[Path], progress: Progress = silent) -> Iterator[Reading | Refusal]:
        for n, article in enumerate(self.articles.values(), start=1):
            yield Reading(article, article.title, n, "utf-8", (Cut(article.title, "line.editor", False),))
            yield Refusal(
                article.title, n, Problem.of("article_line", article.title, field=article.title, detail=article.title)
            )


@dataclass(frozen=True)
class AttackMaker:
    """A maker of ``extract``."""

    rules_version: str = "rules-1"
    gazetteer_version: str = "places-1"

    def __call__(self) -> Callable[[Article], Extraction]:
        return extract


def extract(given: Article) -> Extraction:
    """Two activities, a pairing and a village, all with the names of the attack."""
    v, number = given.title, int(given.id[1:])
    quote = Span.of(given.text, 0, len(v))
    county = ("东省", "澄市", v[:200] or "澄江县")
    acts = tuple(
        Activity(
            f"{given.id}.{n}", "event", (TYPES[(number + n) % len(TYPES)],), False,
            EdtfDate(str(given.published), given.published, given.published, "day"), "text", quote, (quote,),
            (Organisation(v, "organiser", 0, len(v)), Organisation(f"{v}{n}", "partner", 0, len(v))),
            (Place(v, "village", (*county, "白塔镇", v), None, 0, len(v)),), 5, quote, (), ("what.type.volunteer",), 0.9,
        )
        for n in range(2)
    )  # fmt: skip
    ids = tuple(a.id for a in acts)
    served = Village(v, f"99010110{number:04}"[:12] if number % 2 else None, (*county, "白塔镇", v), ids, (quote,))
    pairs = (Pairing(v, f"{v}0", "branch_village", ids, (quote,)), Pairing(v, f"{v}1", "other", (), (quote,)))
    return Extraction(given, acts, pairs, (served,), (quote,))
