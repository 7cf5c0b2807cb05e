"""Every table by name, with the shape of its rows; one import brings all of them."""

from analytics.rules import (
    cue_rows,
    intake_rows,
    link_rows,
    name_rows,
    place_rows,
    registry,
    text_rows,
    time_rows,
    weight_rows,
    who,
)
from analytics.rules.registry import TABLES

__all__ = [
    "TABLES",
    "cue_rows",
    "intake_rows",
    "link_rows",
    "name_rows",
    "place_rows",
    "registry",
    "text_rows",
    "time_rows",
    "weight_rows",
    "who",
]
