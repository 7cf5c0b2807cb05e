"""``jushi audit``: the audit log for the shell."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.share.audited import asked, check_log, lines, write_csv
from analytics.shell import FILES, language, tell
from analytics.store.workspace import open_workspace


@click.command()
@click.option("--who", default="", help="Only what this person did.")
@click.option("--action", default="", help="Only this, by its code: version.import, saved.delete …")
@click.option("--dataset", default="", help="Only of this collection.")
@click.option("--since", default="", help="From this day on: 2026-03-05.")
@click.option("--until", default="", help="Up to this day, itself included.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Rows shown, the newest first.")
@click.option("--csv", "path", type=FILES, help="Write all of them into this file (CSV) instead.")
@click.option("--check", is_flag=True, help="Look whether the log is whole: status 1 when it is not.")
def audit(
    who: str, action: str, dataset: str, since: str, until: str, limit: int, path: Path | None, check: bool
) -> None:
    """Show who did what, when, with what was there before and after."""
    space = open_workspace()
    wanted = asked(who, action, dataset, since, until)
    if check:
        text, whole = check_log(space, language())
        click.echo(text)
        raise SystemExit(0 if whole else 1)
    if path:
        tell("cli.audit_written", path=path, count=f"{write_csv(space, wanted, path, language()):,}")
        return
    for line in lines(space, wanted, limit, language()):
        click.echo(line)
