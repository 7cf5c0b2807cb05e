"""The counties that hold villages served, where they lie: points, drawn without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts.map import Spot, points_map
from analytics.charts.ranking import safe
from analytics.gazetteer.points import Point, county_points
from analytics.measures import Collection
from analytics.measures.place_tree import TOP, UNPLACED, Tree, node_ids
from analytics.settings import settings
from analytics.ui.chart_box import chart_box
from analytics.ui.plain import plain
from analytics.ui.state import State
from analytics.ui.villages_look import SIZES, Look, choice, go_to
from analytics.ui.villages_tree import numbers, pick, places_table

NAMED, MOST = 6, 12
"""Places named in a sentence before it is cut; provinces with a button of their own."""


def map_tab(state: State, collection: Collection, look: Look, tree: Tree) -> None:
    """The map, what is not on it, and the counties as a table."""
    region = _region(look.node, tree)
    every = tree.frame[(tree.frame["kind"] == "county") & tree.frame["key"].map(lambda k: _within(k, region))]
    every = every.sort_values(["activities", "key"], ascending=[False, True], ignore_index=True)
    known = county_points(settings().data / "gazetteer")
    spots = [_spot(state, look, row, known[row["key"]]) for row in every.to_dict("records") if row["key"] in known]
    _provinces(state, look, tree)
    if spots:
        choice(state, "size", SIZES, look.size)
        _chart(state, collection, look, every, spots, known)
    _missing(state, look, tree, every[~every["key"].isin(list(known))])
    if len(every):
        st.markdown(f"**{plain(state.say('villages.counties', count=f'{len(every):,}'))}**")
        places_table(state, every)


def _chart(
    state: State, collection: Collection, look: Look, every: pd.DataFrame, spots: list[Spot], known: Mapping[str, Point]
) -> None:  # fmt: skip
    provinces = {spot.key.partition("/")[0] for spot in spots}
    drawn = {spot.key for spot in spots}
    behind = [
        (point.name, point.longitude, point.latitude)
        for chain, point in known.items()
        if chain.partition("/")[0] in provinces and chain not in drawn
    ]
    biggest = sorted(spots, key=lambda s: -s.value)[:NAMED]
    chart_box(
        state, collection, points_map(spots, behind, _county(look.node, drawn)), lambda: numbers(state, every),
        key="villages_map", name=state.say("villages.map_name"), picked=lambda found: pick(state, found),
        alt=state.say("villages.map_alt", count=len(spots),
                      places=state.say("reading.join").join(f"{s.name} {s.value:,}" for s in biggest)),
        ids=lambda: node_ids(collection, state.view, look.node),
    )  # fmt: skip
    st.caption(plain(state.say(
        f"villages.map_help_{look.size}", provinces=state.say("reading.join").join(sorted(provinces)[:NAMED])
        + ("…" if len(provinces) > NAMED else ""),
    )))  # fmt: skip


def _spot(state: State, look: Look, row: Mapping[Any, Any], point: Point) -> Spot:
    villages, activities = int(row["villages"]), int(row["activities"])
    about = state.say(
        "villages.hover_node", name=safe(point.name), villages=f"{villages:,}", activities=f"{activities:,}"
    )
    return Spot(
        point.chain, point.name, point.longitude, point.latitude, villages if look.size == "villages" else activities,
        activities, about,
    )  # fmt: skip


def _provinces(state: State, look: Look, tree: Tree) -> None:
    """Where several provinces share the map, a button for each: a step closer."""
    own = tree.frame[(tree.frame["parent"] == TOP) & tree.frame["kind"].isin(["above", "county"])].head(MOST)
    if look.node != TOP or len(own) < 2:
        return
    with st.container(horizontal=True, gap="small"):
        for number, row in enumerate(own.to_dict("records")):
            st.button(
                plain(f"{row['name']} {row['villages']:,}"), key=f"province_{number}", type="tertiary",
                on_click=go_to, args=(state, str(row["key"])),
            )  # fmt: skip


def _region(node: str, tree: Tree) -> str:
    """A chosen county or town keeps the others of its province in sight; a province or city shows only its own."""
    kinds = tree.frame.loc[tree.frame["key"] == node, "kind"]
    return node.partition("/")[0] if len(kinds) and kinds.iloc[0] in ("county", "town") else node


def _county(node: str, drawn: set[str]) -> str | None:
    """The county on the map that the chosen place is, or lies in."""
    return next((key for key in drawn if node == key or node.startswith(f"{key}/")), None)


def _within(key: str, region: str) -> bool:
    return region in (TOP, UNPLACED) or key == region or key.startswith(f"{region}/")


def _missing(state: State, look: Look, tree: Tree, without: pd.DataFrame) -> None:
    """What a reader must not look for on the map."""
    if len(without):
        names = state.say("reading.join").join(str(n) for n in without["name"].head(NAMED))
        more = "…" if len(without) > NAMED else ""
        st.info(
            plain(state.say("villages.map_without", count=len(without), names=names + more,
                            villages=f"{int(without['villages'].sum()):,}")),
            icon=":material/wrong_location:",
        )  # fmt: skip
    bare = tree.frame[tree.frame["kind"] == "unplaced"]
    if len(bare) and look.node in (TOP, UNPLACED):
        st.caption(state.say("villages.map_unplaced", count=f"{int(bare['villages'].iloc[0]):,}"))
