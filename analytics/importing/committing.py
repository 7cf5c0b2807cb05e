"""The end of an import: parts that are written become a version, on top of whatever is the latest by then."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from analytics.importing.across import write_state
from analytics.importing.work import Work
from analytics.problems import Problem
from analytics.store.changes import changes_between
from analytics.store.known import Known
from analytics.store.rewriting import rewritten
from analytics.store.snapshots import discard, part_folder, sweep, totals
from analytics.store.tally import Tally
from analytics.store.workspace import Draft, Moved, VersionInfo, Workspace

TRIES = 20
"""How often a commit is tried again when other imports come between; each time only what they brought is looked at."""


class Clash(Exception):
    """Another import has meanwhile brought a text, id or address of this one."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import has written: new parts, the ids of articles that they hold in another wording than before, and
    the version that was the latest when it was read (None: none)."""

    parts: tuple[str, ...]
    changed: Set[str]
    base: VersionInfo | None


def commit(space: Workspace, work: Work, written: Written, tally: Tally) -> VersionInfo:
    """The version. Raises Clash when the import has to be read again, Problem import_busy or import_lost."""
    sweep(space)
    base = written.base
    for _ in range(TRIES):
        work.progress("linking", 0, 0)
        before = () if work.instead else rewritten(space, base.parts if base else (), written.changed)
        parts = (*before, *written.parts)
        made = [p for p in before if not base or p not in base.parts]
        try:
            draft = _draft(space, work, tally, base, parts, frozenset({*made, *written.parts}))
            made.append(draft.state_id or "")
            work.progress("writing", 0, 0)
            return space.commit(draft, work.label, work.is_demo, lambda: _there(space, draft))  # noqa: B023
        except Moved:
            discard(space, made)
            base = _moved(space, work, written, base)
        except BaseException:
            discard(space, made)
            raise
    raise Problem.of("import_busy", work.dataset, dataset=work.dataset)


def latest(space: Workspace, dataset: str) -> VersionInfo | None:
    """The latest version, None when there is none."""
    known = any(d.name == dataset and d.versions for d in space.datasets())
    return space.version(dataset) if known else None


def _draft(
    space: Workspace, work: Work, tally: Tally, base: VersionInfo | None, parts: Sequence[str], fresh: frozenset[str]
) -> Draft:
    state = write_state(space, parts, work.linker, tally)
    try:
        changes = changes_between(space, base.parts if base else (), parts)
    except BaseException:
        discard(space, [state])
        raise
    counts = tally.counts() | totals(space, parts)
    return Draft(
        work.dataset, base.number if base else 0, parts, work.key, work.maker.rules_version,
        work.maker.gazetteer_version, counts, work.note, work.action, work.who, None, changes, state,
        fresh,
    )  # fmt: skip


def _moved(space: Workspace, work: Work, written: Written, base: VersionInfo | None) -> VersionInfo:
    """The new latest version, when the import can stand on it as it is. Raises Clash when it can not."""
    now = latest(space, work.dataset)
    if now is None or work.instead or space.imported(work.dataset, work.key):
        raise Clash
    held = set(base.parts) if base else set()
    fresh = [part for part in now.parts if part not in held]
    if held - set(now.parts):
        raise Clash  # articles were deleted or changed: what counted as a duplicate may be none now
    mine = Known(part_folder(space, part) for part in written.parts)
    if mine.clashes(Known(part_folder(space, part) for part in fresh)):
        raise Clash
    return now


def _there(space: Workspace, draft: Draft) -> None:
    for part in draft.parts:
        try:
            part_folder(space, part)
        except Problem:
            raise Problem.of("import_lost", part) from None
