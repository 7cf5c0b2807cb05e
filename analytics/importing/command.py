"""``jushi import`` and ``jushi demo``: files into a collection."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.access import operator
from analytics.importing.files import import_files, load_demo
from analytics.shell import FILES, WORKERS, existing, language, progress_bar, tell


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--dataset", required=True, help="Name of the collection.")
@click.option("--places", multiple=True, type=FILES, help="Places that the gazetteer lacks (CSV).")
@WORKERS
def import_command(files: tuple[Path, ...], dataset: str, places: tuple[Path, ...], workers: int) -> None:
    """Read, extract and commit FILES as one new version of a collection."""
    with progress_bar() as step:
        report = import_files(
            existing(files), dataset, places=existing(places), workers=workers, who=operator().id,
            progress=lambda stage, done, total: step(done, total) if stage == "extracting" else None,
        )  # fmt: skip
    for line in report.lines(language()):
        click.echo(line)
    raise SystemExit(1 if report.refused else 0)


@click.command()
def demo() -> None:
    """Load the demonstration collection, on the first start only."""
    report = load_demo()
    if report is None:
        tell("cli.demo_there")
    else:
        tell("cli.demo_loaded", articles=report.added, activities=report.activities)
