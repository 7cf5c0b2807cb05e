"""What the commands of all rooms share: the language, lines for the user, the exit status, what is loaded when."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from analytics.messages import Language, say
from analytics.problems import Problem
from analytics.settings import settings

FILES = click.Path(path_type=Path)
WORKERS = click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
Progress = Callable[[int, int], None]
SHOWN = 20
"""Reasons shown on a terminal when no error report is asked for."""


class Entry(NamedTuple):
    """A command of a room. ``help``: what the list of all commands says of it."""

    module: str
    name: str
    help: str


class Commands(click.Group):
    """The commands of all rooms, each loaded when it runs: a list of them should not wait for the engines.

    Every Problem becomes one clear line and the exit status that is documented.
    """

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What can be typed, by name."""
        return sorted({*super().list_commands(ctx), *self.entries})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command; the module of its room is loaded."""
        if entry := self.entries.get(cmd_name):
            found: click.Command = getattr(import_module(entry.module), entry.name)
            return found
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of all commands, without loading them."""
        beside = max(map(len, self.list_commands(ctx))) + 6
        own = {name: one.get_short_help_str(formatter.width - beside) for name, one in self.commands.items()}
        told = own | {name: entry.help for name, entry in self.entries.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(told.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; wrong input is wrong use (2)."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            click.echo(problem.text(language()), err=True)
            ctx.exit(2)
        except OSError as e:
            click.echo(
                Problem.of("not_writable", str(e.filename or ""), detail=e.strerror or e).text(language()), err=True
            )
            ctx.exit(2)


def language() -> Language:
    """The language of this command: ``JUSHI_LANGUAGE``, Chinese by default."""
    return settings().language


def tell(key: str, **values: object) -> None:
    """A line for the user on standard error."""
    click.echo(say(key, language(), **values), err=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere; it takes (done, total)."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=say("cli.working", language()), file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield step


def existing(paths: tuple[Path, ...]) -> list[Path]:
    """The paths, all of which must be there."""
    for path in paths:
        if not path.exists():
            raise Problem.of("no_such_file", str(path))
    return list(paths)


def finish(refused: int, errors: Path | None, reasons: list[str]) -> None:
    """Says where the reasons are, or the first of them, and ends with the documented status."""
    if not refused:
        return
    if errors is not None:
        tell("cli.see_errors", path=errors)
    else:
        for reason in reasons[:SHOWN]:
            click.echo(reason, err=True)
        if refused > len(reasons[:SHOWN]):
            tell("cli.more_reasons", more=refused - len(reasons[:SHOWN]))
    raise SystemExit(1)
