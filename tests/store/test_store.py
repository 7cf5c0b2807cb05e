"""Parts are written once and committed by one row; the workspace keeps what it acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fakes import FakeMaker, extract, many, read, write
from sqlalchemy import text

from analytics.importing import import_files
from analytics.importing.linking import Linker
from analytics.measures import article, articles, headline, open_collection
from analytics.model import KINDS, Level, Place, Village
from analytics.problems import Problem
from analytics.store import migrate
from analytics.store.fulltext import IndexWriter, find
from analytics.store.places import by_level, county_of, filter_key, keys_of, village_key
from analytics.store.schema import SCHEMAS, Origin
from analytics.store.snapshots import PartWriter, manifest, part_folder, sweep
from analytics.store.tables import Base
from analytics.store.workspace import Draft, Moved, Workspace, open_workspace
from analytics.views import View


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path)


def write_part(space: Workspace, count: int = 20) -> str:
    with PartWriter(space.snapshots) as writer:
        for article in many(count):
            writer.add(extract(article), Origin("f", 1))
        return writer.finish()


def commit(space: Workspace, number: int, part: str, dataset: str = "a") -> None:
    space.commit(Draft(dataset, number - 1, [part], f"key{number}", "r", "g", {"n": number}))


def test_models_and_migrations_agree(space: Workspace) -> None:
    with space.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert ScriptDirectory(str(migrate.FOLDER)).get_heads() == [migrate.HEAD]


def test_a_newer_workspace_is_refused_untouched(tmp_path: Path) -> None:
    space = open_workspace(tmp_path)
    with space.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Problem, match="更新版本"):
        open_workspace(tmp_path)


@pytest.mark.sqlite
def test_sqlite_keeps_what_it_acknowledged(space: Workspace) -> None:
    with space.engine.connect() as connection:
        pragmas = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "delete", "synchronous": 2}


def test_versions_are_numbered_and_pinned(space: Workspace) -> None:
    first = space.commit(Draft("a", 0, ["p1"], "k1", "r1", "g1", {"read": 3}, "first"), "甲", True)
    second = space.commit(Draft("a", 1, ["p1", "p2"], "k2", "r2", "g1", {}))
    assert (first.number, first.parts, first.counts) == (1, ("p1",), {"read": 3})
    assert space.version("a") == space.version("a", 2)
    assert space.version("a", 2).created_at == second.created_at
    assert [v.number for v in space.versions("a")] == [2, 1]
    assert space.version("a", 1).rules_version == "r1"
    assert (space.dataset("a").label, space.dataset("a").is_demo, space.dataset("a").versions) == ("甲", True, 2)
    found = space.imported("a", "k1")
    assert found is not None
    assert found.number == 1
    assert space.imported("b", "k1") is None


@pytest.mark.parametrize(("base", "key"), [(0, "new"), (2, "new"), (1, "key1")])
def test_a_commit_on_the_wrong_base_writes_nothing(space: Workspace, base: int, key: str) -> None:
    commit(space, 1, "p1")
    with pytest.raises(Moved):
        space.commit(Draft("a", base, ["p1", "p2"], key, "r", "g", {}))
    assert len(space.versions("a")) == 1


def test_what_ready_raises_undoes_the_commit(space: Workspace) -> None:
    def ready() -> None:
        raise Problem.of("import_lost")

    with pytest.raises(Problem):
        space.commit(Draft("a", 0, ["p"], "k", "r", "g", {}), ready=ready)
    assert space.datasets() == []


@pytest.mark.parametrize(("dataset", "number"), [("none", None), ("a", 7), ("empty", None)])
def test_unknown_names_are_problems(space: Workspace, dataset: str, number: int | None) -> None:
    commit(space, 1, "p1")
    space.create("empty")
    with pytest.raises(Problem) as found:
        space.version(dataset, number)
    assert dataset in found.value.text("zh")


def test_concurrent_writers_queue_up(tmp_path: Path) -> None:
    def write(number: int) -> None:
        space = open_workspace(tmp_path)
        for step in range(5):
            space.set(f"{number}.{step}", {"n": number})
        commit(space, 1, "p", f"d{number}")
        space.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    space = open_workspace(tmp_path)
    assert [d.versions for d in space.datasets()] == [1] * 6
    assert space.setting("3.4") == {"n": 3}
    assert space.setting("never") is None


def test_a_part_holds_all_tables(space: Workspace) -> None:
    part = write_part(space)
    folder = part_folder(space, part)
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(folder / f"{name}.parquet").equals(schema)
    rows = manifest(folder)["rows"]
    assert rows["articles"] == 20
    assert rows == {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in SCHEMAS}


def test_an_abandoned_part_leaves_nothing(space: Workspace) -> None:
    with PartWriter(space.snapshots) as writer:
        writer.add(extract(many(1)[0]), Origin())
    assert list(space.snapshots.iterdir()) == []


def test_a_missing_file_of_a_part_is_a_problem(space: Workspace) -> None:
    part = write_part(space)
    commit(space, 1, part)
    (space.snapshots / part / "places.parquet").unlink()
    with pytest.raises(Problem, match="备份"):
        open_collection(space, "a")


def test_only_old_orphans_are_swept(space: Workspace) -> None:
    kept, orphan, young = (write_part(space, 2) for _ in range(3))
    commit(space, 1, kept)
    half = space.snapshots / ".writing-x"
    half.mkdir()
    for path in (space.snapshots / kept, space.snapshots / orphan, half):
        os.utime(path, (time.time() - 9e5,) * 2)
    assert sorted(sweep(space)) == sorted([".writing-x", orphan])
    assert sorted(p.name for p in space.snapshots.iterdir()) == sorted([kept, young])
    assert sweep(space) == []


def test_full_text_finds_every_substring(tmp_path: Path) -> None:
    rng = random.Random(4)
    alphabet = "志愿服务队㐂𠮷ＡaB9９,，。 、"
    half = str.maketrans("Ａ９，", "A9,")
    texts = {f"t{n}": "".join(rng.choice(alphabet) for _ in range(25)) for n in range(150)}
    writer = IndexWriter(tmp_path / "i.sqlite")
    writer.add((name, "标题", text) for name, text in texts.items())
    writer.close()
    for _ in range(150):
        source = rng.choice(list(texts.values()))
        start = rng.randrange(20)
        part = source[start : start + rng.randrange(1, 5)]
        # Words with white space between must all be there; within a text it is not looked at.
        wanted = [word.translate(half).casefold() for word in part.split()]
        plain = {n: t.translate(half).casefold().replace(" ", "") for n, t in texts.items()}
        expected = [n for n, t in plain.items() if wanted and all(word in t for word in wanted)]
        assert find(tmp_path / "i.sqlite", part) == expected, part
    assert len(find(tmp_path / "i.sqlite", "标题")) == 150
    assert find(tmp_path / "i.sqlite", '"标 OR 题*') == []
    assert len(find(tmp_path / "i.sqlite", '"标 题"')) == 150


def test_an_index_of_an_older_program_is_searched_in_either_width(tmp_path: Path) -> None:
    path = tmp_path / "i.sqlite"
    writer = IndexWriter(path)
    writer.close()
    with sqlite3.connect(path) as old:
        # As it was written then: letters folded, widths as they stand.
        old.execute("PRAGMA user_version=0")
        for n, text in enumerate(("３０名", "30名"), start=1):
            old.execute("INSERT INTO article VALUES (?, ?)", (n, text))
            old.execute("INSERT INTO found (rowid, title, body) VALUES (?, '', ?)", (n, " ".join(text)))
    assert find(path, "30名") == find(path, "３０名") == ["３０名", "30名"]


def test_the_index_is_read_without_writing(tmp_path: Path) -> None:
    path = tmp_path / "home%20 室" / "i.sqlite"
    path.parent.mkdir()
    writer = IndexWriter(path)
    writer.add([("a", "题", "文")])
    writer.close()
    path.chmod(0o444)
    assert find(path, "文") == ["a"]
    assert [p.name for p in path.parent.iterdir()] == ["i.sqlite"]
    shutil.rmtree(path.parent)
    with pytest.raises(sqlite3.OperationalError):
        find(path, "文")


@pytest.mark.parametrize(
    ("level", "division", "code", "expected"),
    [
        ("village", ("省", "市", "县", "镇", "村"), None,
         {"province": "省", "city": "市", "county": "县", "town": "镇", "village": "村"}),
        ("village", ("省", "市", "甲县", "乙村"), None,
         {"province": "省", "city": "市", "county": "甲县", "village": "乙村"}),
        ("village", ("直市", "甲区", "乙镇", "丙村"), "110101001002",
         {"province": "直市", "county": "甲区", "town": "乙镇", "village": "丙村"}),
        ("village", ("直市", "甲区", "丙村"), None, {"province": "直市", "county": "甲区", "village": "丙村"}),
        ("town", ("省", "莞市", "甲镇"), "441900101000", {"province": "省", "city": "莞市", "town": "甲镇"}),
        ("county", ("直市", "甲区"), "110101000000", {"province": "直市", "county": "甲区"}),
        ("county", ("省", "源市"), "419001000000", {"province": "省", "county": "源市"}),
        ("city", ("省", "市"), None, {"province": "省", "city": "市"}),
        ("province", ("省",), None, {"province": "省"}),
        ("village", ("村",), None, {"village": "村"}),
        ("village", (), None, {}),
    ],
)  # fmt: skip
def test_a_chain_says_its_levels(
    level: Level, division: tuple[str, ...], code: str | None, expected: dict[str, str]
) -> None:
    assert by_level(level, division, code) == expected


def test_a_place_is_found_by_chain_code_and_name() -> None:
    place = Place("甲县乙镇", "town", ("省", "市", "甲县", "乙镇"), "990101102000", 0, 4)
    keys = {k.key: (k.level, k.chain) for k in keys_of(place)}
    assert keys == {
        "省": ("province", True), "990000000000": ("province", False),
        "省/市": ("city", True), "990100000000": ("city", False), "市": ("city", False),
        "省/市/甲县": ("county", True), "990101000000": ("county", False), "甲县": ("county", False),
        "省/市/甲县/乙镇": ("town", True), "990101102000": ("town", False), "乙镇": ("town", False),
        "甲县乙镇": ("town", False),
    }  # fmt: skip
    assert filter_key("990101") == "990101000000"
    assert filter_key("甲县") == "甲县"


@pytest.mark.parametrize(
    ("village", "key", "county"),
    [
        (Village("丙村", "990101102201", ("省", "市", "甲县", "乙镇", "丙村"), (), ()), "990101102201", "省/市/甲县"),
        (Village("丙村", None, ("省", "市", "甲县", "乙镇", "丙村"), (), ()), "省/市/甲县/丙村", "省/市/甲县"),
        (Village("丙村", None, ("省", "市", "甲县", "丙村"), (), ()), "省/市/甲县/丙村", "省/市/甲县"),
        (Village("丙村", None, (), (), ()), "/丙村", ""),
    ],
)
def test_two_villages_are_one_by_code_else_by_name_within_the_county(village: Village, key: str, county: str) -> None:
    assert (village_key(village), county_of(village)) == (key, county)


def test_a_maker_can_be_sent_to_a_worker() -> None:
    import pickle

    from analytics.batch.rules import FromRules

    assert pickle.loads(pickle.dumps(FromRules((Path("x.csv"),)))) == FromRules((Path("x.csv"),))
    assert FakeMaker().rules_version == "rules-1"


def older(home: Path, revision: str, *rows: tuple[str, dict[str, object]]) -> None:
    """A workspace of an older schema, with rows in it."""
    space = open_workspace(home)
    with space.engine.begin() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", str(migrate.FOLDER))
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, revision)
        for statement, values in rows:
            connection.execute(text(statement), values)
    space.close()


def test_who_deleted_moves_from_the_settings_to_the_collection(tmp_path: Path) -> None:
    dataset = (
        "INSERT INTO dataset (id, name, label, is_demo, created, deleted_at) "
        "VALUES (1, 'a', 'a', :no, '2026-01-01 00:00:00', '2026-02-01 00:00:00')"
    )
    setting = "INSERT INTO setting VALUES (:key, :value)"
    older(
        tmp_path, "0002", (dataset, {"no": False}), (setting, {"key": "deleted_by:a", "value": '"小林"'}),
        (setting, {"key": "other", "value": "1"}),
    )  # fmt: skip
    space = open_workspace(tmp_path)
    assert [d.deleted_by for d in space.datasets(deleted=True)] == ["小林"]
    assert space.setting("deleted_by:a") is None
    assert space.setting("other") == 1


def test_a_workspace_of_the_first_version_still_opens(tmp_path: Path) -> None:
    """Versions that know neither who made them nor a state; their parts lack the columns that came later."""
    dataset = "INSERT INTO dataset VALUES (1, 'a', 'a', :no, '2026-01-01 00:00:00')"
    version = "INSERT INTO version VALUES (1, 1, 1, '2026-01-01 00:00:00', 'r', 'g', 'k', :counts, '')"
    older(tmp_path, "0001", (dataset, {"no": False}), (version, {"counts": '{"added": 20}'}))
    space = open_workspace(tmp_path)
    part = write_part(space)
    folder = part_folder(space, part)
    table = pq.read_table(folder / "articles.parquet")
    pq.write_table(table.drop_columns(["signature", "unsure"]), folder / "articles.parquet")
    with space.engine.begin() as connection:
        connection.execute(text("INSERT INTO version_part VALUES (1, 0, :part)"), {"part": part})
    found = space.version("a")
    assert (found.action, found.who, found.of, found.changes, found.state_id) == (
        "import",
        "",
        None,
        {},
        None,
    )
    collection = open_collection(space, "a")
    assert len(articles(collection)) == 20
    assert headline(collection, View(kinds=KINDS)).activities.value == sum(len(extract(a).activities) for a in many(20))
    assert article(collection, "a3").unsure == ()
    path = write(tmp_path / "b.jsonl", many(25)[20:])
    import_files([path], "a", workspace=space, maker=FakeMaker(), reader=read, linker=Linker.own())
    assert len(articles(open_collection(space, "a"))) == 25
