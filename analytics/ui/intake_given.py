"""What is brought in: files, a folder, a pasted article; what has been received; samples and limits."""

from __future__ import annotations

import streamlit as st

from analytics.jobs import Incoming
from analytics.settings import settings
from analytics.ui import intake_folder
from analytics.ui.downloads import download_button
from analytics.ui.guard import tell
from analytics.ui.intake_files import size_text
from analytics.ui.plain import plain
from analytics.ui.state import State

WAYS = ("files", "folder", "paste", "again", "demo")
ROUND = "intake_round"
SHOWN = 6
"""Names of received files that are listed."""
SAMPLES = {
    "csv": ("samples.csv", "text/csv"),
    "xlsx": ("samples.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": ("samples.zip", "application/zip"),
    "places": ("places.csv", "text/csv"),
}


def key(name: str) -> str:
    """A widget's key of this round: after an import, or another way, its files are no longer the widget's."""
    return f"intake_{name}_{st.session_state.get(ROUND, 0)}"


def next_round() -> None:
    """Lets the uploaders start afresh; what they gave stays in its folder."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def choose_way(state: State) -> str:
    """What is brought in."""
    found = st.segmented_control(
        state.say("bring.way"), WAYS, default="files", required=True, key="intake_way", on_change=next_round,
        format_func=lambda way: state.say(f"bring.way_{way}"), label_visibility="collapsed",
    )  # fmt: skip
    return found or "files"


def give(state: State, way: str) -> None:
    """The field for files or text, and what has been received."""
    if way == "paste":
        limit, widget = settings().max_article_chars, key("text")
        st.text_area(
            state.say("bring.paste", limit=f"{limit:,}"), height=220, key=widget, on_change=_put_text,
            args=(state, widget), placeholder=state.say("datasets.paste_example"), max_chars=4 * limit,
        )  # fmt: skip
        st.button(state.say("bring.paste_look"), key="intake_paste_look", icon=":material/visibility:")
    else:
        _uploader(state, way)
        st.caption(state.say("bring.formats"))
    for problem in intake_folder.trouble([key(way), key("text")]):
        tell(problem, state)
    with st.container(horizontal=True):
        _samples(state)
        _limits(state)


def _uploader(state: State, way: str) -> None:
    # Every type may be chosen: what cannot be read is told with what to do, which the browser's own refusal lacks.
    st.file_uploader(
        state.say(f"bring.{way}"), accept_multiple_files="directory" if way == "folder" else True, key=key(way),
        on_change=intake_folder.uploaded, args=(state, key(way)), max_upload_size=megabytes(settings().max_file_bytes),
    )  # fmt: skip


def _put_text(state: State, widget: str) -> None:
    intake_folder.put_text(state, st.session_state[widget] or "", widget)


def received(state: State, folder: Incoming) -> None:
    """The files that lie in the folder."""
    found = intake_folder.files(folder)
    if not found:
        return
    names = state.say("reading.join").join(plain(path.name) for path in found[:SHOWN])
    if len(found) > SHOWN:
        names = state.say("bring.kept_more", names=names)
    size = size_text(sum(path.stat().st_size for path in found))
    with st.container(horizontal=True, vertical_alignment="center"):
        told = state.say("bring.kept", count=len(found), size=size, names=names)
        st.markdown(f":material/inventory_2: {told}  \n:gray[:small[{state.say('bring.kept_help')}]]", width="stretch")
        st.button(
            state.say("bring.clear"), key="intake_clear", type="tertiary", icon=":material/delete_sweep:",
            on_click=_clear, args=(state,),
        )  # fmt: skip


def _clear(state: State) -> None:
    intake_folder.clear(state)
    next_round()


def megabytes(size: int) -> int:
    """Bytes as whole megabytes, as limits are told."""
    return size // 1_000_000


def _samples(state: State) -> None:
    with st.expander(state.say("bring.samples"), icon=":material/science:"):
        for name, (file, mime) in SAMPLES.items():
            download_button(
                state.say(f"bring.sample_{name}"), (settings().data / "samples" / file).read_bytes(), file, mime,
                key=f"intake_sample_{name}", type="tertiary", icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def _limits(state: State) -> None:
    with st.expander(state.say("bring.limits"), icon=":material/straighten:"):
        st.markdown("\n".join(f"- {line}" for line in limits(state)))


def limits(state: State) -> list[str]:
    """Every limit of an import, in words."""
    now = settings()
    return [
        state.say("bring.limit_file", value=megabytes(now.max_file_bytes)),
        state.say("bring.limit_unpacked", value=megabytes(now.max_unpacked_bytes), members=f"{now.max_members:,}"),
        state.say(
            "bring.limit_rows", rows=f"{now.max_rows:,}", columns=f"{now.max_columns:,}", cells=f"{now.max_cells:,}",
            pages=f"{now.max_pages:,}",
        ),
        state.say("bring.limit_article", value=f"{now.max_article_chars:,}"),
        state.say("bring.limit_quota", value=f"{now.quota_articles:,}"),
        state.say("bring.limit_time", value=f"{now.parse_seconds:g}"),
        state.say("bring.limit_preview", files=now.preview_files, articles=now.preview_articles),
    ]  # fmt: skip
