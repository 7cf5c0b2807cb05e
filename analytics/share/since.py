"""What became of a result: the activities that came and those that went, told apart by why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Since:
    """Ids, sorted. ``added``: counted now and not then. ``gone``: counted then and not now, of which ``told`` are now
    counted under another report of the same, ``lost`` are no longer in the collection, and all others are in it and no
    longer fit. Then + added − gone = now."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    told: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.gone)

    @property
    def unfit(self) -> tuple[str, ...]:
        """Of ``gone``: still in the collection, and no longer in the view."""
        apart = {*self.told, *self.lost}
        return tuple(i for i in self.gone if i not in apart)


def since(
    then: Iterable[str], now: Iterable[str], again: Collection[str] = (), there: Collection[str] | None = None
) -> Since:
    """Compares two results. ``again``: reports that are now counted under another of the same; ``there``: what the
    collection now holds of those that went (None: all)."""
    before, after = set(then), set(now)
    gone = before - after
    lost = set() if there is None else gone.difference(there)
    told = gone.intersection(again) - lost
    return Since(tuple(sorted(after - before)), tuple(sorted(gone)), tuple(sorted(told)), tuple(sorted(lost)))
