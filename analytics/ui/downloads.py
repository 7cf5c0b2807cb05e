"""Buttons that give a file out: for those who may take files along, asked when it is drawn and again when it is clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from analytics.access import Person
from analytics.settings import settings
from analytics.ui import opened
from analytics.ui.access import asking_as, can, current, require
from analytics.ui.state import read_state


def download_button(label: str, content: Any, *arguments: Any, **options: Any) -> Any:
    """As ``st.download_button``, of the collections that the page has opened. ``content``: the file, or what makes it."""
    if not settings().team:
        return st.download_button(label, content, *arguments, **options)
    datasets = opened.names() or ("",)
    if not all(can("export", dataset) for dataset in datasets):
        help_text = read_state().say("people.no_export")
        return st.download_button(label, b"", *arguments, **(options | {"disabled": True, "help": help_text}))
    if callable(content):
        content = _for(current(), datasets, content)
    return st.download_button(label, content, *arguments, **options)


def _for(who: Person, datasets: tuple[str, ...], make: Callable[[], Any]) -> Callable[[], Any]:
    """The click comes outside of any run, minutes later: what may be done then is what counts."""

    def made() -> Any:
        with asking_as(who):
            for dataset in datasets:
                require("export", dataset)
            return make()

    return made
