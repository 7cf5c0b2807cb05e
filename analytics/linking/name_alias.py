"""Which names are the same organisation: each name gets an identity, a division and a body in full words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod

from analytics.gazetteer import Gazetteer
from analytics.gazetteer.division import ancestors
from analytics.linking.name_context import Context, nested
from analytics.linking.name_form import Form, Reading, take_apart
from analytics.linking.name_values import NameUse
from analytics.linking.name_words import NameWords
from analytics.model import Level

_ASKED = 3  # candidates that a question names
_OWN = 2  # characters that a name needs beyond words that many share, to be known without a division
_LEADING = range(2, 7)  # characters of a town or village at the head of a name
_LEVELS: tuple[Level, ...] = ("county", "city")
_COUNTY = 6  # digits of a county's code
AS_WRITTEN = "="

Identity = tuple[str, str]
"""(code of a division or what stands for it, body); ``=`` and the name itself for names that stay alone."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a name stands for and why. ``choices`` are what it may stand for where that is a question.

    ``loose`` is below 1 where a form is mostly, but not always, the same organisation.
    """

    identity: Identity
    reasons: tuple[str, ...] = ()
    loose: float = 1.0
    choices: tuple[Identity, ...] = ()


class Aliases:
    """The identities of all names of a collection. Work per name does not grow with their number."""

    def __init__(self, uses: Sequence[NameUse], words: NameWords, gazetteer: Gazetteer) -> None:
        self.words, self.context, self._gazetteer = words, Context(words), gazetteer
        self.uses = {use.name: use for use in uses}
        self.forms = {name: take_apart(name, words) for name in self.uses}
        self.settled: dict[str, Settled] = {}
        self.members: defaultdict[Identity, list[str]] = defaultdict(list)
        self._plain = {form.plain: name for name, form in sorted(self.forms.items(), reverse=True)}
        self._anchors: defaultdict[str, dict[str, Identity]] = defaultdict(dict)
        self._tails: defaultdict[str, set[Identity]] = defaultdict(set)
        self._counties: dict[Identity, tuple[str, ...]] = {}
        self._everywhere = frozenset[str]().union(*(self.context.of(use.near) for use in uses))
        self._named = frozenset(self._own_divisions())
        self._one_county = len(self._likely(self.context.at_level(self._everywhere, "county"))) <= 1
        self._settle_all()
        self.best = {identity: max(names, key=self._rank) for identity, names in self.members.items()}

    def sure(self, reasons: Iterable[str]) -> float:
        """How sure these reasons are together."""
        return prod(self.words.certainty[reason.partition(":")[0]] for reason in reasons)

    @property
    def threshold(self) -> float:
        """The certainty from which on a link holds."""
        return self.words.certainty["threshold"]

    def identify(self, name: str, near: frozenset[str]) -> Identity | None:
        """What a run of text, in a name that stands near these divisions, would stand for; None for no telling."""
        if (known := self._plain.get(name)) is not None:
            return self._known(known, near)
        form = take_apart(name, self.words)
        settled = next((s for way in self._ways if (s := way(form, near)) is not None), None)
        return None if settled is None or settled.choices or settled.identity[0] == AS_WRITTEN else settled.identity

    def _known(self, name: str, near: frozenset[str]) -> Identity | None:
        """The identity of a name of the collection, unless it is another organisation near these divisions."""
        first, identity = self.forms[name].readings[0], self.settled[name].identity
        if first.kind == "level" and identity[0] != AS_WRITTEN:
            here = self._by_level(self.forms[name], near)
            return identity if here and here.identity == identity else None
        counties, held = self.context.counties(near), self._counties.get(identity, ())
        if first.kind == "none" and counties and held and set(held).isdisjoint(counties):
            return None
        alone = identity[0] == AS_WRITTEN and first.kind == "none"
        return None if alone and len(self.words.own(first.body)) < _OWN else identity

    @property
    def _ways(self) -> tuple[Callable[[Form, frozenset[str]], Settled | None], ...]:
        """From the names that say most to those that say least."""
        return self._by_division, self._by_one_of, self._by_level, self._by_stem, self._by_body

    def _own_divisions(self) -> Iterable[str]:
        """Codes of the divisions that names say, and of those that some name stands near and near no other."""
        for name, form in self.forms.items():
            r = form.readings[0]
            yield from ancestors(r.codes[0]) if r.kind == "codes" and len(r.codes) == 1 else ()
            for level in _LEVELS:
                codes = self.context.at_level(self.context.of(self.uses[name].near), level)
                yield from codes if len(codes) == 1 else ()

    def _likely(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The divisions that a name of the collection has to itself, if any: those are no passing mention."""
        return tuple(c for c in codes if c in self._named) or codes

    def _settle_all(self) -> None:
        rest = sorted(self.forms, key=lambda n: (-len(self.forms[n].plain), n))
        for way in self._ways:
            left = []
            for name in rest:
                settled = way(self.forms[name], self.uses[name].near)
                if settled is None:
                    left.append(name)
                else:
                    self._keep(name, settled)
            rest = left

    def _keep(self, name: str, settled: Settled) -> None:
        form = self.forms[name]
        if not settled.choices and self.sure(settled.reasons) * settled.loose < self.threshold:
            choices = (settled.identity,)
            settled = Settled((AS_WRITTEN, form.plain), settled.reasons, settled.loose, choices)
        self.settled[name] = settled
        identity = settled.identity
        self.members[identity].append(name)
        if identity[0] == AS_WRITTEN:
            return
        if identity[0]:  # nobody looks for a body without a division here, and most names are such
            self._anchors[identity[1]].setdefault(identity[0], identity)
        first = form.readings[0]
        if first.kind == "stem" and len(self.words.own(first.body)) >= _OWN:
            for code in first.codes:
                self._anchors[first.body].setdefault(code, identity)
        self._at(identity, self.context.counties(self.uses[name].near))
        for end in self.words.ends(identity[1]):
            if len(identity[1]) - end > _OWN:
                self._tails[identity[1][end:]].add(identity)

    def _at(self, identity: Identity, counties: tuple[str, ...]) -> None:
        """Adds counties that an identity is near. Most stand near one: its tuple is shared, not copied."""
        held = self._counties.get(identity, ())
        if not set(counties) <= set(held):
            self._counties[identity] = tuple(sorted({*held, *counties})) if held else counties

    def _by_division(self, form: Form, near: frozenset[str]) -> Settled | None:
        """Names that say their division in full."""
        r = form.readings[0]
        if r.kind == "text" and self._opens(r.body):
            return Settled((r.division, r.body), r.reasons, r.loose)
        if r.kind != "codes":
            return None
        codes = r.codes if len(r.codes) == 1 else tuple(c for c in r.codes if c in self.context.of(near))
        return Settled((codes[0], r.body), r.reasons, r.loose) if len(codes) == 1 else None

    def _by_one_of(self, form: Form, near: frozenset[str]) -> Settled | None:
        """鼓楼区妇联 where several cities have such a district and nothing near says which."""
        r = form.readings[0]
        if r.kind != "codes":
            return None
        held = [c for c in r.codes if c in self._anchors.get(r.body, ())]
        return self._ask(r, form, held) if held else Settled((r.division, r.body), r.reasons, r.loose)

    def _by_level(self, form: Form, near: frozenset[str]) -> Settled | None:
        """市一院: the city that the articles are about."""
        r = form.readings[0]
        if r.kind != "level":
            return None
        all_homes = self.context.homes(self.context.of(near), r.division)
        homes = self._likely(all_homes)
        held = [c for c in homes if c in self._anchors.get(r.body, ())]
        if len(homes) == 1:
            return self._settle(r, homes[0], "near" if homes == all_homes else "near_named")
        if len(held) == 1:
            return self._settle(r, held[0], "near_nested" if nested(homes) else "near_several")
        if self.context.of(near):
            return self._ask(r, form, held)
        only = self._likely(self.context.homes(self._everywhere, r.division))
        if len(only) == 1:
            return self._settle(r, only[0], "only")
        known = sorted(c for c in self._anchors.get(r.body, ()) if self.context.name(c).endswith(r.division))
        return self._ask(r, form, known)

    def _by_stem(self, form: Form, near: frozenset[str]) -> Settled | None:
        """盐城一院: 盐城市 where that has such a name, or where the articles are about it."""
        r = form.readings[0]
        if r.kind != "stem":
            return None
        around = self.context.of(near)
        held = [c for c in r.codes if c in self._anchors.get(r.body, ())]
        able = held or (list(r.codes) if self._opens(r.body) else [])
        close = [c for c in able if c in around]
        if len(close) == 1 or len(able) == 1:
            return self._settle(r, (close or able)[0], "stem" if close or not around else "stem_far")
        if held:
            return self._ask(r, form, close or held)
        fuller = form.readings[1]
        if fuller.kind == "codes":
            home = fuller.codes[0] if len(fuller.codes) == 1 else fuller.division
            return Settled((home, fuller.body), fuller.reasons, fuller.loose)
        return Settled((r.division, r.body), r.reasons, r.loose) if self._opens(r.body) else None

    def _opens(self, body: str) -> bool:
        """Whether a body begins with words of the tables, so that what stands before it is a division."""
        return any(start == 0 for start, _, _ in self.words.patterns(body))

    def _by_body(self, form: Form, near: frozenset[str]) -> Settled | None:
        """Names without a division: the one name that holds them, near enough; else themselves."""
        r = form.readings[-1]
        if ending := self._by_ending(form, near, r):
            return ending
        if len(self.words.own(r.body)) < _OWN:
            return Settled((AS_WRITTEN, form.plain))
        found = self._holding(r.body, near)
        fits = [identity for code, identity in found if self._fits(code, identity, near)]
        if len(fits) == 1:
            return Settled(fits[0], (*r.reasons, "whole"), r.loose)
        if found:
            return self._question(r, form, "", fits or [identity for _, identity in found])
        own = ("", r.body)
        counties, held = self.context.counties(near), self._counties.get(own, ())
        if counties and held and set(held).isdisjoint(counties):
            return self._question(r, form, "near_differs", [own])
        return Settled(own, r.reasons, r.loose)

    def _holding(self, body: str, near: frozenset[str]) -> list[tuple[str, Identity]]:
        """Identities of a division with this body; else those whose body ends with it, for names of a place."""
        same = {identity: code for code, identity in sorted(self._anchors.get(body, {}).items()) if code}
        longer = sorted(self._tails.get(body, ())) if not same else []
        if longer and self._local(body, near):
            same = {identity: identity[0] for identity in longer}
        return sorted((code, identity) for identity, code in same.items())

    def _by_ending(self, form: Form, near: frozenset[str], r: Reading) -> Settled | None:
        """下坪 for 下坪村, 盐城 for 盐城市."""
        whole = [w for e in self.words.places if (w := self._plain.get(form.plain + e)) in self.settled]
        found = sorted({self.settled[w].identity for w in whole if w})
        fits = [i for i in found if self._fits(i[0], i, near)] or found
        if len(fits) == 1:
            return Settled(fits[0], (f"ending:{whole[0]}",))
        return self._question(r, form, "", fits) if fits else None

    def _local(self, body: str, near: frozenset[str]) -> bool:
        """Whether a name has a town or village of the near counties in it, which makes it one of a kind there."""
        pieces = dict.fromkeys([self.words.own(body), *(body[:size] for size in _LEADING)])
        return any(
            self._gazetteer.count(piece, within=code[:_COUNTY]) for code in self.context.counties(near)
            for piece in pieces if len(piece) >= _OWN
        )  # fmt: skip

    def _fits(self, home: str, identity: Identity, near: frozenset[str]) -> bool:
        """Whether names near these divisions may stand for it."""
        around = self.context.of(near)
        if home in self.words.divisions:
            return home in around or (not around and self._one_county)
        counties, held = self.context.counties(near), self._counties.get(identity, ())
        return not set(held).isdisjoint(counties) or home in near or (self._one_county and not (held and counties))

    def _settle(self, r: Reading, code: str, reason: str) -> Settled:
        """A name whose division the context tells."""
        identity = self._anchors.get(r.body, {}).get(code, (code, r.body))
        return Settled(identity, (*r.reasons, f"{reason}:{r.division}={self.context.name(code)}"), r.loose)

    def _ask(self, r: Reading, form: Form, codes: Sequence[str]) -> Settled:
        return self._question(r, form, "", [self._anchors[r.body][code] for code in codes])

    def _question(self, r: Reading, form: Form, reason: str, choices: Sequence[Identity]) -> Settled:
        """Nothing is joined; where there are candidates, an analyst is asked."""
        alone, reason = (
            (AS_WRITTEN, form.plain),
            reason or ("far" if len(choices) == 1 else f"ambiguous:{len(choices)}"),
        )
        return Settled(alone, (*r.reasons, reason), r.loose, tuple(choices[:_ASKED])) if choices else Settled(alone)

    def _rank(self, name: str) -> tuple[bool, int, int, str]:
        """The canonical name ranks highest: in use today, the longest, in most articles, then by text."""
        form = self.forms[name]
        return not form.former, len(form.plain), self.uses[name].articles, name
