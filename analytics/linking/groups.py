"""Groups out of pairs: the same groups whatever the order of the pairs, with what analysts said laid over."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Hashable)
Pair = tuple[str, str]


class Union(Generic[T]):
    """A union-find over hashable members that keeps pairs apart that must never meet."""

    def __init__(self, apart: Iterable[tuple[T, T]] = ()) -> None:
        self._above: dict[T, T] = {}
        self._size: dict[T, int] = {}
        self._foes: dict[T, set[T]] = {}
        """Root to the members that none of its group may meet."""
        self._kept: dict[T, set[T]] = {}
        """Root to those of its group that are kept apart from somebody."""
        for a, b in apart:
            self.part(a, b)

    def part(self, a: T, b: T) -> None:
        """Keeps two members apart, and with them the groups they are in; nothing where they are in one group."""
        if self.find(a) != self.find(b):
            for one, other in ((a, b), (b, a)):
                self._foes.setdefault(self.find(one), set()).add(other)
                self._kept.setdefault(self.find(one), set()).add(one)

    def find(self, member: T) -> T:
        """The root of a member's group."""
        above = self._above
        root = member
        while (up := above.get(root, root)) != root:
            root = up
        while member != root:
            above[member], member = root, above.get(member, member)
        return root

    def may_meet(self, a: T, b: T) -> bool:
        """Whether no pair that is kept apart would get into one group."""
        a, b = self.find(a), self.find(b)
        if a not in self._foes or b not in self._kept:
            return True
        one, other = self._foes[a], self._kept[b]
        return one.isdisjoint(other) if len(one) > len(other) else other.isdisjoint(one)

    def join(self, a: T, b: T) -> bool:
        """Puts two groups together; False when they must stay apart."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if not self.may_meet(a, b):
            return False
        if self._size.get(a, 1) < self._size.get(b, 1):
            a, b = b, a
        self._above[b] = a
        self._size[a] = self._size.get(a, 1) + self._size.get(b, 1)
        for table in (self._foes, self._kept):
            if b in table:
                one, other = table.get(a, set()), table.pop(b)
                table[a] = one | other if len(one) < len(other) else _added(one, other)
        return True


def groups(
    ids: Iterable[str],
    edges: Iterable[Pair],
    cut: Iterable[Pair] = (),
    joined: Iterable[Pair] = (),
    rank: Callable[[str], Any] | None = None,
) -> dict[str, str]:
    """Every id to the representative of its group: the member with the smallest ``rank`` (by default the id itself).

    ``cut`` holds pairs (member, from): the member is taken out of the group of the other one and stays out, whatever
    links come later. Precisely: first the groups are made by the links that touch no such member; then the members that
    were cut are added by their own links, in the order of the ranks, but for every link that would bring a member into
    one group with what it was cut from. Several members cut from the same group stay together when links join them.
    ``joined`` holds pairs that analysts put together: links that go before the others of their turn. A pair that is both
    cut and joined stays cut. Pairs with an unknown id are left out. The order of ids and pairs does not matter.
    Time is linear in the links, but for those of cut members, which are sorted.
    """
    members = list(dict.fromkeys(ids))
    place = {member: i for i, member in enumerate(members)}
    key: Callable[[str], Any] = rank if rank is not None else (lambda member: member)
    apart = [(place[a], place[b]) for a, b in cut if a in place and b in place and a != b]
    out = {a for a, _ in apart}
    roots = list(range(len(members)))
    late: list[tuple[bool, Pair]] = []
    for said, pairs in ((True, joined), (False, edges)):
        for one, other in pairs:
            a, b = place.get(one, -1), place.get(other, -1)
            if a < 0 or b < 0:
                continue
            if out and (a in out or b in out):
                late.append((not said, (one, other)))
            else:
                _join(roots, a, b)
    for i in range(len(roots)):
        roots[i] = _root(roots, i)
    union: Union[int] = Union((roots[a], roots[b]) for a, b in apart)
    for one, other in _in_order(late, key):
        union.join(roots[place[one]], roots[place[other]])
    return _named(members, [union.find(root) for root in roots], key)


def coherent(edges: Sequence[tuple[T, T]], apart: Iterable[tuple[T, T]]) -> list[bool]:
    """Which edges hold when they are added one by one and no pair of ``apart`` may meet; ends that meet stay true.

    Give the edges in an order that depends on nothing but themselves, the surest first.
    """
    union: Union[T] = Union(apart)
    for a, b in edges:
        union.join(a, b)
    return [union.find(a) == union.find(b) for a, b in edges]


def _in_order(late: list[tuple[bool, Pair]], key: Callable[[str], Any]) -> list[Pair]:
    def order(entry: tuple[bool, Pair]) -> Any:
        return (entry[0], *sorted((key(member), member) for member in entry[1]))

    return [pair for _, pair in sorted(late, key=order)]


def _named(members: list[str], roots: list[int], key: Callable[[str], Any]) -> dict[str, str]:
    best: dict[int, tuple[Any, str]] = {}
    for member, root in zip(members, roots, strict=True):
        mine = (key(member), member)
        if root not in best or mine < best[root]:
            best[root] = mine
    return {member: best[root][1] for member, root in zip(members, roots, strict=True)}


def _root(roots: list[int], i: int) -> int:
    while (up := roots[i]) != i:
        roots[i] = i = roots[up]
    return i


def _join(roots: list[int], a: int, b: int) -> None:
    """The lower place becomes the root: cheap, and paths are halved on the way."""
    a, b = _root(roots, a), _root(roots, b)
    if a < b:
        roots[b] = a
    else:
        roots[a] = b


def _added(one: set[T], other: set[T]) -> set[T]:
    one |= other
    return one
