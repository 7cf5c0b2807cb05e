"""A view survives its link, damaged links are reported, and the sentence says what is shown."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.model import KINDS, TYPES
from analytics.views import (
    COUNTINGS,
    GRAINS,
    NO_SOURCE,
    View,
    from_query,
    period_name,
    pin,
    previous,
    sentence,
    to_query,
)

NAMES = st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True).map(tuple)
DAYS = st.none() | st.dates()
PERCENT = st.none() | st.integers(1, 100)


@st.composite
def views(draw: st.DrawFn) -> View:
    start, end = draw(DAYS), draw(DAYS)
    if start and end and start > end:
        start, end = end, start
    kinds = tuple(k for k in KINDS if draw(st.booleans())) or ("event",)
    return View(
        draw(st.text(max_size=5)), draw(st.none() | st.integers(1, 10**6)), start, end,
        tuple(draw(st.lists(st.sampled_from(TYPES), unique=True, max_size=3))), kinds, draw(NAMES), draw(NAMES),
        draw(NAMES), tuple(draw(st.lists(st.sampled_from(TYPES), unique=True, max_size=3))), draw(NAMES), draw(NAMES),
        draw(NAMES), draw(PERCENT), draw(PERCENT), draw(st.sampled_from(GRAINS)), draw(st.text(max_size=5)),
        draw(st.sampled_from(COUNTINGS)), draw(st.none() | st.integers(0, 10**6)),
    )  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(views())
def test_a_link_gives_the_view_back(view: View) -> None:
    query = to_query(view)
    assert from_query(query) == (view, ())
    assert to_query(from_query(query)[0]) == query


@settings(max_examples=500, deadline=None)
@given(views())
def test_a_link_gives_the_view_back_through_the_address_of_a_browser(view: View) -> None:
    """As Streamlit and browsers read addresses: every key once, a plus sign is a space."""
    address = f"http://127.0.0.1:8501/trends?{urlencode(to_query(view))}#top"
    assert address.isascii()
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True, strict_parsing=bool(urlsplit(address).query))
    assert len(dict(pairs)) == len(pairs)
    assert from_query(dict(pairs)) == (view, ())


def test_a_link_is_short_and_readable() -> None:
    view = View("demo", None, date(2025, 1, 1), date(2025, 12, 31), ("volunteering", "visit"), places=("白石镇",))
    assert to_query(pin(view, 3)) == {
        "data": "demo", "v": "3", "from": "2025-01-01", "to": "2025-12-31", "type": "volunteering,visit",
        "place": "白石镇", "rev": "0",
    }  # fmt: skip
    assert to_query(View()) == {}


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ({"from": "2025-02-30"}, [("view_value", "from")]),
        ({"to": "昨天"}, [("view_value", "to")]),
        ({"v": "0"}, [("view_value", "v")]),
        ({"v": "-1"}, [("view_value", "v")]),
        ({"v": "九"}, [("view_value", "v")]),
        ({"type": "visit,knitting"}, [("view_value", "type")]),
        ({"kind": "rumour"}, [("view_value", "kind")]),
        ({"by": "week"}, [("view_value", "by")]),
        ({"no_type": "knitting"}, [("view_value", "no_type")]),
        ({"sure": "101"}, [("view_value", "sure")]),
        ({"unsure": "-5"}, [("view_value", "unsure")]),
        ({"from": "2025-02-01", "to": "2025-01-01"}, [("view_period", "")]),
        ({"typ": "visit"}, [("view_key", "typ")]),
        ({"typ": "visit", "by": "week"}, [("view_value", "by"), ("view_key", "typ")]),
        ({"page": "2"}, []),
    ],
)
def test_damaged_parts_are_reported(query: dict[str, str], problems: list[tuple[str, str]]) -> None:
    view, found = from_query(query, also=("page",))
    assert [(p.code, p.where) for p in found] == problems
    assert all(p.text("zh") and p.text("en") for p in found)
    assert view == View(types=("visit",) if "type" in query else ())


@pytest.mark.parametrize(
    ("view", "zh", "en"),
    [
        (View(), "全部活动，不含转载", "all activities, without reposts"),
        (View(start=date(2025, 1, 1), end=date(2025, 12, 31), types=("volunteering",), places=("东省/澄市/白石镇",)),
         "2025年，志愿服务，白石镇，不含转载", "2025, volunteering, 白石镇, without reposts"),
        (View(start=date(2025, 4, 1), end=date(2025, 6, 30), types=("visit", "health"), counting="reports"),
         "2025年第2季度，走访慰问、健康服务，按报道计（转载也算）",
         "quarter 2, 2025, visits or health, counted by report (reposts too)"),
        (View(kinds=("planned",), organisations=("某支部",), text="义诊", counting="distinct"),
         "计划中的活动，某支部，报道中有“义诊”，同一次活动只计一次",
         "planned activities, 某支部, reports with “义诊”, each occasion counted once"),
        (View(start=date(2025, 7, 1), end=date(2025, 12, 31), sources=("云报", NO_SOURCE), without_types=("visit",),
              without_places=("990101101000",), sure=80),
         "2025年下半年，云报、没有写明来源，把握不低于80%，不含走访慰问，不含白塔镇，不含转载",
         "second half of 2025, 云报 or no source given, at least 80% sure, without visits, without 白塔镇, without reposts"),
        (View(without_organisations=("某支部",), unsure=60), "把握低于60%，不含某支部，不含转载",
         "less than 60% sure, without 某支部, without reposts"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_shown(view: View, zh: str, en: str) -> None:
    assert sentence(view, "zh", {"990101101000": "白塔镇"}) == zh
    assert sentence(view, "en", {"990101101000": "白塔镇"}) == en


@pytest.mark.parametrize(
    ("start", "end", "zh"),
    [
        (None, None, ""),
        (date(2025, 3, 1), date(2025, 3, 31), "2025年3月"),
        (date(2024, 2, 1), date(2024, 2, 28), "2024年2月1日至2024年2月28日"),
        (date(2025, 2, 1), date(2025, 4, 30), "2025年2月1日至2025年4月30日"),
        (date(2025, 3, 5), date(2025, 3, 5), "2025年3月5日"),
        (date(2025, 3, 5), None, "2025年3月5日起"),
        (None, date(2025, 3, 5), "截至2025年3月5日"),
    ],
)
def test_periods_have_names(start: date | None, end: date | None, zh: str) -> None:
    assert period_name(start, end) == zh


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
        (date(2025, 1, 1), date(2025, 3, 31), (date(2024, 10, 1), date(2024, 12, 31))),
        (date(2024, 3, 1), date(2024, 3, 31), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2025, 3, 8), date(2025, 3, 14), (date(2025, 3, 1), date(2025, 3, 7))),
        (date(2025, 3, 8), date(2025, 3, 8), (date(2025, 3, 7), date(2025, 3, 7))),
    ],
)
def test_the_period_before_is_as_long(start: date, end: date, before: tuple[date, date]) -> None:
    found = previous(View(start=start, end=end, types=("visit",)))
    assert found == View(start=before[0], end=before[1], types=("visit",))


@pytest.mark.parametrize("view", [View(), View(start=date(2025, 1, 1)), View(start=date.min, end=date(1, 12, 31)),
                                  View(start=date(1, 1, 3), end=date(1, 1, 9))])  # fmt: skip
def test_there_may_be_no_period_before(view: View) -> None:
    assert previous(view) is None
