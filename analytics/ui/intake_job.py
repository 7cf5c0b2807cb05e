"""One import, from its start to its report: the page of whoever started it, or came back to it by its link."""

from __future__ import annotations

import streamlit as st

from analytics.jobs import ACTIVE, JobInfo, incoming, job, tend, try_again
from analytics.ui import data, intake_folder, jobs_panel
from analytics.ui.access import require
from analytics.ui.guard import careful, tell
from analytics.ui.report import show_report
from analytics.ui.site import FILES
from analytics.ui.state import State, set_query
from analytics.views import View

POLL_SECONDS = 1.0


def show(state: State, found: JobInfo) -> None:
    """How far it is, or what came of it."""
    st.subheader(state.say("bring.job"), anchor=False)
    if found.state in ACTIVE:
        st.caption(state.say("bring.job_help"))
        st.fragment(_watch, run_every=POLL_SECONDS)(state, found.id)
        return
    jobs_panel.headline(state, found)
    if found.state == "done":
        _done(state, found)
    elif found.problem is not None:
        tell(found.problem, state)
    else:
        st.info(state.say("jobs.stopped"), icon=":material/stop_circle:")
    with st.container(horizontal=True):
        if found.state == "failed":
            st.button(
                state.say("jobs.try_again"), key="intake_try_again", icon=":material/replay:", on_click=_try_again,
                args=(found.id,),
            )  # fmt: skip
            if found.action == "import":
                st.button(
                    state.say("bring.back_to_files"), key="intake_take_back", icon=":material/undo:",
                    on_click=intake_folder.take_back, args=(state, found.id),
                )  # fmt: skip
        another(state)


def another(state: State) -> None:
    """The way to the next import, with an empty page."""
    query = state.query(up=None, job=None)
    st.button(
        state.say("bring.another"), key="intake_another", icon=":material/add:", on_click=set_query, args=(query,)
    )


def _watch(state: State, job_id: str) -> None:
    """The import while it waits or runs; when it ends, the whole page is drawn anew."""
    with careful(state):
        space = data.workspace()
        tend(space)
        found = job(space, job_id)
        if found is None or found.state not in ACTIVE:
            st.rerun()
        jobs_panel.running(state, found)


def _done(state: State, found: JobInfo) -> None:
    report = incoming(data.workspace(), found.id).report()
    if report is not None:
        show_report(state, report, "import")
    elif found.version is None:
        st.info(state.say("jobs.nothing"), icon=":material/inbox:")
    else:
        st.success(state.say("jobs.made", version=found.version), icon=":material/check_circle:")
    if found.version is not None:
        query = state.query(View(dataset=found.dataset), up=None, job=None, show=None)
        st.page_link(
            FILES["collection"], label=state.say("bring.to_collection"), query_params=query,
            icon=":material/folder_open:",
        )  # fmt: skip


def _try_again(job_id: str) -> None:
    space = data.workspace()
    found = job(space, job_id)
    require("import", found.dataset if found else "")
    try_again(space, job_id)
