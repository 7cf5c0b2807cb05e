"""What holds for any text: offsets, order, repeatability; and what an article tells beyond one sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from analytics.extract.who import OrgReader, pairings, roles, subject_before
from analytics.model import Span
from analytics.rules import load_rules
from analytics.text.sentences import sentences

READER = OrgReader(load_rules(ROOT / "data" / "rules"))
LEXICON = READER.lexicon
PIECES = (
    "县税务局", "第一党支部", "该局", "双方", "三方", "青石村", "村里", "学校", "有限公司", "市一院",
    "“红石榴”", "志愿服务队", "（分公司）", "与", "和", "、", "，", "。", "\n", "结对共建", "联合", "走进",
    "为", "在", "由", "主办", "局长", "张三", "的", "党员", "30余名", "6月1日", "联合国", "网", "会同",
    "𠮷", "😀", " ", "(", ")", "”", "“",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_read_without_fault_and_the_same_twice(text: str) -> None:
    found = READER.read(text, "")
    assert found == OrgReader.read(READER, text, "")
    for one, after in pairwise(found):
        assert one.end <= after.start
    for m in (side for mention in found for side in mention.sides):
        assert text[m.start : m.end] == m.name
        assert text[m.full_start : m.full_end] == m.full != ""
    whole = [Span.of(text, 0, len(text))]
    for o in roles(text, whole, found, None, LEXICON):
        assert text[o.start : o.end] == o.name
    for p in pairings(text, sentences(text), found, (), LEXICON):
        assert p.a != p.b
        assert p.spans
    subject_before(text, len(text) // 2, found, LEXICON)


def test_every_rule_that_is_named_can_be_looked_up() -> None:
    book = load_rules(ROOT / "data" / "rules")
    text = "县税务局与江苏远洋纺织有限公司签订共建协议。双方都很高兴，远洋纺织的员工也来了。"
    assert {m.rule for m in READER.read(text, "")} <= set(book.texts)
    assert {p.rule for p in pairings(text, sentences(text), READER.read(text, ""), (), LEXICON)} <= set(book.texts)


def test_a_name_in_the_title_alone_is_not_read() -> None:
    assert READER.read("我院组织专家义诊。", "市第一人民医院举办义诊") == ()


def test_the_inherited_subject_is_the_organiser_of_a_clause_without_one() -> None:
    text = "县税务局组织党员走进社区；多次到敬老院看望老人。"
    found = READER.read(text, "")
    at = text.index("多次")
    subject = subject_before(text, at, found, LEXICON)
    assert subject is not None
    assert [(o.name, o.role) for o in roles(text, [Span.of(text, at, len(text))], found, subject, LEXICON)] == [
        ("县税务局", "organiser")
    ]


@pytest.mark.parametrize("scene", ["在浙江杭州，志愿者走上街头。", "江苏泰州100多名志愿者清扫街道。"])
def test_a_scene_of_its_own_inherits_nobody(scene: str) -> None:
    text = "西南大学志愿者走进田间。" + scene
    assert subject_before(text, text.index(scene), READER.read(text, ""), LEXICON) is None


def test_villages_read_elsewhere_take_part_in_pairings() -> None:
    text = "机关第一党支部与杨柳青结对共建。"
    at = text.index("杨柳青")
    found = pairings(text, sentences(text), READER.read(text, ""), [(at, at + 3, "杨柳青")], LEXICON)
    assert [(p.a, p.b, p.kind) for p in found] == [("机关第一党支部", "杨柳青", "branch_village")]


def test_a_branch_does_not_stand_beside_its_own_organisation() -> None:
    text = "清河县农商银行党支部到前进村走访，清河县农商银行还送去大米。"
    found = roles(text, [Span.of(text, 0, len(text))], READER.read(text, ""), None, LEXICON)
    assert [(o.name, o.role) for o in found] == [("清河县农商银行党支部", "organiser"), ("前进村", "beneficiary")]
