"""上坪、下坪两村; 石桥等3个村: lists that write 村 once, behind a number."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.extract.where.names import Ending
from analytics.extract.where.view import View
from analytics.extract.where.words import PlaceWords
from analytics.rules.place_rows import PlaceSuffix
from analytics.text.scan import Hit

JOINS = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class ShortList:
    """The items of a list as endings without an ending; ``sure``: as many as the number says."""

    items: tuple[Ending, ...]
    sure: bool


def short_list(view: View, hit: Hit[PlaceSuffix], ending: Ending, words: PlaceWords) -> ShortList | None:
    """The list that the counted ending at ``hit`` closes, or None where it closes none."""
    at = hit.start
    text = view.plain
    if at and text[at - 1] == "个":
        at -= 1
    number, at = _number(text, at, words)
    counted = text[at - 1 : at] != "等"
    if number is None and counted:
        return None
    at -= not counted
    items: list[Ending] = []
    while True:
        start = _item_start(text, at, ending.suffix.most)
        if start == at or text[start:at].endswith(tuple(words.suffixes)):
            break
        items.append(Ending(at, at, ending.suffix))
        if start == 0 or text[start - 1] not in JOINS:
            break
        at = start - 1
    items.reverse()
    agrees = number == len(items)
    # 宝山六村 is one estate; 个 or 等 tells a list even where an item was not made out.
    if not items or (counted and (len(items) == 1 or not (agrees or text[hit.start - 1] == "个"))):
        return None
    return ShortList(tuple(items), counted and agrees)


def _number(text: str, at: int, words: PlaceWords) -> tuple[int | None, int]:
    start = at
    while start and (text[start - 1].isdigit() and text[start - 1].isascii()):
        start -= 1
    if start < at:
        return int(text[start:at][-3:]), start
    numerals = "零一二三四五六七八九十"
    for size in (2, 1):
        word = text[max(0, at - size) : at]
        if word in words.counts and len(word) == size:
            value = 2 if word == "两" else 10 + numerals.find(word[-1]) if size == 2 else numerals.find(word)
            return value, at - size
    return None, at


def _item_start(text: str, end: int, most: int) -> int:
    start = end
    while start and end - start < most and "㐀" <= text[start - 1] <= "鿿" and text[start - 1] not in JOINS:
        start -= 1
    return start
