"""The villages of the collection's own table that this view counts nothing for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.measures import Collection
from analytics.ui import data
from analytics.ui.own_places import ought
from analytics.ui.site import FILES
from analytics.ui.state import State


def never_tab(state: State, collection: Collection, served: set[str]) -> None:
    """``served``: codes of the villages that were."""
    known = ought(data.workspace(), collection, state.view)
    if not known:
        st.info(state.say("villages.never_unknown"), icon=":material/fact_check:")
        st.page_link(FILES["intake"], label=state.say("page.intake"), icon=":material/upload_file:",
                     query_params=state.query(show=None))  # fmt: skip
        return
    never = [v for v in known if v.code not in served]
    st.caption(state.say("villages.never_count", count=len(never), of=len(known)))
    if never:
        rows = [{"name": v.name, "where": "/".join(v.chain[:-1]), "code": v.code} for v in never]
        st.dataframe(
            pd.DataFrame(rows), hide_index=True,
            column_config={c: state.say(f"villages.{c}") for c in ("name", "where", "code")},
        )  # fmt: skip
