"""What came and what went, against sets worked out by themselves."""

from __future__ import annotations

import random

from analytics.share.since import since


def test_differences_are_those_of_sets() -> None:
    rng = random.Random(6)
    for _ in range(300):
        every = [f"x{n}" for n in range(rng.randrange(40))]
        then, now, again, there = ({i for i in every if rng.random() < 0.6} for _ in range(4))
        there |= now
        found = since(sorted(then), list(now) * 2, again, there)
        assert list(found.added) == sorted(i for i in every if i in now and i not in then)
        assert list(found.gone) == sorted(i for i in every if i in then and i not in now)
        assert len(then) + len(found.added) - len(found.gone) == len(now)
        parts = (set(found.told), set(found.lost), set(found.unfit))
        assert set().union(*parts) == set(found.gone)
        assert sum(map(len, parts)) == len(found.gone)
        assert parts[1].isdisjoint(there)
        assert parts[0] <= again
        assert found.same == (then == now)
