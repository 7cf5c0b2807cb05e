"""A reader's session in Streamlit's test harness that can do what AppTest cannot: click a mark, tick a row or a cell; and
that notes which rows a page lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pandas as pd
from charts_read import Mark
from conftest import ROOT
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from analytics import measures
from analytics.ui import linked_text
from analytics.ui.site import FILES

FRONT = str(ROOT / "analytics" / "ui" / "front.py")
SECONDS = 120


class Session:
    """``listed``: ids of the activities in the lists of the last run, each list once, in the order of the page.
    ``numbers``: the linked numbers of its sentences, as they stand there, with what a click on them lists."""

    def __init__(self) -> None:
        self.at = AppTest.from_file(FRONT, default_timeout=SECONDS)
        self.listed: list[tuple[str, ...]] = []
        self.numbers: list[tuple[str, str]] = []
        self.page = ""

    def open(self, page: str, query: Mapping[str, str]) -> None:
        """Opens a page by its link."""
        if page != self.page:
            self.page = page
            if not self.at._registered_pages:
                self.at.run()
            self.at.switch_page(FILES[page])
        self.at.query_params = dict(query)
        self.run()

    def run(self, *states: WidgetState) -> None:
        """Runs the page, with the states of widgets that AppTest knows no way to set."""
        self.listed, self.numbers = [], []
        ours, piece = measures.rows, linked_text._piece

        def noted(collection: Any, ids: Any, first: int = 0, limit: int | None = None) -> pd.DataFrame:
            frame = ours(collection, ids, first, limit)
            if limit is not None:
                self.listed.append(tuple(frame["id"]))
            return frame

        def told(state: Any, one: Any) -> dict[str, Any]:
            if isinstance(one, linked_text.Number):
                self.numbers.append((one.text, one.show))
            return piece(state, one)

        with ExitStack() as stack:
            stack.enter_context(patch.object(measures, "rows", noted))
            stack.enter_context(patch.object(linked_text, "_piece", told))
            if states:
                every = self.at._tree.get_widget_states()
                ids = {one.id for one in states}
                kept = [one for one in every.widgets if one.id not in ids]
                del every.widgets[:]
                every.widgets.extend([*kept, *states])
                self.at._run(every)
            else:
                self.at.run()

    def show(self) -> str:
        """What the link lists."""
        found = self.at.query_params.get("show", "")
        return found[0] if isinstance(found, list) else found

    def charts(self) -> list[Element]:
        """The charts of the page."""
        return list(self.at.get("plotly_chart"))

    def click(self, chart: Element, mark: Mark) -> None:
        """A click on a mark, as the browser sends it."""
        index = mark.point
        point = {"curve_number": mark.curve, "point_number": index, "point_index": index, "customdata": mark.key}
        selection = {"points": [point], "point_indices": [index], "box": [], "lasso": []}
        self.run(WidgetState(id=chart.proto.id, string_value=json.dumps({"selection": selection})))

    def tick(self, table: Element, row: int, column: str | None = None) -> None:
        """A tick of a row, or of a cell."""
        cells = [] if column is None else [[row, column]]
        selection = {"rows": [] if column is not None else [row], "columns": [], "cells": cells}
        self.run(WidgetState(id=table.proto.id, string_value=json.dumps({"selection": selection})))

    def faults(self) -> list[str]:
        """What the page says is wrong."""
        return [str(e.value) for e in (*self.at.error, *self.at.exception)]
