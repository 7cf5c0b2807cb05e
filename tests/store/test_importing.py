"""Files in, one version out; nothing twice, nothing half, nothing in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import content_key, extract_again, import_files
from analytics.intake.reading import Reading, Refusal
from analytics.measures import article, articles, open_collection
from analytics.model import Article
from analytics.problems import Problem
from analytics.store.known import text_hash
from analytics.store.report import ImportReport
from analytics.store.workspace import Workspace, open_workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def put(space: Workspace, path: Path, found: Sequence[Article], **options: object) -> ImportReport:
    write(path, found)
    return import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read, **options)  # type: ignore[arg-type]


def test_the_report_counts_what_went_in(space: Workspace, tmp_path: Path) -> None:
    found = many(30)
    found[4] = replace(found[4], title="坏")
    path = write(tmp_path / "a.jsonl", found)
    path.write_bytes(path.read_bytes() + b"no json\n")
    seen: list[tuple[int, int]] = []
    report = import_files(
        [path], "试", workspace=space, maker=FakeMaker(), reader=read, progress=lambda d, t: seen.append((d, t))
    )
    kept = [extract(a) for a in found if a.title != "坏"]
    acts = [a for e in kept for a in e.activities]
    assert (report.version, report.files, report.read, report.added, report.failed) == (1, 1, 30, 29, 1)
    assert [(r.file, r.row, r.problem.code) for r in report.refused] == [
        ("a.jsonl", 31, "json_line"), ("a.jsonl", 5, "extract_failed"),
    ]  # fmt: skip
    assert report.activities == len(acts) == sum(report.kinds.values())
    assert report.undated == sum(a.date.edtf is None for a in acts)
    assert report.kinds["event"] == sum(a.kind == "event" for a in acts)
    assert seen == [(n, 30) for n in range(1, 31)]
    assert len(report.lines("zh")) == len(report.lines("en")) == 5
    version = space.version("试")
    assert (version.rules_version, version.gazetteer_version) == ("rules-1", "places-1")
    again = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=read)
    assert again == replace(report, already=True)
    assert "已经导入过" in again.lines()[0]
    assert space.dataset("试").versions == 1


def test_nothing_goes_in_twice(space: Workspace, tmp_path: Path) -> None:
    first = many(10)
    put(space, tmp_path / "a.jsonl", first)
    other = replace(first[2], text="另一篇全不相同的报道。")
    spaced = replace(first[1], id="new-id", text=f" {first[1].text}\n")
    report = put(space, tmp_path / "b.jsonl", [first[0], spaced, other, other, *many(12)[10:]])
    assert (report.read, report.added, report.duplicates, report.renamed) == (6, 3, 3, 1)
    collection = open_collection(space, "试")
    name = f"a2-{text_hash(other)[:8]}"
    assert set(articles(collection).id) == {f"a{n}" for n in range(12)} | {name}
    assert article(collection, name).extraction.article.text == other.text
    assert len(space.version("试").parts) == 2


def test_where_there_is_nothing_new_nothing_is_committed(space: Workspace, tmp_path: Path) -> None:
    report = put(space, tmp_path / "a.jsonl", [])
    assert (report.version, report.added) == (None, 0)
    assert space.datasets() == []
    put(space, tmp_path / "b.jsonl", many(3))
    report = put(space, tmp_path / "c.jsonl", many(2))
    assert (report.version, report.duplicates) == (None, 2)
    assert "没有变化" in report.lines()[0]
    assert space.dataset("试").versions == 1
    assert [p.name for p in space.snapshots.iterdir()] == list(space.version("试").parts)


def test_a_failure_on_the_way_leaves_nothing(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path / "a.jsonl", many(3))

    def broken(paths: Sequence[Path]) -> Iterator[Reading | Refusal]:
        yield from read(paths)
        raise OSError("disk gone")

    path = write(tmp_path / "b.jsonl", many(20))
    with pytest.raises(OSError, match="disk gone"):
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=broken)
    assert space.dataset("试").versions == 1
    assert len(list(space.snapshots.iterdir())) == 1


def test_imports_at_once_all_go_in(tmp_path: Path) -> None:
    found = many(90)
    open_workspace(tmp_path / "home").close()

    def run(number: int) -> ImportReport:
        space = open_workspace(tmp_path / "home")
        return put(space, tmp_path / f"{number}.jsonl", found[number * 30 : number * 30 + 45])

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(run, range(3)))
    space = open_workspace(tmp_path / "home")
    assert sorted(r.version or 0 for r in reports) == [1, 2, 3]
    assert set(articles(open_collection(space, "试")).id) == {a.id for a in found}
    assert len(articles(open_collection(space, "试"))) == 90


def test_an_import_that_never_gets_its_turn_says_so(space: Workspace, tmp_path: Path) -> None:
    count = 0

    def meddling(paths: Sequence[Path]) -> Iterable[Reading | Refusal]:
        nonlocal count
        count += 1
        space.commit("试", count - 1, [], f"other{count}", "r", "g", {})
        return read(paths)

    path = write(tmp_path / "a.jsonl", many(3))
    with pytest.raises(Problem, match="再试一次"):
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=meddling)
    assert space.version("试").parts == ()


def test_workers_make_no_difference(tmp_path: Path) -> None:
    frames = []
    for workers in (1, 2):
        space = open_workspace(tmp_path / str(workers))
        put(space, tmp_path / "a.jsonl", many(100), workers=workers)
        frames.append(articles(open_collection(space, "试")))
    assert frames[0].equals(frames[1])


def test_the_key_goes_by_content(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a", many(2)), write(tmp_path / "b", many(3))
    copy = write(tmp_path / "c", many(2))
    assert content_key([a, b]) == content_key([b, copy]) == content_key([tmp_path / "b", copy])
    assert content_key([a]) != content_key([a, copy])


def test_a_key_of_ones_own_names_the_import(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path / "a.jsonl", many(3), key="monday")
    assert put(space, tmp_path / "b.jsonl", many(9), key="monday").already
    assert put(space, tmp_path / "b.jsonl", many(9), key="tuesday").added == 6


def test_newer_rules_make_a_new_version_and_leave_the_old(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path / "a.jsonl", many(20))
    put(space, tmp_path / "b.jsonl", many(35)[20:])
    with pytest.raises(Problem, match="不必重读"):
        extract_again("试", workspace=space, maker=FakeMaker())
    before = articles(open_collection(space, "试"))
    report = extract_again("试", workspace=space, maker=FakeMaker(rules_version="rules-2"))
    assert (report.version, report.added, report.duplicates, report.refused) == (3, 35, 0, ())
    latest = open_collection(space, "试")
    assert (latest.version, latest.rules_version, len(latest.folders)) == (3, "rules-2", 1)
    assert articles(latest).equals(before)
    assert article(latest, "a3") == article(open_collection(space, "试", 2), "a3")
    assert put(space, tmp_path / "c.jsonl", many(36)).added == 1
