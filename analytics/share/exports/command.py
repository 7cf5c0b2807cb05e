"""``jushi export``: what the link of a page shows, as files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Literal, get_args

import click

from analytics.files import replacing
from analytics.measures import open_collection
from analytics.messages import LANGUAGES, Language
from analytics.problems import Problem
from analytics.share.command import first_collection, read_link
from analytics.share.exports.about import left_out
from analytics.share.exports.content import Content, Counting, content_of
from analytics.share.exports.lines import write_csv, write_jsonl
from analytics.share.exports.package import write_package
from analytics.share.exports.sheets import write_xlsx
from analytics.shell import FILES, language, tell
from analytics.store.workspace import Workspace, open_workspace

Form = Literal["csv", "xlsx", "jsonl", "package"]
FORMS: tuple[Form, ...] = get_args(Form)
WRITERS: Mapping[Form, Callable[[Content, BinaryIO], Counting]] = {
    "csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl, "package": write_package,
}  # fmt: skip
ENDINGS: Mapping[Form, str] = {"csv": "csv", "xlsx": "xlsx", "jsonl": "jsonl", "package": "zip"}
MIMES: Mapping[Form, str] = {
    "csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson", "package": "application/zip",
}  # fmt: skip


def write_export(
    link: str, form: str, output: Path, *, language: Language, workspace: Workspace | None = None
) -> tuple[Content, Counting]:
    """Writes the View of a link; what it tells, and how many rows of each table were written.

    Raises Problem export_form, export_unequal, export_quote, what ``read_link`` and ``open_collection`` raise.
    """
    if form not in FORMS:
        raise Problem.of("export_form", form, known=" ".join(FORMS))
    content = linked(link, language, workspace)
    with replacing(output) as out:
        return content, WRITERS[form](content, out)


def linked(link: str, language: Language, workspace: Workspace | None = None) -> Content:
    """What the link of a page tells, in its language (``language`` where it names none)."""
    view, address, extra = read_link(link)
    space = workspace or open_workspace()
    name = view.dataset or first_collection(space)
    collection = open_collection(space, name, view.version, view.revision)
    asked = next((one for one in LANGUAGES if one == extra.get("lang")), language)
    return content_of(collection, view, asked, address, space.versions(name))


@click.command()
@click.option("--link", required=True, help="Link of a page: what is exported.")
@click.option("--as", "form", required=True, help="csv, xlsx, jsonl or package.")
@click.option("-o", "--output", required=True, type=FILES, help="The file.")
def export(link: str, form: str, output: Path) -> None:
    """Write the records behind a link for other programs."""
    content, counting = write_export(link, form, output, language=language())
    tell("cli.export_done", path=output, activities=f"{counting.written['activities']:,}")
    for line in left_out(content):
        click.echo(line, err=True)
