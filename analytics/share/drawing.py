"""The charts of an account as our own SVG, and as PNG: bars over time, a row of bars for each type, rankings.

Solid: sure of the date; hatched: not. The same table gives the same SVG; a PNG depends on the fonts of the machine too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import resvg_py

from analytics.charts.axis import bin_name, ticks
from analytics.charts.palette import BLUE
from analytics.messages import Language, say
from analytics.share.account_values import Account, Cell, Chart, Row
from analytics.share.markup import Markup, empty, joined, tag
from analytics.share.naming import column_name, row_name

WIDTH = 760
FONTS = (
    "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, Hiragino Sans GB, WenQuanYi Micro Hei, SimHei, "
    "SimSun, sans-serif"
)
SIZE, SMALL = 13, 11
"""Pixels of text."""
TALL, ROW, BAR = 240, 48, 24
"""Pixels: of the bars over time, of the row of one type, from bar to bar of a ranking."""
LEFT, TOP, FOOT = 44, 30, 40
NAMES = 230
"""Pixels for the names of a ranking."""
NUMBERED = 30
"""Up to so many bars each carries its number."""
DRAWN = 20
"""So many rows of a ranking are drawn; the table holds all."""
ZOOM = 2
"""Pixels of a PNG for one of the SVG: sharp in print."""
Href = Callable[[str, str], str | None]
"""The address of a mark by the key of its row and its column; None where nothing is behind it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG and what it shows in words."""

    svg: str
    words: str


def over_time(account: Account, href: Href | None = None, name: str = "t") -> Drawing:
    """All activities by period, each once. ``name`` keeps ids apart where several drawings stand on one page."""
    chart = account.chart("over_time")
    bars = [(row, row.cell("all")) for row in chart.rows]
    highest = max((cell.count for _, cell in bars), default=1) or 1
    axis = _axis(chart.rows, TALL, account.language)
    grid = joined(_line(level, highest, TALL) for level in _levels(highest))
    marks = joined(
        _upright(at, len(bars), row, cell, TALL, highest, account.language, href, name, len(bars) <= NUMBERED)
        for at, (row, cell) in enumerate(bars)
    )
    most = max(bars, key=lambda bar: bar[1].count, default=None)
    words = _words(account.language, bars, most)
    body = (_key(account.language, name), grid, axis, marks)
    return Drawing(_svg(TOP + TALL + FOOT, words, name, *body), words)


def types_over_time(account: Account, href: Href | None = None, name: str = "m") -> Drawing:
    """A row of bars for each type, most frequent first, all to one scale; the rows do not add up."""
    chart = account.chart("over_time")
    types = [row.key for row in account.chart("types").rows if row.key in chart.columns]
    highest = max((cell.count for row in chart.rows for cell in row.cells if cell.column != "all"), default=1)
    height = ROW * len(types)
    rows = joined(
        tag("g", _named(chart, code, account.language), *(
            _upright(i, len(chart.rows), row, row.cell(code), ROW - 18, highest, account.language, href, name, False)
            for i, row in enumerate(chart.rows) if row.cell(code).count
        ), _floor(ROW - 18), transform=f"translate(0 {at * ROW})")
        for at, code in enumerate(types)
    )  # fmt: skip
    axis = _axis(chart.rows, height, account.language)
    words = say("document.alt_types", account.language, count=len(types), highest=highest)
    return Drawing(_svg(TOP + height + FOOT, words, name, _key(account.language, name), axis, rows), words)


def ranking(account: Account, key: str, href: Href | None = None, name: str = "r") -> Drawing:
    """The first rows of a ranking as bars that lie; ``key``: types, doers, villages, pairings or sources."""
    chart = account.chart(key)
    rows = chart.rows[:DRAWN]
    highest = max((_total(row) for row in rows), default=1) or 1
    marks = joined(_lying(at, row, highest, account, chart, href, name) for at, row in enumerate(rows))
    first = row_name(chart, rows[0], account.language) if rows else ""
    words = say(
        "document.alt_ranking", account.language, name=say(f"document.chart_{key}", account.language),
        rows=len(rows), first=first, highest=highest,
    )  # fmt: skip
    return Drawing(_svg(TOP + BAR * len(rows) + 8, words, name, _key(account.language, name), marks), words)


def png(drawing: Drawing) -> bytes | None:
    """The drawing as a picture on white; None where this machine has no font for its words."""
    if not drawing.svg.isascii() and not has_font():
        return None
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing.svg, background="#ffffff", zoom=ZOOM))


@cache
def has_font() -> bool:
    """Whether a font of this machine has Chinese signs: without one, two different signs look alike."""
    shapes = {bytes(resvg_py.svg_to_bytes(svg_string=_probe(sign))) for sign in "永国"}
    return len(shapes) == 2


def _probe(sign: str) -> str:
    text = tag("text", sign, x=2, y=30, font_size=28, font_family=FONTS)
    return tag("svg", text, xmlns="http://www.w3.org/2000/svg", width=40, height=40)


def _svg(height: int, words: str, name: str, *body: str) -> str:
    hatch = tag(
        "pattern", empty("rect", width=6, height=6, fill=BLUE, fill_opacity=0.12),
        empty("line", x1=0, y1=0, x2=0, y2=6, stroke=BLUE, stroke_width=2.4),
        id=f"{name}-hatch", patternUnits="userSpaceOnUse", width=6, height=6, patternTransform="rotate(45)",
    )  # fmt: skip
    return tag(
        "svg", tag("title", words), tag("defs", hatch), *body, xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}", width=WIDTH, height=height, role="group", aria_label=words,
        font_family=FONTS, font_size=SIZE, fill="currentColor",
    )  # fmt: skip


def _key(language: Language, name: str) -> Markup:
    """What solid and hatched mean."""
    sure, unsure = (say(f"document.{one}", language) for one in ("sure", "unsure"))
    second = LEFT + 24 + width_of(sure) * SMALL
    return tag(
        "g", empty("rect", x=LEFT, y=4, width=12, height=12, fill=BLUE), _text(LEFT + 17, 14, sure, SMALL),
        empty("rect", x=f"{second:.1f}", y=4, width=12, height=12, fill=f"url(#{name}-hatch)", stroke=BLUE),
        _text(second + 17, 14, unsure, SMALL),
    )  # fmt: skip


def _upright(
    at: int, bars: int, row: Row, cell: Cell, height: int, highest: int, language: Language, href: Href | None,
    name: str, numbered: bool,
) -> Markup:  # fmt: skip
    """A bar on its floor: dated below, about that time above."""
    if not cell.count:
        return Markup("")
    step = (WIDTH - LEFT - 8) / max(bars, 4)
    x, wide = LEFT + step * (at + 0.14), step * 0.72
    floor = TOP + height
    tall = (height - 16) * cell.count / highest
    upper = tall * len(cell.unsure) / cell.count
    parts = [_rect(x, floor - tall + upper, wide, tall - upper, BLUE), _rect(x, floor - tall, wide, upper, name)]
    if numbered:
        parts.append(_text(x + wide / 2, floor - tall - 4, f"{cell.count:,}", SMALL, anchor="middle"))
    told = _told(cell, bin_name(row.key, language), column_name(cell.column, language), language)
    # A bar of one is a few pixels high: the whole height above it takes the click.
    parts.append(empty("rect", x=f"{x:.1f}", y=floor - height + 2, width=f"{wide:.1f}", height=height - 2, fill="none",
                       pointer_events="all"))  # fmt: skip
    return _linked(joined(parts), told, href(row.key, cell.column) if href else None)


def _lying(at: int, row: Row, highest: int, account: Account, chart: Chart, href: Href | None, name: str) -> Markup:
    y = TOP + BAR * at
    longest = WIDTH - NAMES - 70
    total, unsure = _total(row), sum(len(cell.unsure) for cell in row.cells)
    long = longest * total / highest
    solid = long * (total - unsure) / total if total else 0
    words = row_name(chart, row, account.language)
    parts = [
        _text(NAMES - 8, y + 15, _short(row, words), SIZE, anchor="end"),
        _rect(NAMES, y + 3, solid, BAR - 8, BLUE), _rect(NAMES + solid, y + 3, long - solid, BAR - 8, name),
        _text(NAMES + long + 6, y + 15, f"{total:,}", SIZE),
        empty("rect", x=0, y=y, width=WIDTH, height=BAR, fill="none", pointer_events="all"),
    ]  # fmt: skip
    told = say("document.mark", account.language, name=words, count=f"{total:,}", unsure=f"{unsure:,}")
    return _linked(joined(parts), told, href(row.key, "") if href else None)


def _linked(mark: Markup, told: str, address: str | None) -> Markup:
    inner = joined((tag("title", told), mark))
    return tag("a", inner, href=address, aria_label=told) if address else tag("g", inner)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    """A part of a bar: a colour, or the hatching of the drawing of that name."""
    if width <= 0.01 or height <= 0.01:
        return Markup("")
    look = {"fill": fill} if fill == BLUE else {"fill": f"url(#{fill}-hatch)", "stroke": BLUE}
    return empty("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", **look)


def _text(x: float, y: float, text: str, size: int, anchor: str = "start") -> Markup:
    side = anchor if anchor != "start" else None
    return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", font_size=size, text_anchor=side)


def _axis(rows: Sequence[Row], height: int, language: Language) -> Markup:
    """The floor, and the names of periods under it."""
    labels = [row.key for row in rows]
    at, names = ticks(labels, language)
    step = (WIDTH - LEFT - 8) / max(len(labels), 4)
    found = [_floor(height)]
    for label, words in zip(at, names, strict=True):
        x = LEFT + step * (labels.index(label) + 0.5)
        found += [
            _text(x, TOP + height + 16 + 14 * line, part, SMALL, anchor="middle")
            for line, part in enumerate(words.split("<br>"))
        ]
    return joined(found)


def _floor(height: int) -> Markup:
    return empty("line", x1=LEFT, x2=WIDTH - 8, y1=TOP + height, y2=TOP + height, stroke="currentColor",
                 stroke_opacity=0.5)  # fmt: skip


def _line(level: int, highest: int, height: int) -> Markup:
    y = TOP + height - (height - 16) * level / highest
    line = empty(
        "line", x1=LEFT, x2=WIDTH - 8, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke="currentColor", stroke_opacity=0.15
    )
    return joined((line, _text(LEFT - 6, y + 4, f"{level:,}", SMALL, anchor="end")))


def _levels(highest: int) -> list[int]:
    """Two to five whole numbers up to the highest."""
    unit = 10 ** (len(str(highest)) - 1)
    step = next((s for s in (unit // 5, unit // 2, unit, 2 * unit) if s and highest // s <= 5), 1)
    return list(range(0, highest + 1, step))


def _named(chart: Chart, code: str, language: Language) -> Markup:
    total = sum(row.cell(code).count for row in chart.rows)
    words = say("chart.row", language, type=column_name(code, language), count=f"{total:,}")
    return _text(LEFT, TOP + 8, words, SMALL + 1)


def _told(cell: Cell, row: str, column: str, language: Language) -> str:
    name = say("document.cell", language, row=row, column=column)
    return say("document.mark", language, name=name, count=f"{cell.count:,}", unsure=f"{len(cell.unsure):,}")


def _words(language: Language, bars: Sequence[tuple[Row, Cell]], most: tuple[Row, Cell] | None) -> str:
    if not bars or most is None:
        return say("document.alt_nothing", language)
    count = sum(cell.count for _, cell in bars)
    return say(
        "document.alt_over_time", language, bins=len(bars), count=f"{count:,}", highest=f"{most[1].count:,}",
        label=bin_name(most[0].key, language),
    )  # fmt: skip


def _total(row: Row) -> int:
    return sum(cell.count for cell in row.cells)


def _short(row: Row, words: str) -> str:
    """A name that fits; of a pair both partners can be told."""
    room = (NAMES - 12) / SIZE
    if len(row.names) < 2 or width_of(words) <= room:
        return shortened(words, room)
    return " — ".join(shortened(name, (room - 2.1) / len(row.names)) for name in row.names)


def width_of(text: str) -> float:
    """The width of a text in heights of a sign: Chinese signs are square, others about half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)


def shortened(text: str, most: float) -> str:
    """The beginning of a text that is wider than ``most``, with dots."""
    if width_of(text) <= most:
        return text
    kept = ""
    for sign in text:
        if width_of(kept + sign) > most - 1:
            break
        kept += sign
    return f"{kept}…"
