"""Which names belong to which: branches, departments, teams and outlets to their unit."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.linking.name_alias import AS_WRITTEN, Aliases, Identity
from analytics.rules.name_rows import NamePart


def parents(aliases: Aliases) -> Iterator[tuple[str, Identity, tuple[str, ...]]]:
    """(name, identity of its parent, reasons) for every name that has one; no identity is above itself."""
    above: dict[Identity, Identity] = {}
    for name in sorted(aliases.uses):
        own = aliases.settled[name].identity
        found = _within(name, own, aliases) or _office(name, own, aliases)
        if found is None:
            continue
        parent, reasons = found
        if above.setdefault(own, parent) == parent and not _climbs(parent, own, above):
            yield name, parent, reasons
        elif above[own] == parent:
            del above[own]


def _climbs(start: Identity, end: Identity, above: dict[Identity, Identity]) -> bool:
    """Whether the way up from ``start`` comes to ``end``."""
    at: Identity | None = start
    while at is not None and at != end:
        at = above.get(at)
    return at == end


def _within(name: str, own: Identity, aliases: Aliases) -> tuple[Identity, tuple[str, ...]] | None:
    """The longest unit that the name begins with, or a body of that unit that stands between."""
    form, near = aliases.forms[name], aliases.uses[name].near
    part = aliases.words.part(form.readings[-1].body)
    if part is None:
        return None
    for end in aliases.words.ends(form.plain):
        unit_name = form.plain[:end] + (")" if form.plain[end : end + 1] == ")" else "")
        if unit_name == form.plain or (not part.places and unit_name.endswith(aliases.words.places)):
            continue
        unit = aliases.identify(unit_name, near)
        if unit and (found := _nearest(unit, unit_name, own, part, aliases)):
            return found
    return None


def _nearest(
    unit: Identity, unit_name: str, own: Identity, part: NamePart, aliases: Aliases
) -> tuple[Identity, tuple[str, ...]] | None:
    for body in part.above if unit[0] != AS_WRITTEN else ():
        between = unit[0], unit[1] + body
        if between in aliases.members and between != own:
            return between, (f"body:{body}",)
    return (unit, (f"contains:{unit_name}",)) if unit in aliases.members and unit != own else None


def _office(name: str, own: Identity, aliases: Aliases) -> tuple[Identity, tuple[str, ...]] | None:
    """The office of the same division: 公安局 for a 派出所 whose name does not hold it."""
    office = aliases.words.office(aliases.forms[name].readings[-1].body)
    counties = aliases.context.counties(aliases.uses[name].near)
    code = own[0] if own[0] in aliases.words.divisions else counties[0] if len(counties) == 1 else ""
    parent = code, office
    if not office or not code or parent not in aliases.members or parent == own:
        return None
    return parent, (f"office:{office}", *(() if code == own[0] else (f"near_office:{aliases.context.name(code)}",)))
