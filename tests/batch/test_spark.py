"""Spark gives the same bytes as this machine. Runs where Java and the extra ``spark`` are; ``JUSHI_TORTURE``: more articles."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SHARED
from fakes import FakeMaker, many

from analytics.batch import Failure, extract_command
from analytics.batch.rules import FromRules
from analytics.batch.spark import cluster, spark_lines
from analytics.contract import article_to, dumps
from analytics.model import Article
from analytics.problems import Problem

pytest.importorskip("pyspark", reason="the extra spark is not installed")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine", allow_module_level=True)
TORTURE = bool(os.environ.get("JUSHI_TORTURE"))
DEMO = [line for part in "ab" for line in (ROOT / "data/demo" / f"articles-{part}.jsonl").read_bytes().splitlines()]


@pytest.fixture(autouse=True)
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Spark's Python workers find the project and the tests."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(ROOT / "tests"))))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    return


def test_a_file_is_extracted_byte_for_byte_the_same(tmp_path: Path) -> None:
    lines = DEMO if TORTURE else DEMO[:12]
    if TORTURE and SHARED.is_dir():
        lines += [p.read_bytes().replace(b"\n", b"") for p in sorted((SHARED / "gold" / "dev").glob("*.json"))]
    lines = [*lines[:5], b"no json", b"", lines[0], *lines[5:]]
    given = tmp_path / "articles.jsonl"
    given.write_bytes(b"\n".join(lines) + b"\n")
    told = {}
    for name, engine in (("local", None), ("spark", cluster("local[2]", tmp_path))):
        out, errors = tmp_path / f"{name}.jsonl", tmp_path / f"{name}.errors"
        told[name] = extract_command(given, out, errors, FromRules(), engine=engine)
    assert told["spark"] == told["local"]
    assert told["spark"].failed == 2
    for kind in ("jsonl", "errors"):
        assert (tmp_path / f"spark.{kind}").read_bytes() == (tmp_path / f"local.{kind}").read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {given.name} | {f"{n}.{k}" for n in told for k in ("jsonl", "errors")}


def test_a_poisoned_article_costs_itself_and_the_order_stays() -> None:
    articles = [Article(a.id, "坏" if n in (3, 700) else a.title, a.published, a.source, a.author, a.url, a.text)
                for n, a in enumerate(many(1500))]  # fmt: skip
    found = list(spark_lines(iter(articles), FakeMaker(), "local[2]"))
    assert [n for n, one in enumerate(found) if isinstance(one, Failure)] == [3, 700]
    assert found[3] == Failure("a3", Problem.of("extract_failed", "a3", detail="ValueError"))
    assert all(f'"id":"{a.id}"'.encode() in one for a, one in zip(articles, found, strict=True) if isinstance(one, bytes))


def test_what_spark_cannot_do_is_a_problem_and_leaves_no_file(tmp_path: Path) -> None:
    given = tmp_path / "articles.jsonl"
    given.write_bytes(dumps(article_to(many(1)[0])) + b"\n")
    with pytest.raises(Problem) as told:
        extract_command(given, tmp_path / "out.jsonl", None, FakeMaker(), engine=cluster("nonsense://x"))
    assert told.value.code == "spark_failed"
    assert told.value.text("zh")
    assert [p.name for p in tmp_path.iterdir()] == [given.name]
