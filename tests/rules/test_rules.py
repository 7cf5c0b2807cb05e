"""The tables are sound, explained, and every fault is told by file, row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import ROOT

from analytics.extract.judge import rule_id
from analytics.problems import Problem
from analytics.rules import check_rules, load_rules
from analytics.rules.tables import TABLES
from analytics.rules.weight_rows import OccasionWeight, TypeWeight

RULES = ROOT / "data" / "rules"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules"


def test_the_tables_are_sound() -> None:
    assert check_rules(RULES) == []


def test_every_table_is_utf8_with_bom_so_that_excel_reads_it() -> None:
    for name in TABLES:
        assert (RULES / name).read_bytes().startswith(b"\xef\xbb\xbf"), name


def test_every_rule_explains_itself_in_both_languages() -> None:
    texts = load_rules(RULES).texts
    assert len(texts) > 100
    assert all(zh.strip() and en.strip() for zh, en in texts.values())


def test_every_sign_with_a_weight_is_explained() -> None:
    book = load_rules(RULES)
    signs = [w.sign for w in book.rows("occasion_weights.csv", OccasionWeight)]
    signs += [w.sign for w in book.rows("type_weights.csv", TypeWeight)]
    assert len(signs) > 200
    assert [s for s in signs if rule_id(s) not in book.texts] == []


def test_version_follows_the_content(copy: Path) -> None:
    before = load_rules(copy).version
    assert before == load_rules(RULES).version
    path = copy / "confidence.csv"
    path.write_text(path.read_text("utf-8-sig").replace("起点", "开头"), "utf-8-sig")
    assert load_rules(copy).version != before


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8-sig")


def test_every_fault_is_told_at_once(copy: Path) -> None:
    edit(copy / "confidence.csv", "the start,", "the start,much")
    edit(copy / "type_cues.csv", ",volunteering,actor,", ",voluntering,actor,")
    edit(copy / "people_cues.csv", "id,side", "id,seite")
    (copy / "served_cues.csv").unlink()
    (copy / "stray.csv").write_text("a\n", "utf-8-sig")
    faults = {(f.file, f.row, f.column) for f in check_rules(copy)}
    assert ("confidence.csv", 2, "weight") in faults
    assert ("type_cues.csv", 2, "type") in faults
    assert {("people_cues.csv", 1, "seite"), ("people_cues.csv", 1, "side")} <= faults
    assert ("served_cues.csv", 0, "") in faults
    assert ("stray.csv", 0, "") in faults


def test_an_id_stands_once_over_all_tables(copy: Path) -> None:
    edit(copy / "confidence.csv", "confidence.base", "people.own.noun")
    assert any("people.own.noun" in f.message for f in check_rules(copy))


def test_a_faulty_book_does_not_load(copy: Path) -> None:
    edit(copy / "confidence.csv", "the start,", "the start,much")
    with pytest.raises(Problem) as caught:
        load_rules(copy)
    assert "confidence.csv" in caught.value.text("zh")
    assert "check-rules" in caught.value.text("en")


def test_not_utf8_is_a_fault_not_a_crash(copy: Path) -> None:
    (copy / "confidence.csv").write_bytes("id,权重".encode("gb18030"))
    assert [f.file for f in check_rules(copy)] == ["confidence.csv"]
