"""``jushi``: the same functions for the shell. Exit status: 0 all done, 1 something was refused, 2 wrong use.

A room that is a folder has its commands in its ``command.py``; here they are put together, with those of single files.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from analytics import __version__
from analytics.settings import settings
from analytics.shell import FILES, Commands, Entry, tell

ENTRIES = {
    "audit": Entry(
        "analytics.share.audit_command", "audit", "Show who did what and when; look whether the log is whole."
    ),
    "check-rules": Entry("analytics.rules.command", "check", "Report every fault of the rule tables."),
    "dates": Entry("analytics.extract.when.command", "dates", "Read the time expressions of texts."),
    "demo": Entry("analytics.importing.command", "demo", "Load the demonstration collection, on the first start only."),
    "diff-rules": Entry(
        "analytics.quality.command", "diff_rules", "Compare what two folders of rule tables read."
    ),
    "export": Entry("analytics.share.exports.command", "export", "Write the records behind a link for other programs."),
    "extract": Entry("analytics.batch.command", "extract", "Extract the activities of articles."),
    "guests": Entry("analytics.access.command", "guests", "Links for people without an account: list, revoke."),
    "import": Entry("analytics.importing.command", "import_command", "Add files to a collection, as one new version."),
    "ledger": Entry(
        "analytics.share.ledger.command", "ledger", "Write the activities behind a link into a form of your own."
    ),
    "masks": Entry("analytics.privacy.command", "masks_command", "Show or change whose names a collection masks."),
    "people": Entry("analytics.access.command", "people", "Who may do what in team mode: add, remove, list."),
    "read": Entry("analytics.intake.command", "read", "Read files of any supported format into articles."),
    "report": Entry("analytics.share.command", "report", "Write what a link shows as a document, with its sentences."),
    "tokens": Entry("analytics.access.command", "tokens", "Tokens for programs that read the API: add, revoke, list."),
}
"""Name of a command to where it is."""


@click.group(cls=Commands, entries=ENTRIES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jushi")
def main() -> None:
    """据实: every number goes back to its sentence."""


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--open/--no-open", "opens", default=True, help="Open the browser when there is a desktop.")
def serve(port: int, opens: bool) -> None:
    """Serve the dashboard on this machine, and open it in the browser."""
    from analytics.serving import serve as run

    tell("cli.serving", address=f"http://127.0.0.1:{port}")
    raise SystemExit(run(port, opens))


@main.command()
@click.argument("file", type=FILES)
def backup(file: Path) -> None:
    """Write everything (collections, versions, what people said and saved) into FILE (ZIP)."""
    from analytics.backup import back_up
    from analytics.store.workspace import open_workspace

    found = back_up(open_workspace(), file, datetime.now(UTC))
    tell("backup.done", path=file, **found.counts)


@main.command("verify-backup")
@click.argument("file", type=FILES)
def verify_backup(file: Path) -> None:
    """Read all of a backup and compare it with its hashes."""
    from analytics.backup import verify

    found = verify(file)
    tell("backup.sound", made=found.made, files=len(found.files), **found.counts)


@main.command()
@click.argument("file", type=FILES)
@click.option("--home", type=FILES, help="Where to; the folder of the settings by default.")
@click.option("--replace", is_flag=True, help="Replace what is there; it is backed up beside the folder first.")
def restore(file: Path, home: Path | None, replace: bool) -> None:
    """Put a backup back."""
    from analytics.backup import restore as put_back

    folder = home or settings().home
    found, kept = put_back(file, folder, datetime.now(UTC), replace)
    if kept:
        tell("backup.kept", path=kept)
    tell("backup.restored", home=folder, **found.counts)
