"""The look of the reader's page for a chart: light or dark, in its letters."""

from __future__ import annotations

import streamlit as st

from analytics.charts.shared import SharedFigure
from analytics.charts.values import Values


def page_look(values: Values, dark: bool | None = None) -> SharedFigure:
    """A figure for ``st.plotly_chart(theme=None)``. ``dark`` None: as the page is now."""
    if dark is None:
        dark = st.context.theme.type == "dark"
    return SharedFigure(values, dark=dark, font=str(st.get_option("theme.font") or ""))
