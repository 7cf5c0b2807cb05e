"""What is compared of an activity, and what speaks for or against two activities being one occasion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from analytics.extract.numbers import read_numbers
from analytics.linking.differences import clashes, read
from analytics.linking.rules import VILLAGE, LinkRules
from analytics.linking.shingles import Hashes, bare
from analytics.rules.link_rows import Sign

Chain = tuple[str, ...]
"""Names of divisions from the top down, as far as known; the last one is the place."""

TOWN = ("镇", "乡", "街道", "苏木")
COUNTY = ("县", "区", "旗")
_DATE_UNITS = "年月日号时点%％"
_LEAST_NUMBER = 3
_ROUND = 10
_SMALL = 20


class Reason(NamedTuple):
    """A sign with the value that was seen; its message is ``link.CODE``."""

    sign: Sign
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """An activity as it is compared. ``first`` and ``last``: days (ordinals) between which it took place."""

    id: str
    article: str
    first: int
    last: int
    exact: bool
    types: frozenset[str]
    organisers: frozenset[str]
    others: frozenset[str]
    places: frozenset[Chain]
    villages: frozenset[Chain]
    people: int | None
    numbers: frozenset[float]
    quote: str
    published: int | None

    @property
    def organisations(self) -> frozenset[str]:
        """All organisations, whatever their part."""
        return self.organisers | self.others

    @property
    def all(self) -> frozenset[Chain]:
        """Places and villages."""
        return self.places | self.villages

    @property
    def profile(self) -> tuple[object, ...]:
        """All that a conflict can come of, the article aside."""
        return (self.first, self.last, self.villages, self.towns, self.people, self.organisations)

    @property
    def towns(self) -> frozenset[str]:
        """The towns that are named, for villages and places."""
        return frozenset(n for chain in self.all for n in chain if n.endswith(TOWN))


def facts_of(row: Mapping[str, Any], rules: LinkRules, shared: dict[Any, Any] | None = None) -> Facts | None:
    """The facts of one row of ``same.ACTIVITIES``; None when it tells no time that can be compared.

    ``shared``: sets that stand in many activities, so that a hundred thousand of them stay small.
    """
    days = window(row, rules)
    if days is None:
        return None

    def kept(values: Iterable[Any]) -> frozenset[Any]:
        found = frozenset(values)
        return found if shared is None else shared.setdefault(found, found)

    named = [(o["name"], o["role"]) for o in row["organisations"] or ()]
    organisers = kept(n for n, role in named if role == "organiser")
    quote = row["quote"] or ""
    numbers = {*_numbers(quote), *(row["numbers"] or ())}
    return Facts(
        row["id"],
        row["article_id"],
        *days,
        row["precision"] == "day",
        kept(row["types"] or ()),
        organisers,
        kept(n for n, _ in named if not n.endswith(VILLAGE) and n not in organisers),
        kept(_chain(key) for key in row["places"] or ()),
        kept(_chain(key) for key in row["villages"] or ()),
        row["people"],
        kept(n for n in numbers if n >= _LEAST_NUMBER and n != row["people"]),
        rules.simplified(quote),
        row["published"].toordinal() if row["published"] else None,
    )


def conflict(a: Facts, b: Facts, score: float, rules: LinkRules) -> str | None:
    """The contradiction by which two activities are not one occasion, whatever speaks for it."""
    for name, outweighed in rules.conflicts.items():
        if (outweighed is None or score < outweighed) and _contradicts(name, a, b, rules):
            return name
    return None


def score(reasons: Iterable[Reason], rules: LinkRules) -> float:
    """The sum of the weights."""
    return round(sum(rules.weights.get(r.sign, 0.0) for r in reasons), 3)


def reasons(a: Facts, b: Facts, rules: LinkRules) -> list[Reason]:
    """Everything that speaks for or against one occasion, in a fixed order."""
    return [
        r
        for part in (_date(a, b), _place(a, b), _who(a, b, rules), _types(a, b), _counts(a, b), _words(a, b, rules))
        for r in part
    ]


def _date(a: Facts, b: Facts) -> Iterator[Reason]:
    first, last = max(a.first, b.first), min(a.last, b.last)
    if first <= last:
        if a.exact and b.exact:
            yield Reason("date_same", "date", _day(first))
        elif a.exact or b.exact:
            yield Reason("date_within", "date_within", _day(first))
        else:
            yield Reason("date_near", "date_near", f"{_day(first)}/{_day(last)}")


def _place(a: Facts, b: Facts) -> Iterator[Reason]:
    if found := _same(a.villages, b.villages):
        yield Reason("village_same", "village", found)
    elif found := _same(_fine(a.places), _fine(b.places)):
        yield Reason("place_same", "place", found)
    elif found := _within(a.all, b.all):
        yield Reason("place_within", "place_within", found)
    elif _fine(a.places) and _fine(b.places):
        yield Reason("place_differs", "place_differs", f"{_names(a.places)}≠{_names(b.places)}")


def _who(a: Facts, b: Facts, rules: LinkRules) -> Iterator[Reason]:
    placed = bool(_same(a.villages, b.villages) or _same(_fine(a.places), _fine(b.places)) or _within(a.all, b.all))
    known = a.organisations & b.organisations
    sure = frozenset(n for n in known if placed or not n.startswith(rules.relative))
    if found := a.organisers & b.organisers & sure:
        yield Reason("organiser_same", "organiser", min(found))
    elif sure:
        yield Reason("organisation_same", "organisation", min(sure))
    elif like := _like(a.organisations, b.organisations, rules, placed=placed):
        yield Reason("organisation_like", "organisation_like", "≈".join(like[0]))
    elif vague := sorted((n, n) for n in known) or _like(a.organisations, b.organisations, rules, placed=True):
        yield Reason("organisation_vague", "organisation_vague", "≈".join(dict.fromkeys(vague[0])))
    elif (one := _outside(a, b)) and (other := _outside(b, a)):
        yield Reason("organiser_differs", "organiser_differs", f"{min(one)}≠{min(other)}")
    ours, theirs = a.organisations - b.organisations, b.organisations - a.organisations
    if a.organisers & b.organisers and ours and theirs and not _like(ours, theirs, rules, placed=True):
        yield Reason("others_differ", "others_differ", f"{min(ours)}≠{min(theirs)}")


def _outside(a: Facts, b: Facts) -> list[str]:
    """The organisers of ``a`` that are no place of ``b``: a village that was given something may tell of it itself."""
    places = {n for chain in b.all for n in chain}
    return [n for n in a.organisers if n not in places]


def _like(ours: Iterable[str], theirs: Iterable[str], rules: LinkRules, *, placed: bool) -> list[tuple[str, str]]:
    """Names of which one is a short form of the other; names that both stand in every county only where a place agrees."""
    pairs = ((one, other) for one in ours for other in theirs)
    sure = (p for p in pairs if placed or not all(n.startswith(rules.relative) for n in p))
    return sorted(p for p in sure if rules.is_short_form(*sorted(p, key=len)))


def _types(a: Facts, b: Facts) -> Iterator[Reason]:
    if not a.types or not b.types:
        return
    found = a.types & b.types
    if a.types == b.types:
        yield Reason("types_same", "type", "|".join(sorted(found)))
    elif found:
        yield Reason("types_shared", "type", "|".join(sorted(found)))
    else:
        yield Reason("types_differ", "types_differ", f"{'|'.join(sorted(a.types))}≠{'|'.join(sorted(b.types))}")


def _counts(a: Facts, b: Facts) -> Iterator[Reason]:
    if a.people is not None and b.people is not None:
        if a.people == b.people:
            yield Reason("people_same", "people", str(a.people))
        elif not _about(a.people, b.people):
            yield Reason("people_differ", "people_differ", f"{a.people}≠{b.people}")
    found = a.numbers & b.numbers
    if telling := [n for n in found if n > _SMALL and n % _ROUND]:
        yield Reason("number_same", "number", f"{max(telling):g}")
    elif found:
        yield Reason("number_round", "number", f"{max(found):g}")


def _words(a: Facts, b: Facts, rules: LinkRules) -> Iterator[Reason]:
    if a.quote and b.quote:
        part = _wording(a, b)
        if part >= rules.limit("like_wording"):
            yield Reason("wording_like", "wording", f"{part:.2f}")
        elif part < rules.limit("unlike_wording"):
            yield Reason("wording_unlike", "wording_unlike", f"{part:.2f}")
    if a.published and b.published:
        apart = abs(a.published - b.published)
        if apart <= rules.limit("published_days"):
            yield Reason("published_near", "published", str(apart))
        elif apart > rules.limit("days_apart"):
            yield Reason("published_far", "published_far", str(apart))


def _wording(a: Facts, b: Facts) -> float:
    """The share of the shorter passage's pairs of characters that stand in the other."""
    one, other = _pairs_of_characters(a.quote), _pairs_of_characters(b.quote)
    least = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / least if least else 0.0


def _contradicts(name: str, a: Facts, b: Facts, rules: LinkRules) -> bool:
    if name == "article":
        return a.article == b.article
    if name == "date":
        return max(a.first, b.first) > min(a.last, b.last)
    if name == "village":
        return bool(a.villages and b.villages and not _same(a.villages, b.villages))
    if name == "town":
        return bool(a.towns and b.towns and not a.towns & b.towns)
    if name == "template":
        if _wording(a, b) < rules.limit("template"):
            return False
        found = clashes(read(a.quote, rules), read(b.quote, rules), rules)
        return any(c.code != "date" for c in found)  # the days are compared as they are resolved
    return a.people is not None and b.people is not None and not _about(a.people, b.people)


def _about(one: int, other: int) -> bool:
    """Whether two head counts may be one: 30余 and 32."""
    low, high = sorted((one, other))
    step = _ROUND if high < 100 else 100
    return low == high or (low % step == 0 and high - low < step)


def window(row: Mapping[str, Any], rules: LinkRules) -> tuple[int, int] | None:
    """The days between which an activity took place; None when they are not told or too far apart."""
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return None
    first, last = start.toordinal(), end.toordinal()
    if row["precision"] == "approx":
        first -= int(rules.limit("approx_days"))
    if row["published"] and row["precision"] != "day":
        last = max(first, min(last, row["published"].toordinal()))
    return (first, last) if last - first < rules.limit("window_days") else None


def _same(one: frozenset[Chain], other: frozenset[Chain]) -> str | None:
    """The name of a place that both have: same name, and what is known above it does not contradict."""
    return min((a[-1] for a in one for b in other if a[-1] == b[-1] and _agree(a, b)), default=None)


def _within(one: frozenset[Chain], other: frozenset[Chain]) -> str | None:
    """A town or county of one in which a place of the other lies."""
    pairs = [(a, b) for a in one for b in other] + [(b, a) for a in one for b in other]
    return min((a[-1] for a, b in pairs if a[-1] in b[:-1] and _agree(a[:-1], b)), default=None)


def _agree(a: Chain, b: Chain) -> bool:
    short, long = sorted((frozenset(a), frozenset(b)), key=len)
    return short <= long


def _fine(places: frozenset[Chain]) -> frozenset[Chain]:
    """Places below the county: to be in one county says little."""
    return frozenset(
        p for p in places if p[-1].endswith((*TOWN, *VILLAGE)) or not p[-1].endswith((*COUNTY, "市", "省"))
    )


def _names(places: frozenset[Chain]) -> str:
    return "、".join(sorted({p[-1] for p in _fine(places)}))


def _chain(key: str) -> Chain:
    return tuple(part for part in key.split("/") if part) or (key,)


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _numbers(quote: str) -> Iterator[float]:
    for n in read_numbers(quote):
        if n.value is not None and quote[n.end : n.end + 1] not in tuple(_DATE_UNITS):
            yield n.value


@lru_cache(maxsize=4_096)
def _pairs_of_characters(text: str) -> Hashes:
    codes = bare(text).astype(np.uint64)
    return np.unique(codes[:-1] << np.uint64(32) | codes[1:])
