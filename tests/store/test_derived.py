"""Saved indexes: the same with and without, and never trusted when anything about them is not as it was written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from analytics.store.derived import ENDING, FOLDER, KEPT, forget, saved

pytestmark = pytest.mark.sqlite  # files alone

TABLES = {
    "values": pa.table({"value": ["青山村", "", None, "b"]}),
    "pairs": pa.table({"row": pa.array([3, 1], pa.int64()), "value": pa.array([0, 2], pa.int32())}),
    "none": pa.table({"value": pa.array([], pa.string())}),
}


class Asked:
    """Answers, and counts how often it had to."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.answer, self.times = answer or TABLES, 0

    def __call__(self) -> dict[str, Any]:
        self.times += 1
        return self.answer


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    found = [tmp_path / "snapshots" / name for name in ("one", "two")]
    for folder in found:
        folder.mkdir(parents=True)
    return found


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text("a")
    return path


def files(parts: list[Path]) -> list[Path]:
    return sorted((parts[0].parent.parent / FOLDER).glob("*"))


def test_the_second_answer_is_the_first_one(parts: list[Path], program: Path) -> None:
    asked = Asked()
    for _ in range(3):
        found = saved(parts, "types", [program], asked)
        assert {name: t.to_pydict() for name, t in found.items()} == {n: t.to_pydict() for n, t in TABLES.items()}
        assert {name: t.schema for name, t in found.items()} == {n: t.schema for n, t in TABLES.items()}
    assert asked.times == 1


@pytest.mark.parametrize("other", ["question", "parts", "order", "fewer"])
def test_another_question_or_other_parts_have_an_answer_of_their_own(
    parts: list[Path], program: Path, other: str
) -> None:
    saved(parts, "types", [program], Asked())
    asked = Asked({"values": pa.table({"value": ["other"]})})
    third = parts[0].with_name("three")
    third.mkdir()
    own = {"parts": [parts[0], third], "order": parts[::-1], "fewer": parts[:1]}.get(other, parts)
    found = saved(own, "kinds" if other == "question" else "types", [program], asked)
    assert asked.times == 1
    assert found["values"].to_pydict() == {"value": ["other"]}


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def turned(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def swapped(content: bytes) -> bytes:
    return bytes(32) + content[32:]


@pytest.mark.parametrize("damage", [cut, turned, swapped, lambda _: b"", lambda _: b"x" * 31, lambda c: c + b"\0"])
def test_a_damaged_file_is_made_again(parts: list[Path], program: Path, damage: Callable[[bytes], bytes]) -> None:
    asked = Asked()
    saved(parts, "types", [program], asked)
    (path,) = files(parts)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    found = saved(parts, "types", [program], asked)
    assert asked.times == 2
    assert found["values"].to_pydict() == TABLES["values"].to_pydict()
    assert path.read_bytes() == whole


def test_what_another_program_saved_is_not_used(parts: list[Path], program: Path, tmp_path: Path) -> None:
    asked = Asked()
    saved(parts, "types", [program], asked)
    newer = tmp_path / "newer.py"
    newer.write_text("b")
    saved(parts, "types", [newer], asked)
    assert asked.times == 2


def test_a_folder_that_cannot_be_written_to_costs_only_time(parts: list[Path], program: Path) -> None:
    (parts[0].parent.parent / FOLDER).write_text("a file where the folder would be")
    asked = Asked()
    for _ in range(2):
        assert saved(parts, "types", [program], asked)["values"].num_rows == 4
    assert asked.times == 2


def test_nothing_stays_of_what_was_purged(parts: list[Path], program: Path) -> None:
    saved(parts, "types", [program], Asked())
    forget(parts[0].parent.parent)
    assert files(parts) == []
    forget(parts[0].parent.parent / "nowhere")


def test_nothing_is_saved_of_parts_that_went_meanwhile(parts: list[Path], program: Path) -> None:
    def make() -> dict[str, Any]:
        parts[1].rmdir()
        return TABLES

    assert saved(parts, "types", [program], make)
    assert files(parts) == []


def test_only_so_many_files_are_kept(parts: list[Path], program: Path) -> None:
    for n in range(KEPT + 5):
        saved(parts, f"q{n}", [program], Asked())
    found = files(parts)
    assert len(found) == KEPT
    assert all(path.suffix == ENDING for path in found)


def test_threads_that_ask_at_once_wait_for_the_first(parts: list[Path], program: Path) -> None:
    asked = Asked()
    threads = [threading.Thread(target=saved, args=(parts, "types", [program], asked)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked.times == 1
