"""Organisations under several names, joined across the articles of a collection, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analytics.gazetteer import Gazetteer
from analytics.linking.name_alias import Aliases, Identity
from analytics.linking.name_parents import parents
from analytics.linking.name_values import NameLink, NameStatement, NameUse, Relation
from analytics.linking.name_words import name_words
from analytics.rules.book import RuleBook

__all__ = ["NameLink", "NameStatement", "NameUse", "Relation", "propose"]

_SETTLING = frozenset(("near", "near_named", "near_nested", "only", "stem", "stem_far", "whole", "ending"))


def propose(uses: Iterable[NameUse], rules: RuleBook, gazetteer: Gazetteer) -> tuple[NameLink, ...]:
    """The links between the names of one collection, sorted by name; the same for any order of ``uses``.

    An alias points at the canonical name: the one in use today, the longest, in most articles, then by text. Where
    several fit equally well, or too little speaks for one, the link is a question (``joined`` is False).
    A parent is always a name of the collection, and nobody is above himself.
    """
    aliases = Aliases(_merged(uses), name_words(rules, gazetteer), gazetteer)
    found = {(link.name, link.target, link.relation): link for link in (*_aliases(aliases), *_parts(aliases))}
    return tuple(found[key] for key in sorted(found))


def _merged(uses: Iterable[NameUse]) -> list[NameUse]:
    """Every name once; articles are added, what stands near is joined."""
    found: dict[str, NameUse] = {}
    for use in uses:
        known = found.get(use.name)
        found[use.name] = (
            use if known is None else NameUse(use.name, known.articles + use.articles, known.near | use.near)
        )
    return [found[name] for name in sorted(found)]


def _aliases(aliases: Aliases) -> Iterator[NameLink]:
    for name, settled in sorted(aliases.settled.items()):
        if (best := aliases.best[settled.identity]) != name:
            yield _alias(name, best, aliases)
        for choice in settled.choices:
            if (candidate := aliases.best.get(choice)) and candidate not in (name, best):
                sure = aliases.sure(settled.reasons) * settled.loose
                yield NameLink(name, candidate, "alias", settled.reasons, round(sure, 2), False)
        yield from _before(name, best, aliases)


def _alias(name: str, best: str, aliases: Aliases) -> NameLink:
    """Two names of one identity: what was changed in each of them to get there."""
    one, other = aliases.settled[name], aliases.settled[best]
    if aliases.forms[name].plain == aliases.forms[best].plain:
        return NameLink(name, best, "alias", ("same",), round(aliases.sure(["same"]), 2), True)
    # Where the context settled both, that of the short name is the reason; the other one stands for itself.
    settling = any(_code(reason) in _SETTLING for reason in one.reasons)
    others = (r for r in other.reasons if not (settling and _code(r) in _SETTLING))
    reasons = tuple(dict.fromkeys((*one.reasons, *others)))
    if aliases.forms[name].former:
        reasons = ("former", *reasons)
    sure = aliases.sure(reasons) * one.loose * other.loose
    return NameLink(name, best, "alias", reasons or ("division",), round(sure, 2), sure >= aliases.threshold)


def _before(name: str, best: str, aliases: Aliases) -> Iterator[NameLink]:
    """Names that brackets in a name call its former ones (某某医院（原某某卫生院）)."""
    for old in aliases.forms[name].before:
        identity: Identity | None = aliases.identify(old, aliases.uses[name].near)
        if identity and (former := aliases.best.get(identity)) and former not in (name, best):
            sure = aliases.sure(["former"])
            yield NameLink(former, best, "alias", ("former",), round(sure, 2), sure >= aliases.threshold)


def _parts(aliases: Aliases) -> Iterator[NameLink]:
    for name, identity, reasons in parents(aliases):
        sure = aliases.sure(reasons)
        yield NameLink(name, aliases.best[identity], "part_of", reasons, round(sure, 2), sure >= aliases.threshold)


def _code(reason: str) -> str:
    return reason.partition(":")[0]
