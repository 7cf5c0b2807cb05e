"""Whole collections: renamed, put into the bin, taken back, purged."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.editing import put_away, rename, take_back
from analytics.importing import DEMO
from analytics.problems import Problem
from analytics.purging import purge_dataset
from analytics.store.workspace import DatasetInfo
from analytics.ui import data
from analytics.ui.access import person, require
from analytics.ui.collection_asking import DONE, Done, answers, ask, do
from analytics.ui.plain import plain
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View

MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class About:
    """A collection that something is asked about."""

    name: str
    label: str
    versions: int


def about(state: State, dataset: DatasetInfo) -> About:
    """A collection under its name for the reader."""
    return About(dataset.name, state.name_of(dataset), dataset.versions)


def the_bin(state: State) -> None:
    """The deleted collections; nothing when there is none."""
    found = data.workspace().datasets(deleted=True)
    if not found:
        return
    st.divider()
    st.subheader(state.say("bin.title", count=len(found)), anchor=False)
    st.caption(state.say("bin.help"))
    for dataset in found:
        _deleted(state, dataset)


def _deleted(state: State, dataset: DatasetInfo) -> None:
    space = data.workspace()
    with st.container(border=True, key=f"bin_{dataset.name}"):
        st.markdown(f"**{plain(state.name_of(dataset))}**")
        if dataset.deleted_at is not None:
            when = dataset.deleted_at.astimezone().strftime("%Y-%m-%d %H:%M")
            who = dataset.deleted_by or state.say("jobs.somebody")
            st.caption(state.say("bin.deleted", when=when, who=plain(who), versions=dataset.versions))
        with st.container(horizontal=True):
            if st.button(
                state.say("bin.take_back"), key=f"bin_back_{dataset.name}", icon=":material/restore_from_trash:"
            ):
                require("edit", dataset.name)
                take_back(space, dataset.name, person())
                text = state.say("done.taken_back", name=plain(state.name_of(dataset)))
                st.session_state[DONE] = Done(text)
                st.rerun()
            st.button(
                state.say("bin.purge"), key=f"bin_purge_{dataset.name}", type="tertiary", icon=":material/delete_forever:",
                on_click=ask, args=("purge_dataset", about(state, dataset)),
            )  # fmt: skip


def ask_rename(state: State, one: About) -> None:
    """Another name for a collection; its links stay."""
    st.write(state.say("ask.rename.what"))
    name = st.text_input(state.say("datasets.name"), value=one.label, max_chars=MAX_LABEL, key="rename_to")
    if not answers(state, "rename", icon=":material/edit:"):
        return

    def work() -> Done:
        wanted = " ".join((name or "").split())
        others = [d for d in data.workspace().datasets() if d.name != one.name]
        if any(wanted in (d.name, state.name_of(d)) for d in others):
            raise Problem.of("import_name_taken", name=wanted)
        rename(data.workspace(), one.name, wanted, person())
        return Done(state.say("done.renamed", name=plain(wanted)))

    do(state, "edit", one.name, work)
    st.rerun()


def ask_put_away(state: State, one: About) -> None:
    """The question before a collection goes into the bin."""
    st.write(state.say("ask.put_away.what", name=plain(one.label), versions=one.versions))
    if not answers(state, "put_away", icon=":material/delete:"):
        return

    def work() -> Done:
        put_away(data.workspace(), one.name, person())
        return Done(state.say("done.put_away", name=plain(one.label)))

    do(state, "edit", one.name, work)
    st.switch_page(FILES["datasets"], query_params=state.query(View(), show=None, page=None, tab=None, than=None))


def ask_purge(state: State, one: About) -> None:
    """The question before a collection is purged: its name has to be typed."""
    st.write(state.say("ask.purge_dataset.what", name=plain(one.label), versions=one.versions))
    st.warning(state.say("ask.purge_dataset.means"), icon=":material/delete_forever:")
    typed = st.text_input(state.say("ask.purge_dataset.type", name=plain(one.label)), key="purge_name", live=True)
    same = " ".join((typed or "").split()) == " ".join(one.label.split())
    if not answers(state, "purge_dataset", ready=same, icon=":material/delete_forever:"):
        return

    def work() -> Done:
        purge_dataset(data.workspace(), one.name, person())
        return Done(state.say("done.dataset_purged", name=plain(one.label)))

    do(state, "purge", one.name, work)
    st.rerun()


def demo_possible() -> bool:
    """Whether the demonstration can be loaded: it is neither there nor in the bin, nor purged."""
    try:
        return data.workspace().dataset(DEMO).versions == 0
    except Problem as problem:
        return problem.code == "no_dataset"
