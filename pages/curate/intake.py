"""Articles in: give files, look at what was understood, import, watch, and go on to the charts."""

from __future__ import annotations

import streamlit as st

from analytics.importing import DEMO
from analytics.jobs import Incoming, job
from analytics.problems import Problem
from analytics.ui import (
    data,
    intake_article,
    intake_files,
    intake_folder,
    intake_given,
    intake_job,
    intake_seen,
    intake_target,
    jobs_panel,
)
from analytics.ui.access import require
from analytics.ui.collection_asking import asked
from analytics.ui.guard import run_page, tell
from analytics.ui.intake_columns import remembered
from analytics.ui.intake_target import Target
from analytics.ui.site import FILES
from analytics.ui.state import State


def body(state: State) -> None:
    """The page."""
    st.title(state.say("page.intake"), anchor=False)
    if _watched(state):
        asked(state, {"stop": jobs_panel.ask_stop})
        return
    st.caption(state.say("bring.intro"))
    if state.extra.get("up") and intake_folder.current(state) is None:
        tell(Problem.of("upload_gone"), state)
    st.subheader(state.say("bring.what"), anchor=False)
    way = intake_given.choose_way(state)
    if way == "demo":
        _demo(state)
    elif way == "again":
        _again(state)
    else:
        _import(state, way)


def _watched(state: State) -> bool:
    """The import of the link, if there is one: also when its files are in the link and it has begun since."""
    for name in (state.extra.get("job"), state.extra.get("up")):
        found = job(data.workspace(), name) if name and intake_folder.is_id(name) else None
        if found is not None:
            intake_job.show(state, found)
            st.page_link(
                FILES["datasets"], label=state.say("bring.to_datasets"), icon=":material/list:",
                query_params=state.query(up=None, job=None),
            )  # fmt: skip
            return True
    if state.extra.get("job"):
        tell(Problem.of("job_gone"), state)
    return False


def _import(state: State, way: str) -> None:
    intake_given.give(state, way)
    if folder := intake_folder.current(state):
        intake_given.received(state, folder)
    st.subheader(state.say("bring.where"), anchor=False)
    target = intake_target.choose_target(state)
    st.subheader(state.say("bring.look"), anchor=False)
    if not intake_folder.files(folder) or folder is None:
        st.caption(state.say("bring.nothing_yet"))
        return
    _preview(state, folder, target)


def _preview(state: State, folder: Incoming, target: Target) -> None:
    """What was understood, and the start."""
    table, columns = intake_folder.places(folder, target.dataset), remembered(data.workspace())
    found = intake_seen.seen(state, folder, table, columns)
    intake_files.show_list(state, found)
    intake_files.show_problems(state, found)
    file = intake_files.choose_file(state, found)
    intake_files.show_columns(state, file)
    article, fixed = intake_article.choose_article(state, file), None
    if article is not None:
        if file.path.match(intake_folder.PASTED) and article.row is None:
            read = article
            article = intake_article.correct(state, article, intake_seen.extractor(table))
            fixed = None if article is read else article.article
        with st.container(border=True):
            intake_article.show(state, article)
    st.subheader(state.say("bring.start"), anchor=False)
    if not found.articles and not any(f.later or f.more for f in found.files):
        st.warning(state.say("bring.go_none"), icon=":material/do_not_disturb_on:")
        return
    if _go(state, "go"):
        intake_target.start(state, "import", target, folder, columns, fixed)


def _again(state: State) -> None:
    st.caption(state.say("bring.again_help"))
    target = intake_target.choose_again(state)
    if target and _go(state, "go_again"):
        intake_target.start(state, "again", target, intake_folder.current(state), {})


def _demo(state: State) -> None:
    """The demonstration, for a workspace that has none."""
    for deleted, code in ((False, "bring.demo_there"), (True, "bring.demo_binned")):
        if any(d.name == DEMO and d.versions for d in data.workspace().datasets(deleted)):
            st.info(state.say(code), icon=":material/science:")
            return
    st.caption(state.say("bring.demo_help"))
    if _go(state, "go_demo"):
        intake_target.start(state, "demo", Target(DEMO, False), None, {})


def _go(state: State, label: str) -> bool:
    st.caption(state.say("bring.go_help"))
    pressed = st.button(
        state.say(f"bring.{label}"), type="primary", icon=":material/play_arrow:", key="intake_go"
    )  # fmt: skip
    if pressed:
        require("import")
    return pressed


run_page(body, "import")
