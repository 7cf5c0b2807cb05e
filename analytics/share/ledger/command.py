"""``jushi ledger``: the activities behind a link in a form."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.access import operator
from analytics.files import replacing
from analytics.messages import Language
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.exports.command import linked
from analytics.share.ledger.rows import Ledger
from analytics.share.ledger.settled import Settled, guessed, read_settled
from analytics.share.ledger.shape import Shape
from analytics.share.ledger.writing import filled, look
from analytics.shell import FILES, language, tell
from analytics.store.templates import Kept, template, templates
from analytics.store.workspace import Workspace, open_workspace


def write_ledger(
    link: str, form: str, output: Path, *, language: Language, who: str, workspace: Workspace | None = None
) -> Ledger:
    """Fills a form with the View of a link. ``form``: a workbook, or a form that is kept, by its name or number.

    Raises Problem ledger_…, and what ``exports.command.linked`` raises.
    """
    space = workspace or open_workspace()
    name, data, shape, settled = _form(space, form, who)
    made, ledger = filled(name, data, shape, settled, linked(link, language, space))
    with replacing(output) as out:
        out.write(made)
    return ledger


def of_kept(one: Kept, data: bytes) -> tuple[Shape, Settled]:
    """The form and how it is filled. Raises as ``look`` does."""
    shape = look(f"{one.form.name}.xlsx", data).shape(one.form.sheet)
    return shape, read_settled(one.form.mapping)


def _form(space: Workspace, form: str, who: str) -> tuple[str, bytes, Shape, Settled]:
    path = Path(form)
    if path.is_file():
        # One byte more than a form may have is enough to refuse it.
        with path.open("rb") as file:
            data = file.read(settings().template_bytes + 1)
        shape = look(path.name, data).shape()
        return path.name, data, shape, guessed(shape)
    found = [one for one in templates(space, who) if form in (one.form.name, str(one.id))]
    if not found:
        raise Problem.of("ledger_no_template", name=form)
    kept, data = template(space, found[0].id, who)
    return (f"{kept.form.name}.xlsx", data, *of_kept(kept, data))


@click.command()
@click.option("--link", required=True, help="Link of a page: which activities.")
@click.option("--template", "form", required=True, help="The form: an .xlsx file, or the name of one that is kept.")
@click.option("-o", "--output", required=True, type=FILES, help="The filled form.")
def ledger(link: str, form: str, output: Path) -> None:
    """Write the activities behind a link into a form of your own."""
    done = write_ledger(link, form, output, language=language(), who=operator().id)
    tell("cli.ledger_done", path=output, rows=f"{len(done.rows):,}")
