"""The imports that there are: of files, of a collection by the rules of today, of the demonstration."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError

from analytics.gazetteer.extra import read_places
from analytics.importing.committing import Clash, Written, commit, latest
from analytics.importing.extracting import extract
from analytics.importing.linking import Linker
from analytics.importing.reading import read
from analytics.importing.spool import Spool
from analytics.importing.work import DEMO, ExtractorMaker, Progress, Reader, Work, silent
from analytics.intake.columns import Columns
from analytics.intake.reading import Reading, Refusal
from analytics.messages import say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.known import Known
from analytics.store.report import ImportReport
from analytics.store.snapshots import discard, part_folder, problems, totals
from analytics.store.stored import stored
from analytics.store.tally import Tally
from analytics.store.workspace import VersionInfo, Workspace, open_workspace

TRIES = 3
"""How often an import is read again when another one has brought some of the same meanwhile."""
_CHOICES = TypeAdapter(dict[str, Columns])


def import_files(
    paths: Sequence[Path], dataset: str, *, places: Sequence[Path] = (), workers: int = 1, progress: Progress = silent,
    key: str | None = None, note: str = "", who: str = "", workspace: Workspace | None = None,
    maker: ExtractorMaker | None = None, reader: Reader | None = None, label: str = "", is_demo: bool = False,
    linker: Linker | None = None,
) -> ImportReport:  # fmt: skip
    """Imports ``paths`` as one new version of ``dataset`` (made when it is not there).

    ``key`` names the import; a second one of the same key does nothing while what it brought is there (default: hash of
    the files' contents). ``maker`` and ``reader``: the project's own by default, with the places of the tables
    ``places``; ``linker`` finds what several articles tell (a maker of one's own comes without).

    Raises Problem when nothing could be written, and Stopped when ``progress`` does; then nothing was.
    """
    space = workspace or open_workspace()
    work = Work(
        dataset, key or content_key(paths), tuple(paths), maker or own_maker(places), reader or own_reader(), workers,
        progress, note, who, label, is_demo, None, linker or (None if maker else Linker.own(_rows(places))),
    )  # fmt: skip
    return run(space, work)


def extract_again(
    dataset: str, *, places: Sequence[Path] = (), workers: int = 1, progress: Progress = silent, note: str = "",
    who: str = "", workspace: Workspace | None = None, maker: ExtractorMaker | None = None, linker: Linker | None = None,
) -> ImportReport:  # fmt: skip
    """Reads all articles of a dataset again by the rules of today: one new version; older ones stay.

    Raises Problem rules_unchanged when the latest version was made by these rules and this gazetteer.
    """
    space = workspace or open_workspace()
    base, chosen = space.version(dataset), maker or own_maker(places)
    versions = (chosen.rules_version, chosen.gazetteer_version)
    if versions == (base.rules_version, base.gazetteer_version):
        raise Problem.of("rules_unchanged", dataset, dataset=dataset)
    folders = [part_folder(space, part) for part in base.parts]
    key = "/".join(("again", str(base.number), *versions))
    work = Work(
        dataset, key, (), chosen, lambda *_: stored(folders), workers, progress, note, who, instead=base,
        linker=linker or (None if maker else Linker.own(_rows(places))),
    )  # fmt: skip
    return run(space, work)


def load_demo(workspace: Workspace | None = None, workers: int = 1, progress: Progress = silent) -> ImportReport | None:
    """Imports the demonstration collection when it is not there yet; None when it is."""
    space = workspace or open_workspace()
    if any(d.name == DEMO for deleted in (False, True) for d in space.datasets(deleted) if d.versions):
        return None
    folder = settings().data / "demo"
    return import_files(
        sorted(folder.glob("*.jsonl")), DEMO, places=[folder / "places.csv"], workers=workers, workspace=space,
        label=say("cli.demo_name"), is_demo=True, progress=progress,
    )  # fmt: skip


def content_key(paths: Sequence[Path]) -> str:
    """The same for the same contents, whatever the names and the order of the files."""
    files = [f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p]) if f.is_file()]
    digests = []
    for path in files:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def run(space: Workspace, work: Work) -> ImportReport:
    """Does the work until it is committed, or finds that it was."""
    try:
        return _run(space, work)
    except (sqlite3.Error, DBAPIError) as e:
        # A full disk meets the databases too; they do not say it as an OSError.
        raise Problem.of("not_writable", str(space.home), detail=str(e).splitlines()[0]) from e


def _run(space: Workspace, work: Work) -> ImportReport:
    for _ in range(TRIES):
        base = work.instead or latest(space, work.dataset)
        done = space.imported(work.dataset, work.key)
        if done is not None and base is not None and _still_there(space, done, base):
            return _report(space, done, already=True)
        try:
            return _once(space, work if done is None else replace(work, key=f"{work.key}/{_number(base)}"), base)
        except Clash:
            continue
    raise Problem.of("import_busy", work.dataset, dataset=work.dataset)


def _once(space: Workspace, work: Work, base: VersionInfo | None) -> ImportReport:
    tally = Tally(len(work.paths))
    known = Known([part_folder(space, part) for part in base.parts] if base and not work.instead else ())
    held = totals(space, base.parts)["total_articles"] if base and not work.instead else 0
    with Spool(work.linker.signature if work.linker else None) as spool:
        changed = read(work, known, held, spool, tally)
        if not tally.new:
            return ImportReport.of(work.dataset, None, tally.counts(), tuple(tally.refusals), tuple(tally.warnings))
        parts = extract(space, work, spool, tally)
    try:
        if not tally.added:
            discard(space, parts)
            return ImportReport.of(work.dataset, None, tally.counts(), tuple(tally.refusals), tuple(tally.warnings))
        version = commit(space, work, Written(parts, changed, base), tally)
    except BaseException:
        discard(space, parts)
        raise
    return _report(space, version)


def _report(space: Workspace, version: VersionInfo, already: bool = False) -> ImportReport:
    """The report of an import that is done, out of what it left."""
    refused, warnings = (problems(space, version, kind) for kind in ("refusal", "warning"))
    return ImportReport.of(version.dataset, version.number, version.counts, refused, warnings, already)


def _still_there(space: Workspace, done: VersionInfo, latest: VersionInfo) -> bool:
    """Whether all that an import brought is still in the latest version."""
    before = space.version(done.dataset, done.number - 1).parts if done.number > 1 else ()
    return set(done.parts) - set(before) <= set(latest.parts)


def _number(base: VersionInfo | None) -> int:
    return base.number if base else 0


def _rows(places: Sequence[Path]) -> list[Mapping[str, str]]:
    return [row for table in places for row in read_places(table)]


def own_maker(places: Sequence[Path]) -> ExtractorMaker:
    """The project's rules and gazetteer, with tables of places of one's own."""
    from analytics.batch.rules import FromRules

    return FromRules(tuple(places))


def own_columns(columns: Mapping[str, Any]) -> dict[str, Columns]:
    """Chosen columns by the signature of a table, out of JSON: ``{"fields": {field: heading or position}, "heading": …}``.

    Raises ValueError for what is no choice.
    """
    return _CHOICES.validate_python(dict(columns))


def own_reader(columns: Mapping[str, Any] | None = None) -> Reader:
    """The project's intake. ``columns``: chosen columns by the signature of a table, as ``own_columns`` takes them."""
    from analytics.intake import Intake
    from analytics.intake.files import walk
    from analytics.rules import load_rules

    book = load_rules(settings().data / "rules")
    chosen = own_columns(columns or {})

    def read_all(paths: Sequence[Path], progress: Progress) -> Iterator[Reading | Refusal]:
        files = list(walk(paths))
        with Intake(book, chosen) as intake:
            for number, path in enumerate(files):
                progress("reading", number, len(files))
                yield from intake.read_path(path)

    return read_all
