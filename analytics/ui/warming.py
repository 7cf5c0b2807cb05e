"""What the first reader would wait for, done beforehand: when the server starts, and after every import."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from analytics import measures
from analytics.measures import Collection, for_guests, open_collection
from analytics.measures.story import story
from analytics.problems import Problem
from analytics.store.workspace import DatasetInfo, Workspace, open_workspace
from analytics.views import View

log = logging.getLogger(__name__)
EVERY = 5.0
"""Seconds between two looks at whether there is a new version."""
SELDOM = 12
"""Where the workspace cannot tell cheaply that somebody committed, only every so many looks ask."""
WARM = 3
"""Collections that are kept ready, the first ones of the list: an index of a large one takes memory."""


@asynccontextmanager
async def warmed(_app: Any) -> AsyncIterator[None]:
    """The time that the server runs; a thread beside it keeps the newest versions ready."""
    ends = threading.Event()
    thread = threading.Thread(target=keep_warm, args=(ends,), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        await asyncio.to_thread(thread.join, EVERY)


def keep_warm(ends: threading.Event) -> None:
    """Warms what is new until ``ends`` is set. Whatever goes wrong here is told to those who ask for it on a page."""
    ready: set[tuple[object, ...]] = set()
    last: object = None
    look = 0
    space = None
    while not ends.is_set():
        try:
            space = space or open_workspace()
            stamp = space.stamp()
            if stamp != last or (stamp is None and look % SELDOM == 0):
                last = stamp
                _newest(space, ready, ends)
        except Exception:
            log.exception("what is new could not be made ready")
        look += 1
        ends.wait(EVERY)


def _newest(space: Workspace, ready: set[tuple[object, ...]], ends: threading.Event) -> None:
    filled: list[DatasetInfo] = [d for d in space.datasets() if d.versions]
    for dataset in filled[:WARM]:
        if ends.is_set():
            return
        try:
            collection = open_collection(space, dataset.name)
            key = (dataset.name, collection.version, collection.masking)
            if key not in ready:
                warm(collection)
                if collection.masking.on:  # the masked copies of what was imported
                    warm(for_guests(collection))
                ready.add(key)
        except Problem as problem:
            log.warning("not made ready: %s", problem)


def warm(collection: Collection) -> None:
    """Asks what the overview asks, so that all that this takes is in memory."""
    view = View()
    measures.headline(collection, view)
    measures.over_time(collection, view)
    story(collection, view)
    measures.facets(collection, view, 1)
    measures.span(collection)
