"""An invented collection with a village of which nobody knows where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fakes import FakeMaker, extract

from analytics.model import Article, Extraction, Place

HERE = ("北省", "北市", "北县", "北镇", "松山村")
"""Where a person says that it lies."""
SEEN = Place("松山村", "village", (), None, 0, 1)


def named(given: Article) -> Extraction:
    """As invented; activities of some articles are at a village of which nobody knows where it lies."""
    found = extract(given)
    if int(given.id[1:]) % 3:
        return found
    return replace(found, activities=tuple(replace(a, places=(*a.places, SEEN)) for a in found.activities))


@dataclass(frozen=True)
class Maker(FakeMaker):
    def __call__(self) -> Callable[[Article], Extraction]:
        return named
