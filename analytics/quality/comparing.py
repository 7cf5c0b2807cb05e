"""``diff-rules OLD NEW``: the same articles by two folders of rule tables, and every activity that comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.batch import Failure, run
from analytics.batch.rules import FromRules
from analytics.contract import activity_to, article_from
from analytics.model import Article
from analytics.problems import Problem
from analytics.quality.changes import Change, changes
from analytics.store.snapshots import part_folder
from analytics.store.stored import stored
from analytics.store.workspace import Workspace, open_workspace


@dataclass
class Compared:
    """Counts of a comparison; ``failed``: articles that one of the two could not read."""

    articles: int = 0
    changed: int = 0
    failed: list[Problem] = field(default_factory=list)
    by_what: dict[str, int] = field(default_factory=lambda: {"appears": 0, "vanishes": 0, "changes": 0})


def collection(dataset: str, workspace: Workspace | None = None) -> Iterator[Article]:
    """The articles of the latest version of a collection. Raises Problem when there is none."""
    space = workspace or open_workspace()
    folders = [part_folder(space, p) for p in space.version(dataset).parts]
    return (reading.article for reading in stored(folders))


def lines(path: Path) -> Iterator[Article]:
    """The articles of a JSON Lines file. Raises Problem at the first line that is none."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield article_from(line, f"{path.name}:{number}")


def compare(
    articles: Callable[[], Iterable[Article]], old: Path, new: Path, counts: Compared, workers: int = 1
) -> Iterator[tuple[Article, list[Change]]]:
    """Each article whose activities differ, with its changes; ``counts`` is kept as it goes. Raises Problem (rules).

    ``articles`` gives the same articles each time that it is called: they stream, none is kept.
    """
    answers = [run(articles(), FromRules(rules=folder), workers) for folder in (old, new)]
    for article, before, now in zip(articles(), *answers, strict=True):
        counts.articles += 1
        failed = [a.problem for a in (before, now) if isinstance(a, Failure)]
        counts.failed += failed
        if isinstance(before, Failure) or isinstance(now, Failure):
            continue
        if found := changes(before, now):
            counts.changed += 1
            for change in found:
                counts.by_what[change.what] += 1
            yield article, found


def change_line(article: Article, change: Change) -> dict[str, Any]:
    """One JSON line: the article, what happened, the fields that differ, and the activity after the contract."""
    return {
        "id": article.id,
        "title": article.title,
        "change": change.what,
        "differences": [{"field": d.field, "old": d.old, "new": d.new} for d in change.differences],
        "activity": activity_to(change.activity),
    }
