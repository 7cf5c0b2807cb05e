"""Activities as a table for other programs: all rows, in the reader's words, with the ids that lead back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics import measures
from analytics.measures import Collection
from analytics.ui.rows import named
from analytics.ui.state import State


def activity_table(state: State, collection: Collection, ids: Sequence[str]) -> pd.DataFrame:
    """A row per activity, newest first, headings in the reader's language; dates in EDTF."""
    frame = measures.rows(collection, ids)
    shown = named(state, frame)
    shown["kind"] = [state.say(f"kind.{k}") for k in frame["kind"]]
    shown["date_from"] = [state.say(f"date_from.{d or 'none'}") for d in frame["date_from"]]
    shown["edtf"] = frame["edtf"]
    shown["id"], shown["article_id"] = frame["id"], frame["article_id"]
    return shown.rename(columns={c: state.say(f"column.{c}") for c in shown})
