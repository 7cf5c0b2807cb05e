"""The villages of the collection's own table that this view counts nothing for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.own_places import ought
from analytics.ui.state import State
from analytics.ui.ways import way


def never_tab(state: State, collection: Collection, served: set[str]) -> None:
    """``served``: codes of the villages that were."""
    known = ought(data.workspace(), collection, state.view)
    if not known:
        told = st.empty()
        offered = way(state, "intake", state.query(show=None), icon=":material/upload_file:")
        message = "villages.never_unknown" if offered else "villages.never_unknown_read"
        told.info(state.say(message), icon=":material/fact_check:")
        return
    never = [v for v in known if v.code not in served]
    st.caption(state.say("villages.never_count", count=len(never), of=len(known)))
    if never:
        rows = [{"name": v.name, "where": "/".join(v.chain[:-1]), "code": v.code} for v in never]
        st.dataframe(
            pd.DataFrame(rows), hide_index=True,
            column_config={c: state.say(f"villages.{c}") for c in ("name", "where", "code")},
        )  # fmt: skip
