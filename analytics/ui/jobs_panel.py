"""The imports on the board, whoever started them: how far each is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from analytics.jobs import ACTIVE, JobInfo, dismiss, incoming, job, jobs, stop, tend, try_again
from analytics.store.report import ImportReport
from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.collection_asking import answers, ask, do, name_of
from analytics.ui.guard import careful, tell
from analytics.ui.plain import plain
from analytics.ui.report import show_report
from analytics.ui.site import FILES
from analytics.ui.state import State
from analytics.views import View

POLL_SECONDS = 2.0
SURE_SECONDS = 3.0
"""Before so many seconds a rate says nothing."""
LONG = timedelta(minutes=2)
"""After so long the start hardly matters for the rate."""
SHOWN = 3
"""Ended jobs that stand on the page; the others are behind a button."""
OPEN, EVERY = "job_open", "jobs_every"
ICONS = {"done": ":material/check_circle:", "failed": ":material/error:", "stopped": ":material/stop_circle:"}


@dataclass(frozen=True, slots=True)
class Pace:
    """Articles a minute, and minutes to go."""

    rate: float
    left: float


def panel(state: State) -> None:
    """Everything on the board; nothing when it is empty. Work that a crash has cut short is started again."""
    space = data.workspace()
    tend(space)
    found = jobs(space)
    if not found:
        return
    st.subheader(state.say("jobs.title"), anchor=False)
    active = [j for j in found if j.state in ACTIVE]
    if active:
        st.caption(state.say("jobs.help"))
        st.fragment(_active, run_every=POLL_SECONDS)(state, tuple(j.id for j in active))
    ended = [j for j in found if j.state not in ACTIVE]
    every = st.session_state.get(EVERY, False)
    for one in ended if every else ended[:SHOWN]:
        _ended(state, one)
    if len(ended) > SHOWN:
        label = state.say("jobs.fewer") if every else state.say("jobs.more", count=len(ended) - SHOWN)
        st.button(label, key="jobs_every_button", type="tertiary", on_click=_toggle, args=(EVERY, not every))


def ask_stop(state: State, job_id: str) -> None:
    """The question before a job is stopped."""
    found = job(data.workspace(), job_id)
    if found is None or found.state not in ACTIVE:
        st.write(state.say("jobs.ended_already"))
        return
    st.write(state.say("ask.stop.what", name=_name(state, found)))
    if answers(state, "stop", icon=":material/stop_circle:"):
        do(state, "import", found.dataset, lambda: stop(data.workspace(), job_id))
        st.rerun()


def pace(found: JobInfo, now: datetime, seen: tuple[datetime, int] | None = None) -> Pace | None:
    """How fast a job reads articles; None while that is not known.

    Since it began, once that is long ago; before, since this page first saw it (``seen``: when, and how many articles
    were done): it begins by loading the rules, which says nothing of its pace.
    """
    if found.stage != "extracting" or not found.total or found.began_at is None:
        return None
    since, before = (found.began_at, 0) if now - found.began_at >= LONG else seen or (now, found.done)
    minutes = (now - since).total_seconds() / 60
    if minutes * 60 < SURE_SECONDS or found.done <= before:
        return None
    rate = (found.done - before) / minutes
    return Pace(rate, (found.total - found.done) / rate)


def _active(state: State, watched: Sequence[str]) -> None:
    """The jobs that wait or run. When one ends or another comes, the whole page is drawn anew."""
    with careful(state):
        space = data.workspace()
        tend(space)
        now = [j for j in jobs(space) if j.state in ACTIVE]
        if {j.id for j in now} != set(watched):
            st.rerun()
        for one in now:
            running(state, one)


def running(state: State, one: JobInfo) -> None:
    """A job that waits or runs: how far it is, and the way to stop it."""
    with st.container(border=True, key=f"job_{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_title(state, one)}**  \n:gray[:small[{_who(state, one)}]]", width="stretch")
            label = state.say("jobs.stopping" if one.stopping else "jobs.stop")
            if st.button(label, key=f"job_stop_{one.id}", icon=":material/stop_circle:", disabled=one.stopping):
                ask("stop", one.id)
                st.rerun()
        if one.state == "waiting":
            st.write(state.say("jobs.again" if one.tries else "jobs.waiting"))
            return
        share = min(one.done / one.total, 1.0) if one.total else 0.0
        st.progress(share, text=_stage(state, one))
        if one.stage == "extracting":
            now = datetime.now(UTC)
            seen = st.session_state.setdefault(f"job_seen_{one.id}_{one.tries}", (now, one.done))
            st.caption(_pace(state, pace(one, now, seen)))
        if one.tries > 1:
            st.caption(state.say("jobs.tries", tries=one.tries))


def _stage(state: State, one: JobInfo) -> str:
    """Where the job is, with its numbers where they are known."""
    name = f"jobs.stage_{one.stage or 'starting'}"
    return state.say(f"{name}_of" if one.total else name, done=f"{one.done:,}", total=f"{one.total:,}")


def _pace(state: State, found: Pace | None) -> str:
    if found is None:
        return state.say("jobs.pace_unknown")
    left = found.left
    if left < 1:
        words = state.say("jobs.left_soon")
    elif left < 90:
        words = state.say("jobs.left_minutes", count=round(left))
    else:
        words = state.say("jobs.left_hours", count=f"{left / 60:.1f}")
    return state.say("jobs.pace", rate=f"{found.rate:,.0f}", left=words)


def headline(state: State, one: JobInfo) -> None:
    """What an ended job did, who began it, and whether it went well."""
    st.markdown(f"{ICONS[one.state]} **{_title(state, one)}**  \n:gray[:small[{_who(state, one)}]]")


def _ended(state: State, one: JobInfo) -> None:
    with st.container(border=True, key=f"job_{one.id}", gap="xsmall"):
        headline(state, one)
        with careful(state):
            _outcome(state, one)


def _outcome(state: State, one: JobInfo) -> None:
    """What came of it, and what can be done about it."""
    space = data.workspace()
    report = incoming(space, one.id).report() if one.state == "done" else None
    if one.problem is not None:
        tell(one.problem, state)
    elif one.state == "stopped":
        st.write(state.say("jobs.stopped"))
    else:
        _done(state, one, report)
    opened = st.session_state.get(OPEN) == one.id
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.version is not None:
            query = state.query(View(dataset=one.dataset, version=one.version), show=None)
            st.page_link(
                FILES["overview"], label=state.say("report.open_overview", version=one.version), query_params=query,
                icon=":material/open_in_new:",
            )  # fmt: skip
        if report is not None:
            st.button(
                state.say("jobs.close_report" if opened else "jobs.report"), key=f"job_report_{one.id}", type="tertiary",
                icon=":material/receipt_long:", on_click=_toggle, args=(OPEN, None if opened else one.id),
            )  # fmt: skip
        if one.state == "failed" and st.button(
            state.say("jobs.try_again"), key=f"job_again_{one.id}", icon=":material/replay:"
        ):
            require("import", one.dataset)
            try_again(space, one.id)
            st.rerun()
        if st.button(
            state.say("jobs.remove"), key=f"job_remove_{one.id}", type="tertiary", icon=":material/close:",
            help=state.say("jobs.remove_help" if one.state == "failed" else "jobs.remove_done_help"),
        ):  # fmt: skip
            require("import", one.dataset)
            dismiss(space, one.id)
            st.rerun()
    if opened and report is not None:
        show_report(state, report, f"job_{one.id}")


def _done(state: State, one: JobInfo, report: ImportReport | None) -> None:
    """What an import brought; what it refused is said at once, not only in its report."""
    what = state.say("jobs.nothing") if one.version is None else state.say("jobs.made", version=one.version)
    if report is None:
        st.write(what)
        return
    code = "jobs.refused" if report.refused else "jobs.counts"
    icon = ":orange[:material/rule:] " if report.refused else ""
    told = state.say(
        code, files=report.files, read=report.read, added=report.added, duplicates=report.duplicates,
        refused=len(report.refused),
    )  # fmt: skip
    st.write(f"{what}  \n{icon}{told}")


def _title(state: State, one: JobInfo) -> str:
    return state.say(f"jobs.action_{one.action}", name=_name(state, one))


def _name(state: State, one: JobInfo) -> str:
    if one.action == "demo":
        return state.say("cli.demo_name")
    known = name_of(state, one.dataset)
    return plain(one.request.label) if one.request.label and known == plain(one.dataset) else known


def _who(state: State, one: JobInfo) -> str:
    """Who began it, when, and with which files."""
    moment = one.made_at.astimezone().strftime("%m-%d %H:%M")
    files = [name.rpartition("/")[2] for name in one.request.files]
    told = [state.say("jobs.by", who=plain(one.who) or state.say("jobs.somebody"), when=moment)]
    if files:
        names = state.say("reading.join").join(plain(name) for name in files[:3])
        told.append(state.say("jobs.files", names=names, count=len(files)) if len(files) > 3 else names)
    return " · ".join(told)


def _toggle(key: str, value: object) -> None:
    st.session_state[key] = value
