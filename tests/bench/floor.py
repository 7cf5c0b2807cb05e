"""The floor of a dashboard: a bare Streamlit page with one chart, drawn anew when a box is changed. Nothing is counted."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

YEARS = list(range(2019, 2026))
MONTHS = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]


@st.cache_resource
def chart(year: int) -> go.Figure:
    """As many bars as the total chart of the overview; another year has other bars."""
    counts = [(37 * n + 11 * year) % 400 for n in range(len(MONTHS))]
    figure = go.Figure(go.Bar(x=MONTHS, y=counts, text=[str(c) for c in counts]))
    return figure.update_layout(height=320, title=str(year), margin={"l": 8, "r": 8, "b": 8, "t": 40})


chosen = st.selectbox("Year", YEARS, key="f_period")
st.plotly_chart(chart(chosen), key="chart")
