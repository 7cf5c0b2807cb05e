"""Files in, one committed version out: reads, drops what is there already, extracts, writes a part, commits.

Nothing is half done: until the one commit the part is an orphan that nobody reads. The same files twice are one import:
a run that was killed after its commit is recognised by its key.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from analytics.batch import Extract, Failure, Progress, run
from analytics.intake.reading import Reading, Refusal
from analytics.messages import say
from analytics.model import Article
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.known import Known, text_hash
from analytics.store.report import ImportReport
from analytics.store.schema import Origin, problem_row
from analytics.store.snapshots import PartWriter, part_folder, problems, sweep
from analytics.store.stored import stored
from analytics.store.tally import Tally
from analytics.store.workspace import Moved, VersionInfo, Workspace, open_workspace

TRIES = 3
"""How often an import starts again when another one has committed meanwhile."""
DEMO = "demo"
SAME_AGAIN = "read_duplicate"
"""The problem by which intake refuses an id that comes again with the same text: here it is a duplicate like others."""


class ExtractorMaker(Protocol):
    """A ``Maker`` that knows what it makes (``analytics.batch.rules.FromRules``)."""

    def __call__(self) -> Extract:
        """The extract function of this process."""
        ...

    @property
    def rules_version(self) -> str:
        """Version of the rules."""
        ...

    @property
    def gazetteer_version(self) -> str:
        """Version of the gazetteer."""
        ...


Reader = Callable[[Sequence[Path]], Iterable[Reading | Refusal]]


def import_files(
    paths: Sequence[Path], dataset: str, *, places: Sequence[Path] = (), workers: int = 1,
    progress: Progress = lambda done, total: None, key: str | None = None, note: str = "",
    workspace: Workspace | None = None, maker: ExtractorMaker | None = None, reader: Reader | None = None,
    label: str = "", is_demo: bool = False,
) -> ImportReport:  # fmt: skip
    """Imports ``paths`` as one new version of ``dataset`` (made when it is not there).

    ``key`` names the import; a second one of the same key does nothing (default: hash of the files' contents).
    ``maker`` and ``reader``: the project's own by default, with the places of the tables ``places``. Raises Problem
    when nothing could be written; then nothing was.
    """
    space = workspace or open_workspace()
    job = _Job(tuple(paths), dataset, maker or _own_maker(places), reader or _own_reader(), workers, progress, note)
    return _commit(space, job, key or content_key(paths), label, is_demo)


def extract_again(
    dataset: str, *, places: Sequence[Path] = (), workers: int = 1, progress: Progress = lambda done, total: None,
    note: str = "", workspace: Workspace | None = None, maker: ExtractorMaker | None = None,
) -> ImportReport:  # fmt: skip
    """Reads all articles of a dataset again by the rules of today: one new version, in one part; older ones stay.

    Raises Problem rules_unchanged when the latest version was made by these rules and this gazetteer.
    """
    space = workspace or open_workspace()
    base, chosen = space.version(dataset), maker or _own_maker(places)
    versions = (chosen.rules_version, chosen.gazetteer_version)
    if versions == (base.rules_version, base.gazetteer_version):
        raise Problem.of("rules_unchanged", dataset, dataset=dataset)
    folders = [part_folder(space, part) for part in base.parts]
    job = _Job((), dataset, chosen, lambda _: stored(folders), workers, progress, note, base)
    return _commit(space, job, "/".join(("again", str(base.number), *versions)))


def load_demo(workspace: Workspace | None = None, workers: int = 1) -> ImportReport | None:
    """Imports the demonstration collection when it is not there yet; None when it is."""
    space = workspace or open_workspace()
    if any(d.name == DEMO and d.versions for d in space.datasets()):
        return None
    folder = settings().data / "demo"
    return import_files(
        sorted(folder.glob("*.jsonl")), DEMO, places=[folder / "places.csv"], workers=workers, workspace=space,
        label=say("cli.demo_name"), is_demo=True,
    )  # fmt: skip


def content_key(paths: Sequence[Path]) -> str:
    """The same for the same contents, whatever the names and the order of the files."""
    files = [f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p]) if f.is_file()]
    digests = []
    for path in files:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Job:
    """One import; ``run`` may be called again when another import came between."""

    paths: tuple[Path, ...]
    dataset: str
    maker: ExtractorMaker
    reader: Reader
    workers: int
    progress: Progress
    note: str
    instead: VersionInfo | None = None
    """The version that this one takes the place of; else it adds to the latest."""

    def run(self, space: Workspace, key: str, label: str, is_demo: bool) -> ImportReport:
        base = self.instead or _latest(space, self.dataset)
        parts = base.parts if base and not self.instead else ()
        tally = Tally(len(self.paths))
        known = Known([part_folder(space, p) for p in parts])
        with tempfile.TemporaryFile() as spool, PartWriter(space.snapshots) as writer:
            self._read(spool, known, tally)
            self._extract(spool, writer, tally)
            if not tally.added:
                return _report(self.dataset, None, tally)
            writer.add_rows("problems", [problem_row("refusal", told) for told in tally.refusals])
            writer.add_rows("problems", [problem_row("warning", told) for told in tally.warnings])
            part = writer.finish()
            version = space.commit(
                self.dataset, base.number if base else 0, (*parts, part), key, self.maker.rules_version,
                self.maker.gazetteer_version, tally.counts(), self.note, label, is_demo, lambda: _there(space, part),
            )  # fmt: skip
        return _report(self.dataset, version.number, tally)

    def _read(self, spool: IO[bytes], known: Known, tally: Tally) -> None:
        """Reads all files; what is new goes to the spool, so that the work ahead is known and memory stays flat."""
        for found in self.reader(self.paths):
            file = self._name(found.file)
            if isinstance(found, Refusal) and found.problem.code == SAME_AGAIN:
                tally.read += 1
                tally.duplicates += 1
                continue
            if isinstance(found, Refusal):
                tally.refuse(file, found.row, _at(found.problem, found.file, file))
                continue
            tally.read += 1
            for warning in found.warnings:
                tally.warn(file, found.row, _at(warning, found.file, file))
            article_id = known.admit(found.article)
            if article_id is None:
                tally.duplicates += 1
                continue
            tally.renamed += article_id != found.article.id
            pickle.dump(replace(found, article=replace(found.article, id=article_id), file=file), spool)
            tally.new += 1

    def _name(self, file: str) -> str:
        """The file without the folders that all files of the import share."""
        if self.instead:
            return file
        above = os.path.commonpath([path.absolute().parent for path in self.paths])
        return os.path.relpath(file, above) if os.path.isabs(file) or os.path.exists(file) else file

    def _extract(self, spool: IO[bytes], writer: PartWriter, tally: Tally) -> None:
        spool.seek(0)
        flying: dict[str, Reading] = {}
        for answer in run(_articles(spool, tally.new, flying), self.maker, self.workers):
            if isinstance(answer, Failure):
                reading = flying.pop(answer.id)
                tally.fail(reading.file, reading.row, answer.problem)
            else:
                writer.add(answer, _origin(flying.pop(answer.article.id)))
                tally.take(answer)
            self.progress(tally.added + tally.failed, tally.new)


def _at(problem: Problem, file: str, name: str) -> Problem:
    """The problem with the file under its short name."""
    return replace(problem, where=problem.where.replace(file, name))


def _articles(spool: IO[bytes], count: int, flying: dict[str, Reading]) -> Iterator[Article]:
    for _ in range(count):
        reading: Reading = pickle.load(spool)  # a nameless file that this import wrote itself
        flying[reading.article.id] = reading
        yield reading.article


def _origin(reading: Reading) -> Origin:
    cuts = [{"text": c.text, "rule": c.rule, "before": c.before} for c in reading.cuts]
    return Origin(reading.file, reading.row, reading.encoding, cuts, text_hash(reading.article))


def _commit(space: Workspace, job: _Job, key: str, label: str = "", is_demo: bool = False) -> ImportReport:
    """Runs the job until it is committed, or finds that it was."""
    sweep(space)
    for _ in range(TRIES):
        done = space.imported(job.dataset, key)
        if done is not None:
            return _told_again(space, done)
        try:
            return job.run(space, key, label, is_demo)
        except Moved:
            continue
    raise Problem.of("import_busy", job.dataset, dataset=job.dataset)


def _latest(space: Workspace, dataset: str) -> VersionInfo | None:
    known = any(d.name == dataset and d.versions for d in space.datasets())
    return space.version(dataset) if known else None


def _there(space: Workspace, part: str) -> None:
    try:
        part_folder(space, part)
    except Problem:
        raise Problem.of("import_lost", part) from None


def _told_again(space: Workspace, version: VersionInfo) -> ImportReport:
    """The report of an import that is done, out of what it left."""
    folder = part_folder(space, version.parts[-1])
    return ImportReport.of(
        version.dataset, version.number, version.counts, problems(folder, "refusal"), problems(folder, "warning"), True
    )


def _report(dataset: str, version: int | None, tally: Tally) -> ImportReport:
    return ImportReport.of(dataset, version, tally.counts(), tuple(tally.refusals), tuple(tally.warnings))


def _own_maker(places: Sequence[Path]) -> ExtractorMaker:
    from analytics.batch.rules import FromRules

    return FromRules(tuple(places))


def _own_reader() -> Reader:
    from analytics.intake import read_files
    from analytics.rules import load_rules

    return lambda paths: read_files(paths, load_rules(settings().data / "rules"))
