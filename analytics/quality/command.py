"""``jushi diff-rules``: what a change of the rule tables does to the activities of the same articles."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from analytics.contract import dumps
from analytics.files import replacing
from analytics.messages import say
from analytics.quality.changes import Change
from analytics.quality.comparing import Compared, change_line, collection, compare, lines
from analytics.shell import FILES, WORKERS, existing, finish, language, tell


@click.command()
@click.argument("old", type=FILES)
@click.argument("new", type=FILES)
@click.option("--dataset", default="demo", show_default=True, help="Collection whose articles are read by both.")
@click.option("--articles", type=FILES, help="Articles (JSON Lines) instead of a collection.")
@click.option("-o", "--output", type=FILES, help="Every change, one JSON line each.")
@WORKERS
def diff_rules(old: Path, new: Path, dataset: str, articles: Path | None, output: Path | None, workers: int) -> None:
    """Read the same articles by two folders of rule tables: which activities appear, vanish, change."""
    existing((old, new, *((articles,) if articles else ())))
    counts = Compared()
    with ExitStack() as stack:
        out = stack.enter_context(replacing(output)) if output else None
        for article, found in compare(
            lambda: lines(articles) if articles else collection(dataset), old, new, counts, workers
        ):
            click.echo(say("cli.diff_article", language(), title=article.title or "-", id=article.id))
            for change in found:
                _show_change(change)
                if out:
                    out.write(dumps(change_line(article, change)) + b"\n")
    tell("cli.diff_done", articles=counts.articles, changed=counts.changed, **counts.by_what)
    finish(len(counts.failed), None, [p.text(language()) for p in counts.failed])


def _show_change(change: Change) -> None:
    """What happened to an activity, the fields that differ, and its sentences."""
    types = "、".join(say(f"type.{t}", language()) for t in change.activity.types)
    kind = say(f"kind.{change.activity.kind}", language())
    click.echo("  " + say(f"cli.diff_{change.what}", language(), kind=kind, types=types))
    for d in change.differences:
        click.echo("    " + say("cli.diff_field", language(), field=d.field, old=d.old, new=d.new))
    for span in change.sentences:
        click.echo(f"    [{span.start}:{span.end}] {span.quote}")
