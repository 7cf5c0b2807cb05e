"""Dates as a form asks for them; what is not sure is said."""

from __future__ import annotations

import re
from typing import Literal, get_args

from analytics.messages import Language, say
from analytics.share.citing import SEASONS, date_text

DateForm = Literal["cn", "dot", "iso", "slash"]
DATE_FORMS: tuple[DateForm, ...] = get_args(DateForm)
"""2025年3月5日, 2025.3.5, 2025-03-05, 2025/3/5."""
_WRITTEN: dict[DateForm, str] = {
    "cn": r"\d{4}\s*年", "dot": r"\d{4}\.\d", "iso": r"\d{4}-\d\d", "slash": r"\d{4}/\d"
}  # fmt: skip
"""How an example of each looks."""
_SIGN: dict[DateForm, str] = {"dot": ".", "iso": "-", "slash": "/"}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def form_of(*examples: str) -> DateForm:
    """The form that examples show; the Chinese one where they show none."""
    for text in examples:
        for form, pattern in _WRITTEN.items():
            if re.search(pattern, text):
                return form
    return "cn"


def written(edtf: str | None, form: DateForm, language: Language) -> str:
    """A date of an activity in a form: 2025年3月5日; 2025年3月（约）; 2025.3.5-2025.3.7; 未写明."""
    if not edtf:
        return say("ledger.no_date", language)
    about = edtf.endswith("~")
    first, slash, last = edtf.removesuffix("~").partition("/")
    if slash and ".." in (first, last):
        key, one = ("since", first) if last == ".." else ("until", last)
        text = say(f"ledger.{key}", language, date=_one(one, form, language))
    elif slash:
        text = say("ledger.range", language, first=_one(first, form, language), last=_one(last, form, language))
    else:
        text = _one(first, form, language)
    return say("ledger.about", language, date=text) if about else text


def _one(text: str, form: DateForm, language: Language) -> str:
    """A day, a month, a year or a season."""
    if text[4:] in SEASONS or not _DAY.fullmatch(text):
        return date_text(text, language)
    parts = text.split("-")
    if form == "cn":
        keys = ("year", "month", "day")[: len(parts)]
        return "".join(say(f"ledger.cn_{key}", language, n=int(part)) for key, part in zip(keys, parts, strict=True))
    if form == "iso":
        return text
    return _SIGN[form].join(str(int(part)) for part in parts)
