"""``jushi check-rules``: every fault of the rule tables."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.messages import say
from analytics.rules import check_rules, load_rules
from analytics.rules.tables import TABLES
from analytics.settings import settings
from analytics.shell import FILES, existing, language, tell


@click.command("check-rules")
@click.option("--rules", type=FILES, help="Folder of the tables; the project's own by default.")
def check(rules: Path | None) -> None:
    """Report every fault of the rule tables by file, row and column."""
    folder = rules or settings().data / "rules"
    existing((folder,))
    faults = check_rules(folder)
    for f in faults:
        click.echo(say("cli.fault", language(), file=f.file, row=f.row, column=f.column, message=f.message))
    if faults:
        tell("cli.rules_faulty", faults=len(faults))
        raise SystemExit(1)
    tell("cli.rules_sound", tables=len(TABLES), version=load_rules(folder).version)
