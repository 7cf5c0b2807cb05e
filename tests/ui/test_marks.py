from __future__ import annotations

import itertools
import string

from hypothesis import given
from hypothesis import strategies as st

from analytics.ui.marks import Mark, pieces
from analytics.ui.reader import reader_data

LABELS = {"evidence": "依据", "date": "日期", "place": "地点"}


def test_nested_spans_put_the_innermost_first() -> None:
    cut = pieces([Mark(0, 10, "evidence"), Mark(2, 6, "organisation"), Mark(2, 4, "place")])
    assert [(p.start, p.end, [m.field for m in p.marks]) for p in cut] == [
        (0, 2, ["evidence"]),
        (2, 4, ["place", "organisation", "evidence"]),
        (4, 6, ["organisation", "evidence"]),
        (6, 10, ["evidence"]),
    ]


def test_nothing_is_marked_between_two_spans_and_empty_spans_vanish() -> None:
    assert [(p.start, p.end) for p in pieces([Mark(0, 2, "date"), Mark(5, 6, "date"), Mark(3, 3, "place")])] == [
        (0, 2),
        (5, 6),
    ]


@given(
    st.text(alphabet="村民😀𠮷𰻞a\n" + string.digits, min_size=1, max_size=40),
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["evidence", "date", "place"])), max_size=6
    ),
)
def test_the_browser_gets_the_very_text_of_every_span(text: str, raw: list[tuple[int, int, str]]) -> None:
    marks = [Mark(min(a, b, len(text)), min(max(a, b), len(text)), f) for a, b, f in raw]  # type: ignore[arg-type]
    data = reader_data(text, marks, LABELS, "x")
    units = text.encode("utf-16-le")
    for m in marks:
        own = [p for p in data["pieces"] if f"{m.field}:{m.start}-{m.end}" in p["spans"]]
        shown = b"".join(units[2 * p["from"] : 2 * p["to"]] for p in own).decode("utf-16-le")
        assert shown == text[m.start : m.end]
    ends = [(p["from"], p["to"]) for p in data["pieces"]]
    assert all(a < b for a, b in ends)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(ends))
