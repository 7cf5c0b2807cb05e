"""Taking articles or whole collections out of every version and off the disk, for good.

It wins over every link: versions keep their numbers and dates, and a link says that something was purged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from analytics.importing import own_places
from analytics.jobs.incoming import incoming
from analytics.problems import Problem
from analytics.store import frozen
from analytics.store.audit import record
from analytics.store.derived import forget
from analytics.store.rewriting import activities_of, state_without, without
from analytics.store.snapshots import discard
from analytics.store.tables import Job, Purge, Setting, Statement, Version, VersionPart
from analytics.store.workspace import Workspace, found_dataset, utc


@dataclass(frozen=True, slots=True)
class Purged:
    """One purge: when, by whom, how many articles, from which versions."""

    made_at: datetime
    who: str
    articles: int
    versions: tuple[int, ...]


def purge_articles(space: Workspace, dataset: str, ids: Collection[str], who: str) -> Purged:
    """Takes the articles out of all versions. Raises Problem nothing_deleted when no version holds any of them.

    The new parts are written first and listed in one transaction; the old ones go from the disk after it.
    """
    versions = space.versions(dataset)
    parts = sorted({part for version in versions for part in version.parts})
    new = {part: written for part in parts if (written := without(space, part, ids)) != part}
    gone = set(ids) | activities_of(space, new, ids)
    states = {v.state_id: state_without(space, v.state_id, gone) for v in versions if v.state_id}
    if not new:
        discard(space, states.values())
        raise Problem.of("nothing_deleted", dataset)
    touched = tuple(sorted(v.number for v in versions if not new.keys().isdisjoint(v.parts)))
    try:
        done = Purged(datetime.now(UTC), who, len(set(ids)), touched)
        _list_instead(space, dataset, frozenset(parts), new, states, done, frozenset(ids))
    except BaseException:
        discard(space, [*new.values(), *states.values()])
        raise
    discard(space, [*new, *states])
    forget(space.home)
    frozen.sweep(space)
    return done


def _list_instead(
    space: Workspace,
    dataset: str,
    known: Set[str],
    parts: Mapping[str, str],
    states: Mapping[str, str],
    purged: Purged,
    ids: Set[str],
) -> None:
    """Puts new parts and states into the place of old ones, in all versions at once, and marks the frozen views that
    tell of the articles ``ids``."""
    with space.writing() as session:
        found = found_dataset(session, dataset)
        own = select(Version.id).where(Version.dataset_id == found.id)
        listed = set(session.scalars(select(VersionPart.part_id).where(VersionPart.version_id.in_(own))))
        if not listed <= known:  # a version came meanwhile
            raise Problem.of("import_busy", dataset, dataset=dataset)
        for old, part in parts.items():
            mine = VersionPart.version_id.in_(own)
            session.execute(update(VersionPart).where(mine, VersionPart.part_id == old).values(part_id=part))
        for old, state in states.items():
            session.execute(update(Version).where(Version.state_id == old).values(state_id=state))
        session.add(
            Purge(
                dataset_id=found.id,
                made_at=purged.made_at,
                who=purged.who,
                articles=purged.articles,
                versions=list(purged.versions),
            )
        )
        marked = frozen.mark_purged(session, dataset, ids)
        new = {"articles": purged.articles, "versions": list(purged.versions), "frozen": marked}
        record(session, purged.who, "purge.articles", f"dataset/{found.id}", None, new, dataset=dataset)


def purge_dataset(space: Workspace, dataset: str, who: str) -> None:
    """Takes a deleted collection off the disk. Its name stays taken, so that no old link shows other data.

    Raises Problem no_dataset, dataset_purged, not_deleted (it has to be put away first).
    """
    with space.writing() as session:
        found = found_dataset(session, dataset, deleted=True)
        if found.deleted_at is None:
            raise Problem.of("not_deleted", dataset, dataset=found.label)
        own = select(Version.id).where(Version.dataset_id == found.id)
        parts = set(session.scalars(select(VersionPart.part_id).where(VersionPart.version_id.in_(own))))
        states = set(session.scalars(select(Version.state_id).where(Version.dataset_id == found.id)))
        numbers = list(session.scalars(select(Version.number).where(Version.dataset_id == found.id)))
        session.execute(delete(VersionPart).where(VersionPart.version_id.in_(own)))
        session.execute(update(Version).where(Version.dataset_id == found.id).values(state_id=None, note=""))
        statements = session.scalars(select(Statement.id).where(Statement.dataset_id == found.id)).all()
        session.execute(delete(Statement).where(Statement.dataset_id == found.id))
        uploads = list(session.scalars(select(Job.id).where(Job.dataset == dataset)))
        session.execute(delete(Job).where(Job.dataset == dataset))
        session.execute(delete(Setting).where(Setting.key == own_places.KEY.format(dataset=dataset)))
        session.add(
            Purge(dataset_id=found.id, made_at=datetime.now(UTC), who=who, articles=0, versions=sorted(numbers))
        )
        found.purged_at = datetime.now(UTC)
        marked = frozen.mark_purged(session, dataset, None)
        new = {"versions": sorted(numbers), "statements": len(statements), "frozen": marked}
        record(session, who, "purge.dataset", f"dataset/{found.id}", None, new, dataset=dataset)
    frozen.sweep(space)
    discard(space, {*parts, *(s for s in states if s)})
    forget(space.home)
    for job_id in uploads:
        incoming(space, job_id).remove()


def purges(space: Workspace, dataset: str) -> list[Purged]:
    """What was purged from a collection, newest first."""
    with space.reading() as session:
        query = select(Purge).where(Purge.dataset_id == found_dataset(session, dataset).id).order_by(Purge.id.desc())
        return [Purged(utc(r.made_at), r.who, r.articles, tuple(r.versions)) for r in session.scalars(query)]
