"""The preview of what lies in the folder, made once for the same files, columns and places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

from analytics.batch import Extract
from analytics.importing.files import own_columns, own_maker
from analytics.jobs import Incoming
from analytics.preview import Preview, preview
from analytics.ui import data, intake_folder
from analytics.ui.state import State

SEEN = "intake_seen"


def seen(state: State, folder: Incoming, table: Path | None, columns: Mapping[str, Any]) -> Preview:
    """The preview, from memory while nothing has changed that it depends on."""
    key = (intake_folder.key(folder), intake_folder.digest(table), orjson.dumps(columns))
    known = st.session_state.get(SEEN)
    if known is not None and known[0] == key:
        found: Preview = known[1]
        return found
    with st.spinner(state.say("bring.looking")):
        found = preview(intake_folder.files(folder), data.rules(), own_columns(columns), extractor(table))
    st.session_state[SEEN] = (key, found)
    return found


def extractor(table: Path | None) -> Extract:
    """The extractor with a table of places, made once for each."""
    return _extractor(intake_folder.digest(table), table)


@st.cache_resource(max_entries=2, show_spinner=False)
def _extractor(digest: str, _table: Path | None) -> Extract:
    return own_maker([_table] if _table else [])()
