"""A signature says how much two texts share, and is the same everywhere."""

from __future__ import annotations

import hashlib
import random

import numpy as np
import pyarrow as pa
import pytest

from analytics.linking.candidates import alike, candidates
from analytics.linking.shingles import BYTES, matrix, signature

TEXT = (
    "3月5日，云岫县供电公司组织20名志愿者来到石桥村，为老人检修线路、更换灯泡。老人们连声道谢。"
    "下一步，公司将把服务延伸到每一个自然村，让群众用上放心电。"
)


def column(signatures: list[bytes | None]) -> pa.ChunkedArray:
    return pa.chunked_array([signatures], pa.binary())


def test_it_is_small_and_never_changes() -> None:
    assert len(signature(TEXT)) == BYTES <= 200
    assert hashlib.sha256(signature(TEXT)).hexdigest()[:16] == "eb851b49f96f3307"


def test_marks_white_space_width_and_case_do_not_count() -> None:
    other = "\n".join(TEXT.replace("，", " ,").replace("3月", "３月").split("。"))
    rows = matrix(column([signature(TEXT), signature(other), signature(TEXT.upper())]))
    assert (alike(rows, 0, np.array([1, 2])) == 1).all()


def test_the_estimate_follows_what_is_shared() -> None:
    rnd = random.Random(5)
    letters = [chr(c) for c in range(0x4E00, 0x5E00)]
    whole = "".join(rnd.choices(letters, k=2_000))
    for part in (0.25, 0.5, 0.75):
        kept = int(2_000 * part)
        other = whole[:kept] + "".join(rnd.choices(letters, k=2_000 - kept))
        found = alike(matrix(column([signature(whole), signature(other)])), 0, np.array([1]))[0]
        assert found == pytest.approx(part / (2 - part), abs=0.2)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("渡口村开展清洁家园行动。", "渡口村开展“清洁家园”行动", True),
    ("渡口村开展清洁家园行动。", "新堤村开展清洁家园行动。", False),
    ("", " \n", True),
])  # fmt: skip
def test_short_texts_are_the_same_or_not(one: str, other: str, same: bool) -> None:
    assert (signature(one) == signature(other)) is same
    assert len(candidates(matrix(column([signature(one), signature(other)])))) == same


def test_unpaired_surrogates_and_rare_characters_are_taken() -> None:
    assert len(signature("𠮷野家\ud800" * 20)) == BYTES


def test_a_missing_signature_is_told() -> None:
    with pytest.raises(ValueError, match="bytes long"):
        matrix(column([signature(TEXT), None]))
