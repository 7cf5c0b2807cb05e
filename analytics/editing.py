"""What is done to a collection besides importing: articles deleted, versions made current again, collections put away.

Each makes a version or a mark that can be taken back. What can not is in ``analytics.purging``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime

from analytics.importing import own_places
from analytics.importing.across import copy_links, write_state
from analytics.importing.committing import TRIES
from analytics.importing.linking import Linker
from analytics.problems import Problem
from analytics.store.audit import record
from analytics.store.changes import changes_between
from analytics.store.rewriting import rewritten
from analytics.store.snapshots import discard, totals
from analytics.store.tally import Tally
from analytics.store.workspace import Draft, Moved, VersionInfo, Workspace, found_dataset

Parts = tuple[str, ...]


def delete_articles(space: Workspace, dataset: str, ids: Collection[str], who: str, note: str = "") -> VersionInfo:
    """A version without these articles. Raises Problem nothing_deleted when the latest version holds none of them."""

    def parts(base: VersionInfo) -> Parts:
        found = rewritten(space, base.parts, ids)
        if found == base.parts:
            raise Problem.of("nothing_deleted", dataset)
        return found

    return _changed(space, dataset, parts, lambda base: base, Draft("", 0, (), "", "", "", {}, note, "delete", who))


def restore(space: Workspace, dataset: str, number: int, who: str, note: str = "") -> VersionInfo:
    """A new version that holds what version ``number`` held. Raises Problem no_version, already_current."""

    def parts(base: VersionInfo) -> Parts:
        wanted = space.version(dataset, number).parts
        if base.parts == wanted:
            raise Problem.of("already_current", dataset, version=number)
        return wanted

    draft = Draft("", 0, (), "", "", "", {}, note, "restore", who, number)
    return _changed(space, dataset, parts, lambda base: space.version(dataset, number), draft)


def put_away(space: Workspace, dataset: str, who: str = "") -> None:
    """Deletes a collection: it is shown nowhere until ``take_back``. Raises Problem no_dataset, dataset_deleted."""
    with space.writing() as session:
        found = found_dataset(session, dataset)
        found.deleted_at, found.deleted_by = datetime.now(UTC), who
        record(session, who, "dataset.put_away", f"dataset/{found.id}", dataset=dataset)


def take_back(space: Workspace, dataset: str, who: str = "") -> None:
    """Undoes ``put_away``. Raises Problem no_dataset, dataset_purged."""
    with space.writing() as session:
        found = found_dataset(session, dataset, deleted=True)
        found.deleted_at, found.deleted_by = None, ""
        record(session, who, "dataset.take_back", f"dataset/{found.id}", dataset=dataset)


def rename(space: Workspace, dataset: str, label: str, who: str = "") -> None:
    """Gives a collection another name to be shown by; its links stay. Raises Problem import_no_name."""
    if not (name := " ".join(label.split())):
        raise Problem.of("import_no_name")
    with space.writing() as session:
        found = found_dataset(session, dataset)
        old, new = {"label": found.label}, {"label": name}
        found.label = name
        record(session, who, "dataset.rename", f"dataset/{found.id}", old, new, dataset=dataset)


def _changed(
    space: Workspace, dataset: str, parts_of: Callable[[VersionInfo], Parts],
    rules_of: Callable[[VersionInfo], VersionInfo], draft: Draft,
) -> VersionInfo:  # fmt: skip
    """Commits what ``parts_of`` makes of the latest version; again when an import came between."""
    for _ in range(TRIES):
        base = space.version(dataset)
        parts, rules = parts_of(base), rules_of(base)
        known = {part for version in space.versions(dataset) for part in version.parts}
        made = [part for part in parts if part not in known]
        try:
            kept = rules.state_id if parts == rules.parts else None
            state = copy_links(space, kept) if kept else write_state(space, parts, Linker.own(own_places.kept(space, dataset)))
            made.append(state)
            counts = Tally(0).counts() | totals(space, parts)
            filled = replace(
                draft, dataset=dataset, base=base.number, parts=parts, key=f"{draft.action}/{base.number}",
                rules_version=rules.rules_version, gazetteer_version=rules.gazetteer_version, counts=counts,
                changes=changes_between(space, base.parts, parts), state_id=state, fresh=frozenset(made),
            )  # fmt: skip
            return space.commit(filled)
        except Moved:
            discard(space, made)
        except BaseException:
            discard(space, made)
            raise
    raise Problem.of("import_busy", dataset, dataset=dataset)
