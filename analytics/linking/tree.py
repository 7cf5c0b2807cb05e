"""Names of organisations as a forest: what each is called, what it belongs to, and who said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from analytics.linking.name_values import NameLink, NameStatement, Relation
from analytics.problems import Problem

Source = Literal["machine", "analyst"]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one relation of one name, and by whom; ``target`` is None where an analyst took it away."""

    target: str | None
    reasons: tuple[str, ...]
    certainty: float | None
    source: Source
    who: str = ""
    turn: int = 0
    """Which statement it was, from 1 on; 0 for the machine."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """One written name for a page. ``alias`` and ``part`` tell who said so; None where nobody did."""

    name: str
    canonical: str
    parent: str | None
    alias: Said | None
    part: Said | None


@dataclass(frozen=True, slots=True)
class Names:
    """Every written name of a collection with its canonical name and its ancestors. Look-ups take constant time."""

    written: tuple[str, ...]
    questions: tuple[NameLink, ...]
    unmatched: tuple[NameStatement, ...]
    _canonical: Mapping[str, str]
    _parents: Mapping[str, str]
    _members: Mapping[str, tuple[str, ...]]
    _children: Mapping[str, tuple[str, ...]]
    _said: Mapping[tuple[str, Relation], Said]

    @staticmethod
    def of(names: Iterable[str], links: Iterable[NameLink], statements: Iterable[NameStatement] = ()) -> Names:
        """The forest of ``names``: the machine's links, with an analyst's statements (the earliest first) over them.

        A statement replaces or takes away the machine's link of that name; where both together would go in a circle,
        the machine's gives way. ``unmatched`` are statements about names that the collection does not have,
        ``questions`` the machine's open ones. Raises Problem ``name_circle`` when statements alone go in a circle.
        """
        written = tuple(sorted(set(names)))
        proposed, stated = tuple(links), tuple(s for s in statements if not s.undone)
        said = _said(proposed, stated)
        held = frozenset(written)
        canonical = _Roots(_pointers(said, "alias")).all(written, "alias")
        group: defaultdict[str, list[str]] = defaultdict(list)
        for name in written:
            group[canonical[name]].append(name)
        above = _above_groups(said, canonical)
        parents = _Roots(above).kept("part_of")
        children: defaultdict[str, list[str]] = defaultdict(list)
        for child, parent in sorted(parents.items()):
            children[parent].append(child)
        return Names(
            written,
            tuple(link for link in proposed if not link.joined and _open(link, said, canonical)),
            tuple(s for s in stated if s.name not in held),
            canonical,
            parents,
            {name: tuple(members) for name, members in group.items()},
            {name: tuple(found) for name, found in children.items()},
            said,
        )

    def canonical(self, name: str) -> str:
        """The canonical name; an unknown name is its own."""
        return self._canonical.get(name, name)

    def parent(self, name: str) -> str | None:
        """The canonical name of what the organisation belongs to."""
        return self._parents.get(self.canonical(name))

    def above(self, name: str) -> tuple[str, ...]:
        """The canonical name itself, then its ancestors, the nearest first."""
        found = [self.canonical(name)]
        while (parent := self._parents.get(found[-1])) is not None:
            found.append(parent)
        return tuple(found)

    def below(self, name: str) -> frozenset[str]:
        """Every written name that a filter by this organisation must find: its own names, and those of all below."""
        left, found = [self.canonical(name)], {name}
        while left:
            at = left.pop()
            found |= {at, *self._members.get(at, ())}
            left += self._children.get(at, ())
        return frozenset(found)

    def rows(self) -> tuple[NameRow, ...]:
        """Every written name in order, with its canonical name, its parent, and who said so why."""
        return tuple(
            NameRow(n, self.canonical(n), self.parent(n), self._said.get((n, "alias")), self._said.get((n, "part_of")))
            for n in self.written
        )


def _said(links: Iterable[NameLink], statements: Iterable[NameStatement]) -> dict[tuple[str, Relation], Said]:
    """What holds for each name and relation: the surest link, over it the last statement."""
    found: dict[tuple[str, Relation], Said] = {}
    for link in sorted(links, key=lambda x: (x.certainty, x.target)):
        if link.joined and link.name != link.target:
            found[link.name, link.relation] = Said(link.target, link.reasons, link.certainty, "machine")
    for turn, s in enumerate(statements, start=1):
        target = None if s.target == s.name else s.target
        found[s.name, s.relation] = Said(target, (), None, "analyst", s.who, turn)
    return found


@dataclass(frozen=True, slots=True)
class _Pointer:
    target: str
    by_machine: bool


def _pointers(said: Mapping[tuple[str, Relation], Said], relation: Relation) -> dict[str, _Pointer]:
    return {
        name: _Pointer(x.target, x.source == "machine")
        for (name, of), x in said.items()
        if of == relation and x.target is not None
    }


class _Roots:
    """Pointers from name to name without circles; each is walked once."""

    def __init__(self, pointers: dict[str, _Pointer]) -> None:
        self._pointers = pointers

    def kept(self, relation: Relation) -> dict[str, str]:
        """Name to target. Raises Problem when a circle has no machine's pointer to leave out."""
        done: set[str] = set()
        for start in sorted(self._pointers):
            self._break(start, done, relation)
        return {name: p.target for name, p in self._pointers.items()}

    def _break(self, start: str, done: set[str], relation: Relation) -> None:
        way: dict[str, None] = {}
        at = start
        while at in self._pointers and at not in done:
            if at not in way:
                way[at] = None
                at = self._pointers[at].target
                continue
            circle = list(way)[list(way).index(at) :]
            weak = [name for name in circle if self._pointers[name].by_machine]
            if not weak:
                raise Problem.of("name_circle", names=" → ".join([*circle, at]), relation=relation)
            del self._pointers[min(weak)]
            way, at = {}, start
        done.update(way)

    def all(self, names: Iterable[str], relation: Relation) -> dict[str, str]:
        """The root of every name and of every name on the way."""
        targets = self.kept(relation)
        roots: dict[str, str] = {}
        for name in (*names, *targets):
            way = []
            while name not in roots and name in targets:
                way.append(name)
                name = targets[name]
            root = roots.get(name, name)
            roots.update(dict.fromkeys((*way, name), root))
        return roots


def _above_groups(said: Mapping[tuple[str, Relation], Said], canonical: Mapping[str, str]) -> dict[str, _Pointer]:
    """Parents by canonical name: the last word of an analyst about any of its names, else the surest link of one."""
    found: dict[str, tuple[tuple[int, float, bool, str], Said]] = {}
    for (name, relation), x in said.items():
        if relation != "part_of":
            continue
        own = canonical.get(name, name)
        if x.target is not None and canonical.get(x.target, x.target) == own:
            continue
        rank = (x.turn, x.certainty or 0.0, name == own, name)
        if own not in found or rank > found[own][0]:
            found[own] = rank, x
    return {
        own: _Pointer(canonical.get(x.target, x.target), x.source == "machine")
        for own, (_, x) in found.items()
        if x.target is not None
    }


def _open(link: NameLink, said: Mapping[tuple[str, Relation], Said], canonical: Mapping[str, str]) -> bool:
    """Whether a question is still one: no analyst has spoken about the name, and the two are not joined."""
    spoken = said.get((link.name, link.relation))
    joined = canonical.get(link.name, link.name) == canonical.get(link.target, link.target)
    return not (spoken and spoken.source == "analyst") and not joined
