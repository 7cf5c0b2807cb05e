"""Good files with seeded damage: each ends as articles or refusals, within the limits. ``JUSHI_TORTURE``: many."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from intake.awkward.good import GOOD

from analytics.intake import Intake, Reading, Refusal
from analytics.rules import load_rules
from analytics.settings import settings

EACH = 2_000 if os.environ.get("JUSHI_TORTURE") else 12
"""Trials of each format."""
LONGEST_SECONDS = 20
SEED = 2024

Mutation = Callable[[random.Random, bytearray], bytearray]


def flip(rng: random.Random, data: bytearray) -> bytearray:
    for _ in range(rng.choice((1, 1, 4, 32))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def cut(rng: random.Random, data: bytearray) -> bytearray:
    return data[: rng.randrange(1, len(data))]


def splice(rng: random.Random, data: bytearray) -> bytearray:
    """The beginning of this file with the end of another good one."""
    other = FILES[rng.choice(list(FILES))]
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def insert(rng: random.Random, data: bytearray) -> bytearray:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice((rng.randbytes(rng.choice((1, 2, 16, 500))), b"\0" * 64, b"\xff" * 64)) + data[at:]


def repeat(rng: random.Random, data: bytearray) -> bytearray:
    at, size = rng.randrange(len(data)), rng.choice((1, 16, 256, 4096))
    return data[: at + size] + data[at : at + size] * rng.choice((1, 10, 100)) + data[at + size :]


def drop(rng: random.Random, data: bytearray) -> bytearray:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 2, 16, 500)) :]


MUTATIONS: tuple[Mutation, ...] = (flip, cut, splice, insert, repeat, drop)
FILES = {name: make() for name, make in GOOD.items()}
TRIALS = EACH * len(FILES)


@pytest.mark.slow
def test_damaged_files_end_as_articles_or_refusals() -> None:
    rng = random.Random(SEED)
    book = load_rules(settings().data / "rules")
    ends: Counter[str] = Counter()
    with Intake(book) as intake:
        for trial in range(TRIALS):
            name = list(FILES)[trial % len(FILES)]
            mutation = rng.choice(MUTATIONS)
            data = bytes(mutation(rng, bytearray(FILES[name])))
            told = f"trial {trial}: {name}, {mutation.__name__}"
            began = time.monotonic()
            found = list(intake.read(f"{trial}-{name}", data))
            assert time.monotonic() - began < LONGEST_SECONDS, told
            assert found, told
            for result in found:
                if isinstance(result, Refusal):
                    assert result.problem.text("zh"), told
                    assert result.problem.text("en"), told
                    assert result.problem.where.startswith(f"{trial}-{name}"), told
                else:
                    assert result.article.text.strip(), told
                    result.article.text.encode()
                    result.article.title.encode()
            ends["read" if any(isinstance(r, Reading) for r in found) else "refused"] += 1
    # A trial that refuses everything, or nothing, would show nothing.
    assert min(ends["read"], ends["refused"]) > 0.1 * TRIALS, ends
