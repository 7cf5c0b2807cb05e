"""What is cached and shared between sessions cannot be written to."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_args

import numpy as np
import pytest
from truth import invented, opened

from analytics import measures
from analytics.measures import Collection
from analytics.measures.index import Field, index_of, postings
from analytics.measures.matching import chosen
from analytics.measures.once import groups_of
from analytics.measures.partners import pairs_of
from analytics.views import COUNTINGS, View


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return opened(invented(tmp_path_factory.mktemp("sealed"), 40)[0])


def arrays(value: Any) -> list[Any]:
    parts = [getattr(value, f.name) for f in fields(value)] if is_dataclass(value) else list(value)
    return [p for part in parts for p in (part if isinstance(part, tuple) else (part,)) if isinstance(p, np.ndarray)]


def test_arrays_of_cached_measures_are_read_only(collection: Collection) -> None:
    index = index_of(collection)
    every = chosen(collection, View(counting="distinct"))
    found = [index, every, pairs_of(collection), *(groups_of(collection, how) for how in COUNTINGS)]
    found += [postings(collection, field) for field in get_args(Field)]
    lone = [index.bins(1), every.kept(pairs_of(collection).resting)]
    several = [a for value in found for a in arrays(value)] + lone
    assert len(several) > 40
    assert not [a for a in several if a.flags.writeable]
    with pytest.raises(ValueError, match="read-only"):
        every.matched[:] = False


def test_a_measure_still_answers_the_same_after_all_others(collection: Collection) -> None:
    view = View(types=("volunteering",), counting="distinct")
    before = measures.headline(collection, view).activities.value
    measures.pairings(collection, view)
    measures.facets(collection, view)
    measures.villages(collection, view)
    assert measures.headline(collection, view).activities.value == before
