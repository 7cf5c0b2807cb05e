"""Saved views and snapshots in words."""

from __future__ import annotations

from datetime import datetime

from analytics.share.since import Since
from analytics.store.saved_views import StateOf
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.views import View, sentence


def moment(when: datetime) -> str:
    """A moment as the server's people write it."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def by(state: State, who: str) -> str:
    """Who did something, as Markdown."""
    return plain(who) if who else state.say("jobs.somebody")


def state_line(state: State, one: StateOf) -> str:
    """When a state was saved, by whom, of which version, as Markdown."""
    return state.say(
        "saved.state", number=one.number, when=moment(one.made_at), who=by(state, one.who), version=one.version,
        count=f"{one.count:,}",
    )  # fmt: skip


def view_line(state: State, view: View) -> str:
    """A view in words, as Markdown."""
    told = sentence(view, state.language)
    return plain(told[:1].upper() + told[1:])


def since_line(state: State, found: Since) -> str:
    """What changed since, as "+3, −1"."""
    if found.same:
        return state.say("saved.since_none")
    return state.say("saved.since", added=f"{len(found.added):,}", gone=f"{len(found.gone):,}")
