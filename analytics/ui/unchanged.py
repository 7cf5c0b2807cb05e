"""What pages ask of the workspace at every run: asked again only once somebody has committed something.

Answers are shared between sessions, so they are values that nobody can change.
"""

from __future__ import annotations

from functools import lru_cache

from analytics.measures import Collection, for_guests, open_collection
from analytics.problems import Problem
from analytics.purging import Purged, purges
from analytics.store.snapshots import part_folder, state_folder
from analytics.store.workspace import DatasetInfo, VersionInfo, Workspace

KEPT = 100
"""Answers kept of each question: those of older states of the workspace are given up first."""
Stamp = tuple[int, ...] | None


def collection_of(space: Workspace, dataset: str, version: int | None, revision: int | None) -> Collection:
    """As ``open_collection``, Problems included: what is behind the gate is not even asked for."""
    if not space.shows(dataset):
        raise Problem.of("not_seen", dataset, dataset=dataset)
    guest, space = space.guest, space.whole
    stamp = space.stamp()
    if stamp is None:
        found = open_collection(space, dataset, version, revision)
        return for_guests(found) if guest else found
    found = _collection(space, stamp, dataset, version, revision)
    # Folders go without a word of the workspace.
    for folder in found.folders:
        part_folder(space, folder.name)
    if found.state is not None:
        state_folder(space, found.state.name)
    return for_guests(found) if guest else found


def datasets_of(space: Workspace) -> tuple[DatasetInfo, ...]:
    """All datasets, as ``Workspace.datasets``."""
    found = (_datasets if (stamp := space.stamp()) else _datasets.__wrapped__)(space.whole, stamp)
    return tuple(one for one in found if space.shows(one.name))


def versions_of(space: Workspace, dataset: str) -> tuple[VersionInfo, ...]:
    """All versions, as ``Workspace.versions``."""
    if not space.shows(dataset):
        raise Problem.of("not_seen", dataset, dataset=dataset)
    space = space.whole
    return (_versions if (stamp := space.stamp()) else _versions.__wrapped__)(space, stamp, dataset)


def purges_of(space: Workspace, dataset: str) -> tuple[Purged, ...]:
    """What was purged, as ``purging.purges``."""
    if not space.shows(dataset):
        raise Problem.of("not_seen", dataset, dataset=dataset)
    space = space.whole
    return (_purges if (stamp := space.stamp()) else _purges.__wrapped__)(space, stamp, dataset)


@lru_cache(maxsize=KEPT)
def _collection(space: Workspace, _stamp: Stamp, dataset: str, version: int | None, revision: int | None) -> Collection:
    return open_collection(space, dataset, version, revision)


@lru_cache(maxsize=KEPT)
def _datasets(space: Workspace, _stamp: Stamp) -> tuple[DatasetInfo, ...]:
    return tuple(space.datasets())


@lru_cache(maxsize=KEPT)
def _versions(space: Workspace, _stamp: Stamp, dataset: str) -> tuple[VersionInfo, ...]:
    return tuple(space.versions(dataset))


@lru_cache(maxsize=KEPT)
def _purges(space: Workspace, _stamp: Stamp, dataset: str) -> tuple[Purged, ...]:
    return tuple(purges(space, dataset))
