"""Which tables there are and what a row of each looks like. A room adds its tables in a file of its own."""

from __future__ import annotations

from analytics.rules.rows import Row

TABLES: dict[str, type[Row]] = {}
"""File name under ``data/rules/`` (cases too, as ``cases/NAME.csv``) to the model of its rows."""


def table(name: str, model: type[Row]) -> None:
    """Register a table."""
    TABLES[name] = model
