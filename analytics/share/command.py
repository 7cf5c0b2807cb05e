"""``jushi report``: a document from the link of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import click

from analytics.files import replacing
from analytics.measures import open_collection, placed
from analytics.messages import LANGUAGES, Language
from analytics.problems import Problem
from analytics.share.account import account
from analytics.share.account_values import Account
from analytics.share.page_file import html_bytes
from analytics.share.parts import too_large
from analytics.share.report import docx_bytes
from analytics.shell import FILES, language, tell
from analytics.store.workspace import Workspace, open_workspace
from analytics.views import KEYS, View, from_query

MAKERS: Mapping[str, Callable[..., bytes]] = {".docx": docx_bytes, ".html": html_bytes}
"""Ending of a file to what writes it."""


def write_report(
    link: str, output: Path, *, language: Language, title: str = "", parts: Sequence[str] = (),
    workspace: Workspace | None = None,
) -> Account:  # fmt: skip
    """Writes the document of a link, and gives what it tells. ``lang``, ``title`` and ``parts`` of the link hold where
    nothing else is said.

    Raises Problem report_ending, view_value, view_period, document_too_large, and what ``open_collection`` raises.
    """
    make = MAKERS.get(output.suffix.lower())
    if make is None:
        raise Problem.of("report_ending", output.name, known=" ".join(MAKERS))
    view, address, extra = read_link(link)
    space = workspace or open_workspace()
    collection = open_collection(space, view.dataset or first_collection(space), view.version, view.revision)
    too_large(len(placed(collection, view).counted))
    asked = extra.get("lang")
    told = account(collection, view, next((one for one in LANGUAGES if one == asked), language), address=address)
    parts = parts or tuple(part for part in extra.get("parts", "").split(",") if part)
    data = make(told, title=title or extra.get("title", ""), parts=parts)
    with replacing(output) as out:
        out.write(data)
    return told


def read_link(link: str) -> tuple[View, str, dict[str, str]]:
    """The View of a link, scheme and host of the site ("" for a bare query), and its other keys.

    Raises the first Problem of what in it is damaged: a document says no less than it is asked.
    """
    address = urlsplit(link.strip())
    query = address.query if "?" in link or address.scheme else link.strip()
    found = dict(parse_qsl(query, keep_blank_values=True))
    view, problems = from_query(found, [key for key in found if key not in KEYS.values()])
    if problems:
        raise problems[0]
    site = f"{address.scheme}://{address.netloc}" if address.scheme in ("http", "https") and address.netloc else ""
    return view, site, {key: value for key, value in found.items() if key not in KEYS.values()}


def first_collection(space: Workspace) -> str:
    """The collection of a link that names none, as on the pages."""
    found = [one for one in space.datasets() if one.versions]
    if not found:
        raise Problem.of("nothing_imported")
    return found[0].name


@click.command()
@click.option("--link", required=True, help="Link of a page: what the report is of.")
@click.option("-o", "--output", required=True, type=FILES, help="The report: FILE.docx or FILE.html.")
@click.option("--title", default="", help="Its title; the filters by default.")
@click.option("--parts", default="", help="Its parts, with commas between; all by default.")
def report(link: str, output: Path, title: str, parts: str) -> None:
    """Write what a link shows as a document in which each number has its sentences."""
    wanted = [part.strip() for part in parts.split(",") if part.strip()]
    told = write_report(link, output, language=language(), title=title, parts=wanted)
    tell(
        "cli.report_done", path=output, activities=told.figures[0].count, fingerprint=told.fingerprint[:16],
        sentences=len(told.activities) + len(told.standing),
    )  # fmt: skip
