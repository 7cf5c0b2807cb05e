"""Sorting gives what sets of Python give."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.measures.different import among, different

CASES = [[], [3], [3, 3], [5, -1, 5, 2, -1], [1 << 40, 0, 1 << 40, -(1 << 40)]]


@pytest.mark.parametrize("values", CASES)
def test_each_once_in_order(values: list[int]) -> None:
    given = np.array(values, dtype=np.int64)
    assert different(given).tolist() == sorted(set(values))
    assert given.tolist() == values, "what is given stays as it is"


@pytest.mark.parametrize("values", CASES)
@pytest.mark.parametrize("others", CASES)
def test_who_stands_among_others(values: list[int], others: list[int]) -> None:
    found = among(np.array(values, dtype=np.int64), different(np.array(others, dtype=np.int64)))
    assert found.tolist() == [value in others for value in values]
