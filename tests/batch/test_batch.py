"""Every article gets its one answer, in order, whatever the workers do."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fakes import FakeMaker, extract, many, write

from analytics.batch import Failure, extract_command, run
from analytics.model import Article
from analytics.problems import Problem


def with_titles(count: int, **titles: str) -> list[Article]:
    found = many(count)
    for name, title in titles.items():
        number = int(name[1:])
        a = found[number]
        found[number] = Article(a.id, title, a.published, a.source, a.author, a.url, a.text)
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_order_and_a_crash_costs_itself(workers: int) -> None:
    articles = with_titles(120, n5="坏", n77="坏")
    found = list(run(articles, FakeMaker(), workers))
    assert [f for f in found if isinstance(f, Failure)] == [
        Failure(name, Problem.of("extract_failed", name, detail="ValueError")) for name in ("a5", "a77")
    ]
    assert [f.id if isinstance(f, Failure) else f.article.id for f in found] == [a.id for a in articles]
    assert [f for f in found if not isinstance(f, Failure)] == [extract(a) for a in articles if a.title != "坏"]


def test_a_dying_worker_costs_one_article() -> None:
    articles = with_titles(150, n40="亡", n41="亡", n140="亡")
    found = list(run(articles, FakeMaker(), workers=2))
    assert [(f.id, f.problem.code) for f in found if isinstance(f, Failure)] == [
        (name, "extract_died") for name in ("a40", "a41", "a140")
    ]
    assert len(found) == 150
    assert [f.article.id for f in found if not isinstance(f, Failure)] == [a.id for a in articles if a.title != "亡"]


def test_memory_is_bounded_by_what_is_in_flight() -> None:
    asked = 0

    def source() -> Iterator[Article]:
        nonlocal asked
        for asked, article in enumerate(many(2000), 1):  # noqa: B007
            yield article

    answers = run(source(), FakeMaker(), workers=2)
    next(answers)
    assert asked <= 2 * 4 * 32
    answers.close()


def faulty(folder: Path) -> Path:
    path = write(folder / "articles.jsonl", with_titles(90, n7="坏"))
    lines = path.read_bytes().splitlines()
    middle = [lines[3], b'{"id": "x"}', b"\xff\xfe", b"[1]", b"  "]
    broken = ["\ufeff".encode() + lines[0], b"", b"{", *lines[1:40], *middle, *lines[40:]]
    path.write_bytes(b"\r\n".join(broken))
    return path


def test_every_line_is_answered_once_and_alike_for_all_workers(tmp_path: Path) -> None:
    path = faulty(tmp_path)
    results = []
    for workers in (1, 2):
        out, errors = tmp_path / f"out{workers}", tmp_path / f"errors{workers}"
        counts = extract_command(path, out, errors, FakeMaker(), workers)
        results.append((out.read_bytes(), errors.read_bytes(), counts))
    assert results[0] == results[1]
    out_bytes, error_bytes, counts = results[0]
    done = [json.loads(line) for line in out_bytes.splitlines()]
    refused = [json.loads(line) for line in error_bytes.splitlines()]
    assert [r["row"] for r in refused] == sorted(r["row"] for r in refused)
    codes = ["json_line", "extract_failed", "duplicate_id", "article_line", "json_line", "article_line"]
    assert [r["code"] for r in refused] == codes
    assert all(r["reason"] and r["do"] and r["file"] == "articles.jsonl" for r in refused)
    assert [d["id"] for d in done] == [f"a{n}" for n in range(90) if n != 7]
    assert counts.lines == len(path.read_bytes().split(b"\n")) == counts.done + counts.failed + counts.blank
    assert (counts.done, counts.failed, counts.blank) == (89, 6, 2)


def test_output_is_whole_or_not_there(tmp_path: Path) -> None:
    path = write(tmp_path / "articles.jsonl", many(10))
    out = tmp_path / "out.jsonl"
    out.write_text("before")

    def stop(done: int, total: int) -> None:
        assert total == 10
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_command(path, out, tmp_path / "errors", FakeMaker(), 1, stop)
    assert out.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles.jsonl", "out.jsonl"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="找不到"):
        extract_command(tmp_path / "none.jsonl", tmp_path / "out", maker=FakeMaker())


def test_workers_never_run_the_main_script_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that Streamlit has run stays the main module of its process."""
    script = tmp_path / "page.py"
    script.write_text("raise SystemExit('run again')", "utf-8")
    page = ModuleType("__main__")
    page.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", page)
    assert [a for a in run(many(40), FakeMaker(), 2) if isinstance(a, Failure)] == []
    assert sys.modules["__main__"] is page


def dead() -> object:
    """Works here, dies in a worker."""
    if multiprocessing.parent_process() is not None:
        os._exit(3)
    return extract


def test_workers_that_die_at_once_are_told() -> None:
    with pytest.raises(Problem) as caught:
        list(run(many(3), dead, 2))
    assert caught.value.code == "workers_dead"
