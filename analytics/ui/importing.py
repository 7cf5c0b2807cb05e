"""The panel that imports: files or pasted text into a collection, or a collection read again by the rules of today."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from analytics.importing import Stage, content_key, extract_again, import_files, load_demo, own_places
from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.report import ImportReport
from analytics.store.workspace import DatasetInfo
from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.guard import tell
from analytics.ui.report import show_report
from analytics.ui.state import State
from analytics.ui.uploads import Upload, folder_of, pasted

NEW = ""
MAX_NAME = 60
"""Characters of a collection's name."""
WAYS = ("files", "paste", "again")
REPORT, ROUND = "import_report", "import_round"
STEP_SECONDS = 0.2
Progress = Callable[[int, int], None]


def panel(state: State) -> None:
    """The panel, with the report of the last import above it; nothing for those who may only look."""
    try:
        require("import")
    except Problem as problem:
        tell(problem, state)
        return
    if isinstance(report := st.session_state.get(REPORT), ImportReport):
        st.subheader(state.say("datasets.report"), anchor=False)
        show_report(state, report, "import")
        st.divider()
    st.subheader(state.say("datasets.import"), anchor=False)
    sets = data.workspace().datasets()
    way = _way(state, any(d.versions for d in sets))
    dataset, is_new = _target(state, sets, way)
    uploads, text = _given(state, way)
    places = _places(state)
    note = st.text_input(state.say("datasets.note"), max_chars=200, key=_key("note"))
    if st.button(state.say(f"datasets.go_{way}"), type="primary", icon=":material/play_arrow:", key="import_go"):
        _go(state, lambda bar: _run(state, way, dataset, is_new, uploads, text, places, note, bar))


def demo_button(state: State) -> None:
    """Loads the demonstration collection, for a workspace that has none."""
    if st.button(state.say("datasets.demo"), icon=":material/science:", key="import_demo"):
        require("import")
        _go(state, lambda bar: load_demo(data.workspace()))


def _key(name: str) -> str:
    """A widget's key of this round: after an import all of them start afresh."""
    return f"import_{name}_{st.session_state.get(ROUND, 0)}"


def _way(state: State, again: bool) -> str:
    ways = [w for w in WAYS if w != "again" or again]
    return st.segmented_control(
        state.say("datasets.way"), ways, default="files", required=True, key="import_way",
        format_func=lambda w: state.say(f"datasets.way_{w}"), label_visibility="collapsed",
    ) or "files"  # fmt: skip


def _target(state: State, sets: Sequence[DatasetInfo], way: str) -> tuple[str, bool]:
    """The name of the collection, and whether it is to be made."""
    names = {d.name: state.name_of(d) for d in sets if (d.versions if way == "again" else not d.is_demo)}
    options = [*names] if way == "again" else [*names, NEW]
    chosen = st.selectbox(
        state.say("datasets.target"), options, key=f"import_target_{way}_{len(options)}",
        format_func=lambda name: names.get(name) or state.say("datasets.new"),
    )  # fmt: skip
    if chosen:
        return chosen, False
    name = st.text_input(
        state.say("datasets.name"), max_chars=MAX_NAME, key=_key("name"), placeholder=state.say("datasets.name_example")
    )
    return " ".join(name.split()), True


def _given(state: State, way: str) -> tuple[list[Upload], str]:
    if way == "paste":
        limit = settings().max_article_chars
        return [], st.text_area(
            state.say("datasets.paste", limit=f"{limit:,}"), height=220, key=_key("text"),
            placeholder=state.say("datasets.paste_example"),
        )  # fmt: skip
    if way == "again":
        st.caption(state.say("datasets.again_help"))
        return [], ""
    megabytes = settings().max_file_bytes // 1_000_000
    # Every type may be chosen: what cannot be read is told with what to do, which the browser's own refusal lacks.
    files = st.file_uploader(
        state.say("datasets.files", limit=megabytes), accept_multiple_files=True, key=_key("files"),
        max_upload_size=megabytes,
    )  # fmt: skip
    st.caption(state.say("datasets.files_help", chars=f"{settings().max_article_chars:,}"))
    return [Upload(f.name, f.getbuffer()) for f in files], ""


def _places(state: State) -> list[Upload]:
    with st.expander(state.say("datasets.places"), icon=":material/add_location_alt:"):
        st.caption(state.say("datasets.places_help"))
        file = st.file_uploader(
            state.say("datasets.places_file"),
            key=_key("places"),
            max_upload_size=settings().max_file_bytes // 1_000_000,
        )
    return [Upload(file.name, file.getbuffer())] if file else []


def _go(state: State, work: Callable[[Progress], ImportReport | None]) -> None:
    """Does the work under a bar; the report stays for the next run, which starts with an empty panel."""
    bar = st.progress(0.0, text=state.say("datasets.reading"))
    last = 0.0

    def step(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > STEP_SECONDS:
            last = time.monotonic()
            bar.progress(done / max(total, 1), text=state.say("datasets.working", done=done, total=total))

    try:
        report = work(step)
    except Problem as problem:
        tell(problem, state)
        return
    except OSError as e:
        tell(Problem.of("not_writable", detail=e.strerror or type(e).__name__), state)
        return
    finally:
        bar.empty()
    st.session_state[REPORT] = report
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _run(
    state: State, way: str, dataset: str, is_new: bool, uploads: list[Upload], text: str, places: list[Upload],
    note: str, bar: Progress,
) -> ImportReport:  # fmt: skip
    require("import")
    _check_name(dataset, is_new)
    if way == "paste":
        uploads = [pasted(text, state.say("intake.pasted"))] if text.strip() else []
    if way != "again" and not uploads:
        raise Problem.of(f"import_no_{way}")
    space = data.workspace()
    with folder_of(uploads) as (home, paths), folder_of(places) as (_, tables):
        own = own_places.checked(tables[0]) if tables else own_places.kept(space, dataset)
        table: list[Path] = [own_places.write(own, home / "places.csv")] if own else []

        def told(stage: Stage, done: int, total: int) -> None:
            if stage == "extracting":
                bar(done, total)

        if way == "again":
            report = extract_again(dataset, places=table, progress=told, note=note, workspace=space)
        else:
            key = content_key([*paths, *table])
            report = import_files(paths, dataset, places=table, progress=told, key=key, note=note, workspace=space)
    if tables and (report.version or not is_new):
        own_places.keep(space, dataset, own)
    return report


def _check_name(name: str, is_new: bool) -> None:
    """Raises Problem when a new collection cannot bear this name."""
    if not name:
        raise Problem.of("import_no_name")
    if is_new and any(name in (d.name, d.label) for d in data.workspace().datasets()):
        raise Problem.of("import_name_taken", name=name)
