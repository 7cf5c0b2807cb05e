"""Which divisions a name stands near."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from analytics.gazetteer.division import ancestors
from analytics.linking.name_form import take_apart
from analytics.linking.name_words import NameWords
from analytics.model import Level

_KEPT = 4096  # sets of names whose divisions are remembered
_MOST = 60  # divisions from which on a name is at home everywhere, and near tells nothing


class Context:
    """Divisions by what stands near; the same set of names is worked out once."""

    def __init__(self, words: NameWords) -> None:
        self._words = words
        self._codes = lru_cache(maxsize=16 * _KEPT)(self._codes_of)
        self.of = lru_cache(maxsize=_KEPT)(self._of)
        self.homes = lru_cache(maxsize=_KEPT)(self._by_level)
        self.at_level = lru_cache(maxsize=_KEPT)(self._at_level)

    def _of(self, near: frozenset[str]) -> frozenset[str]:
        """Codes of the divisions of ``near`` with all above them; of several of one name those within others there."""
        found = [codes for name in sorted(near) if (codes := self._codes(name))]
        sure = {codes[0] for codes in found if len(codes) == 1}
        chosen = set(sure)
        for codes in found:
            within = [c for c in codes if sure & set(ancestors(c)[:-1])]
            chosen |= set(within or codes) if len(codes) > 1 else set()
        return self._closed(chosen)

    def _closed(self, codes: Iterable[str]) -> frozenset[str]:
        return frozenset(a for c in codes for a in ancestors(c) if a in self._words.divisions)

    def _codes_of(self, name: str) -> tuple[str, ...]:
        divisions = self._words.full.get(name) or self._words.stems.get(name)
        if divisions:
            return tuple(d.code for d in divisions)
        reading = take_apart(name, self._words).readings[0]
        return reading.codes if reading.kind == "codes" else ()

    def _by_level(self, codes: frozenset[str], level: str) -> tuple[str, ...]:
        """Codes of those divisions whose names end with a level word (市), in order; none when they are too many."""
        found = tuple(sorted(c for c in codes if self._words.divisions[c].name.endswith(level)))
        return found if len(found) <= _MOST else ()

    def counties(self, near: frozenset[str]) -> tuple[str, ...]:
        """Codes of the near counties, in order."""
        return self.at_level(self.of(near), "county")

    def _at_level(self, codes: frozenset[str], level: Level) -> tuple[str, ...]:
        return tuple(sorted(c for c in codes if self._words.divisions[c].level == level))

    def name(self, code: str) -> str:
        """The name of a division; what is no code is a name itself."""
        found = self._words.divisions.get(code)
        return found.name if found else code


def nested(codes: Iterable[str]) -> bool:
    """Whether each of the divisions lies within another (青州市 in 潍坊市)."""
    ordered = sorted((c.rstrip("0") for c in codes), key=len)
    return all(b.startswith(a) for a, b in pairwise(ordered))
