"""Files in, one version out; nothing twice, nothing half, nothing in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeMaker, extract, many, read, write

from analytics.importing import Progress, content_key, extract_again, import_files
from analytics.intake.reading import Reading, Refusal
from analytics.measures import article, articles, open_collection
from analytics.model import Article
from analytics.problems import Problem
from analytics.store.known import text_hash
from analytics.store.report import ImportReport
from analytics.store.schema import Origin
from analytics.store.snapshots import PartWriter
from analytics.store.workspace import Draft, Workspace, open_workspace


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
        [path],
        "试",
        workspace=space,
        maker=FakeMaker(),
        reader=read,
        progress=lambda stage, d, t: stage == "extracting" and seen.append((d, t)),
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
    version = space.version("试")
    assert {p.name for p in space.snapshots.iterdir()} == {*version.parts, version.state_id}


def test_a_failure_on_the_way_leaves_nothing(space: Workspace, tmp_path: Path) -> None:
    put(space, tmp_path / "a.jsonl", many(3))

    def broken(paths: Sequence[Path], progress: Progress) -> Iterator[Reading | Refusal]:
        yield from read(paths)
        raise OSError("disk gone")

    path = write(tmp_path / "b.jsonl", many(20))
    with pytest.raises(OSError, match="disk gone"):
        import_files([path], "试", workspace=space, maker=FakeMaker(), reader=broken)
    assert space.dataset("试").versions == 1
    assert len(list(space.snapshots.iterdir())) == 2


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
    """Whenever it is ready to commit, another one has brought one of its texts."""
    count = 0
    found = many(3)

    def meddling(stage: str, done: int, total: int) -> None:
        nonlocal count
        if stage != "writing":
            return
        with PartWriter(space.snapshots) as writer:
            copy = replace(found[0], id=f"copy{count}")
            writer.add(extract(copy), Origin("other", 1, text_hash=text_hash(copy)))
            part = writer.finish()
        space.commit(Draft("试", count, [part], f"other{count}", "r", "g", {}))
        count += 1
        if count == 1:
            return
        raise AssertionError("read again, the text is known: there is nothing to write")

    report = put(space, tmp_path / "a.jsonl", found[:1], progress=meddling)
    assert (report.version, report.duplicates, count) == (None, 1, 1)


def test_another_import_on_the_way_costs_no_second_reading(space: Workspace, tmp_path: Path) -> None:
    found = many(6)
    read_times = 0

    def once(paths: Sequence[Path], progress: Progress) -> Iterator[Reading | Refusal]:
        nonlocal read_times
        read_times += 1
        yield from read(paths)

    def meddling(stage: str, done: int, total: int) -> None:
        if stage == "writing" and not space.datasets():
            put(space, tmp_path / "b.jsonl", found[3:])

    path = write(tmp_path / "a.jsonl", found[:3])
    report = import_files([path], "试", workspace=space, maker=FakeMaker(), reader=once, progress=meddling)
    assert (report.version, report.added, read_times) == (2, 3, 1)
    assert set(articles(open_collection(space, "试")).id) == {a.id for a in found}
    assert {p.name for p in space.snapshots.iterdir()} == {
        *space.version("试").parts, *(v.state_id for v in space.versions("试"))
    }  # fmt: skip


@pytest.mark.sqlite
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
