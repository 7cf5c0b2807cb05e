"""Choices of several: types, organisations, places, sources, kinds; and the same to leave out.

A collection may know thousands of names: the most frequent ones are offered, the others are found by typing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from analytics.measures import Facets
from analytics.messages import Language, say
from analytics.model import KINDS, TYPES
from analytics.ui import data
from analytics.ui.filters_write import write
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.views import EXCLUDABLE, NO_SOURCE

KEPT = 500
"""Fields of facets whose names are kept: some hundred kilobytes, or a few megabytes where all choices were asked for."""
Search = Callable[[], Facets]
"""Gives all choices: asked only when a reader looks for one by its name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field and what is offered: value to its name, most frequent first, and how many activities it would give.

    ``cut``: how many more values there are.
    """

    field: str
    names: Mapping[str, str]
    counts: Mapping[str, int]
    chosen: Sequence[str]
    cut: int = 0

    @staticmethod
    def of(state: State, name: str, found: Facets) -> Choice:
        """The choice of a field of the View (``without_NAME`` too) among its facets."""
        own = name.removeprefix("without_")
        names, counts = _offered(found, own, state.language)
        return Choice(name, names, counts, getattr(state.view, name), found.cut.get(own, 0))

    def named(self, text: str) -> list[str]:
        """The values whose name holds a text; only the one that is called so where there is one."""
        exact = [v for v, name in self.names.items() if text in (v, name)]
        return exact or [v for v, name in self.names.items() if text.lower() in name.lower()]


@lru_cache(maxsize=KEPT)
def _offered(found: Facets, field: str, language: Language) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Names and counts by value: facets are kept and shown again and again."""
    frame: pd.DataFrame = getattr(found, field)
    counts = dict(zip(frame["value"].tolist(), frame["activities"].tolist(), strict=True))
    match field:
        case "types":
            names = {t: say(f"type.{t}", language) for t in TYPES if t in counts}
        case "kinds":
            names = {k: say(f"kind.{k}", language) for k in KINDS if k in counts}
        case "places":
            names = _place_names(frame)
        case "sources":
            names = {v: _source(v, language) for v in counts}
        case _:
            names = {v: v for v in counts}
    return MappingProxyType(names), MappingProxyType(counts)


def source_name(state: State, value: str) -> str:
    """A source as the reader reads it: "" stands for those that name none."""
    return _source(value, state.language)


def _source(value: str, language: Language) -> str:
    return say("view.no_source", language) if value == NO_SOURCE else value


def choices(state: State, choice: Choice, search: Search) -> None:
    """A choice of several; what is chosen stays in the list even where nothing matches it any more."""
    key, asked = f"f_{choice.field}", f"find_{choice.field}"
    text = st.session_state.get(asked, "") if choice.cut else ""
    offered = Choice.of(state, choice.field, search()) if text else choice
    hits = offered.named(text) if text else list(offered.names)
    shown = hits[: data.OFFERED] if text else hits
    options = list(dict.fromkeys([*shown, *choice.chosen]))
    st.session_state[key] = list(choice.chosen)

    def changed() -> None:
        values, typed = _sorted_out(state, choice, options, st.session_state[key], search)
        st.session_state[asked] = typed
        _choose(state, choice.field, values)

    st.multiselect(
        state.say(f"filter.{choice.field}"), options, format_func=_label(offered), key=key, on_change=changed,
        placeholder=state.say("filter.type_to_find" if choice.cut else "filter.any"),
        accept_new_options=bool(choice.cut), filter_mode="contains", select_all=False,
    )  # fmt: skip
    if text:
        code = "filter.found" if len(hits) > len(shown) else "filter.found_all" if hits else "filter.found_none"
        st.caption(state.say(code, text=plain(text), count=f"{len(hits):,}", shown=len(shown)))
    elif choice.cut:
        st.caption(state.say("filter.cut", shown=data.OFFERED, count=f"{data.OFFERED + choice.cut:,}"))


def excluded(state: State, found: Facets, search: Search) -> None:
    """The same to leave out, drawn when it is asked for."""
    count = sum(len(getattr(state.view, f"without_{name}")) for name in EXCLUDABLE)
    label = state.say("filter.without_some" if count else "filter.without", count=count)
    fold = st.expander(label, icon=":material/block:", key="f_without", on_change="rerun")
    if fold.open:
        with fold:
            st.caption(state.say("filter.without_help"))
            for name in EXCLUDABLE:
                choices(state, Choice.of(state, f"without_{name}", found), search)


def _sorted_out(
    state: State, choice: Choice, options: Sequence[str], picked: Sequence[str], search: Search
) -> tuple[list[str], str]:
    """The values that are meant; a typed text that fits several names (or none) is given back, to be looked for."""
    values, typed = [], ""
    for one in picked:
        text = one.strip()
        hits = [one] if one in options else Choice.of(state, choice.field, search()).named(text) if text else []
        if len(hits) == 1:
            values.append(hits[0])
        else:
            typed = text
    return list(dict.fromkeys(values)), typed


def _choose(state: State, name: str, values: Sequence[str]) -> None:
    """Writes what is chosen. What is taken in is not left out at once, and the other way round."""
    other = name.removeprefix("without_") if name.startswith("without_") else f"without_{name}"
    changed: dict[str, Any] = {name: tuple(values)}
    if other.removeprefix("without_") in EXCLUDABLE:
        changed[other] = tuple(v for v in getattr(state.view, other) if v not in values)
    write(state, replace(state.view, **changed))


def _label(choice: Choice) -> Callable[[str], str]:
    """Names with how many activities each would give; nothing is said of what another filter hides."""
    is_out = choice.field.startswith("without_")

    def label(value: str) -> str:
        name = choice.names.get(value) or value.rpartition("/")[2]
        if is_out and value not in choice.counts:
            return name
        return f"{name} · {choice.counts.get(value, 0):,}"

    return label


def _place_names(frame: pd.DataFrame) -> dict[str, str]:
    """Places with what lies above them; with the whole chain where two would be called the same."""
    near = [
        f"{n}({w.rpartition('/')[2]})" if w else str(n)
        for n, w in zip(frame["name"].tolist(), frame["within"].tolist(), strict=True)
    ]
    twice = pd.Series(near).duplicated(keep=False)
    return {
        str(v): f"{n}({w})" if again and w else name
        for v, n, w, name, again in zip(
            *(frame[c].tolist() for c in ("value", "name", "within")), near, twice, strict=True
        )
    }
