"""Numbers of newspaper Chinese: ３,０００, 1.2万, 一百零八, 30余, 近百, 数十.

A number's span covers its marks (近, 约, 余, 多, 以上) and never a unit. Ordinals (第三) are none; 几十, 数十
and a bare 多 or 数 before a measure word have no value. Percentages, codes and the digits of names are left to the
caller, who sees what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.model import Bound

DIGITS = {
    c: n
    for n, cs in enumerate(("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in cs
}
_POWERS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE = "".join(DIGITS) + "".join(_POWERS)
_MEASURES = "名位人场次户家个件项份支所辆台条间批只张本篇岁里斤吨亩元公米棵株"

_AT_LEAST_BEFORE = ("超过", "不少于", "不低于", "不下于", "不下", "至少", "最少", "突破", "超", "逾", "上", "破")
_AT_MOST_BEFORE = ("不超过", "不多于", "至多", "最多", "接近", "将近", "不足", "不到", "近")
_ABOUT_BEFORE = ("大约", "大概", "约")
_BEFORE: tuple[tuple[str, Bound], ...] = (
    *((w, "at_most") for w in _AT_MOST_BEFORE if len(w) > 1),
    *((w, "at_least") for w in _AT_LEAST_BEFORE if len(w) > 1),
    *((w, "exact") for w in _ABOUT_BEFORE),
    *((w, "at_most") for w in _AT_MOST_BEFORE if len(w) == 1),
    *((w, "at_least") for w in _AT_LEAST_BEFORE if len(w) == 1),
)
_LAST_BEFORE = frozenset(word[-1] for word, _ in _BEFORE)
_NOT_A_MARK = (
    "以上",
    "如上",
    "身上",
    "附近",
    "最近",
    "邻近",
    "靠近",
    "临近",
    "早上",
    "晚上",
    "网上",
    "线上",
    "加上",
    "会上",
    "手上",
)
"""Ends of words in which 上 or 近 says nothing about the number."""

_PHRASES = ("千家万户", "万家灯火", "百家争鸣", "千人一面", "万人空巷", "百人会")
_ORDINAL = "第初"
"""Before a numeral: no count."""
_MUCH = "众许诸很好太更最"
"""Before 多: no count; 群众40人 is one."""

_NUMBER = re.compile(
    rf"{'|'.join(_PHRASES)}|(?:[0-9]{{1,3}}(?:[,，][0-9]{{3}})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?[余多]?[十百千万亿萬億]*"
    rf"|[数几][十百千万亿萬億]+"
    rf"|(?:若干|[{CHINESE}万亿萬億])(?:[{CHINESE}万亿萬億]|[余多](?=[万亿萬億]))*"
    rf"|(?:[数几多](?=[{_MEASURES}]))"
)
_AFTER = re.compile(r"[ 　]?[余多]|来(?=[名位人个场次户家])|几(?=[名位人个场次户家岁])")
_LONGEST = 18
"""Digits of a number at most; a longer run is no number."""
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``text[start:end]``; ``value`` is None where the text names no number (数十, 若干)."""

    start: int
    end: int
    value: float | None
    bound: Bound


def chinese_value(numeral: str) -> int | None:
    """The value of a Chinese numeral: 二十三, 一百零八, 两千, 二〇二二, 十二万; None for 七八 (seven or eight)."""
    if all(c in DIGITS for c in numeral):
        if len(numeral) == 2 and DIGITS[numeral[0]] and DIGITS[numeral[1]]:
            return None
        return int("".join(str(DIGITS[c]) for c in numeral)) if len(numeral) <= _LONGEST else None
    total = section = digit = 0
    power = 1
    for before, c in zip(" " + numeral, numeral, strict=False):
        if c in DIGITS:
            if before in DIGITS and DIGITS[before] and c not in "零〇○":
                return None
            digit, power = DIGITS[c], 1 if before in "零〇○" else power // 10 or 1
        elif c in _POWERS:
            unit = _POWERS[c]
            section += unit if unit in (20, 30) else (digit or 1) * unit
            digit, power = 0, unit if unit not in (20, 30) else 10
        else:
            total = (total + section + digit or 1) * _MYRIADS[c]
            section, digit, power = 0, 0, _MYRIADS[c]
    return total + section + digit * power


def _parsed(run: str) -> tuple[float | None, bool]:
    """Value of a matched run without outer marks, and whether a mark stands inside (20余万)."""
    more = any(c in "余多" for c in run)
    plain = run.replace("余", "").replace("多", "") if more else run
    if not plain or plain[0] in "数几若" or "几" in plain:
        return None, more
    if plain[0].isascii() and plain[0].isdigit():
        digits = plain.rstrip("十百千万亿萬億")
        value = float(digits.replace(",", "").replace("，", ""))
        for c in plain[len(digits) :]:
            value *= _POWERS.get(c) or _MYRIADS[c]
        return round(value, 6), more
    found = chinese_value(plain)
    return (None if found is None else float(found)), more


def read_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Every number of ``text[start:end]`` in order."""
    stop = len(text) if end is None else end
    if re.search("[０-９]", text):
        text = text.translate(_FULL_WIDTH)
    out: list[Number] = []
    for match in _NUMBER.finditer(text, start, stop):
        first, last = match.span()
        run = match.group()
        before = text[first - 1] if first > start else "，"
        if (out and first < out[-1].end) or before in (_MUCH + _ORDINAL if run[0] == "多" else _ORDINAL):
            continue
        if run in _PHRASES:
            continue
        value, more = _parsed(run)
        bare = run[0] in "百千万亿萬億"
        after = _AFTER.match(text, last, stop)
        left, bound = _mark_before(text, out[-1].end if out else start, first)
        if bare and not (after or left < first or (last < stop and text[last] in _MEASURES)):
            continue
        if after:
            last = after.end()
        elif text.startswith("以上", last) and last + 2 <= stop:
            last += 2
            bound = "at_least"
        if after or more or run[0] in "数几多若":
            bound = "at_least" if bound == "exact" else bound
        out.append(Number(left, last, value, bound))
    return out


def _mark_before(text: str, floor: int, at: int) -> tuple[int, Bound]:
    """Where the mark before a number begins, and the bound that it sets."""
    if text[at - 1 : at] not in _LAST_BEFORE:
        return at, "exact"
    for word, bound in _BEFORE:
        begin = at - len(word)
        if begin >= floor and text.startswith(word, begin) and not text.endswith(_NOT_A_MARK, floor, at):
            return begin, bound
    return at, "exact"
