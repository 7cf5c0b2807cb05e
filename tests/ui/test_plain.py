from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.share.tables import csv_bytes, guarded
from analytics.ui.plain import is_web, plain

AWKWARD = [
    "**x** <script>alert(1)</script> :red[a] $a$ [x](javascript:alert(1))", ":material/home: :smile:", "# 一级标题",
    "1. 列表", "- 列表", "> 引用", "    代码", "`code` ~~删~~ a_b_c", "https://a.example www.a.example a@b.example",
    "A -> B <- C -- D", "| a | b |", "\\*x\\*", "&lt;b&gt;",
]  # fmt: skip
PUNCTUATION = set(string.punctuation)


@pytest.mark.parametrize("text", AWKWARD)
def test_every_sign_of_markdown_is_escaped_and_nothing_is_lost(text: str) -> None:
    shown = plain(text)
    at = 0
    while at < len(shown):
        if shown[at] == "\\":
            assert shown[at + 1] in PUNCTUATION
            at += 2
            continue
        assert shown[at] not in PUNCTUATION
        at += 1
    assert unescaped(shown).replace("\u2060", "") == " ".join(text.split())


@pytest.mark.parametrize("run", [":material/home:", ":smile:", "->", "<-", "--", "https://", "www.", "a@b"])
def test_what_is_replaced_after_escaping_is_kept_apart(run: str) -> None:
    assert run not in unescaped(plain(f"x {run} y"))


@given(st.text(max_size=60))
def test_any_text_comes_back_on_one_line(text: str) -> None:
    text = text.replace("\u2060", "")
    shown = plain(text)
    assert "\n" not in shown
    assert unescaped(shown).replace("\u2060", "") == " ".join(text.split())


def unescaped(text: str) -> str:
    """As a reader of Markdown takes escapes away."""
    found, at = "", 0
    while at < len(text):
        at += text[at] == "\\"
        found += text[at]
        at += 1
    return found


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_a_table_opens_in_excel_and_keeps_numbers() -> None:
    frame = pd.DataFrame({"标题": ["=cmd|' /C calc'!A0", "平常"], "=类型": [["志愿服务", "走访"], []], "人数": [-3, 5]})
    data = csv_bytes(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == [
        "标题,'=类型,人数",
        "'=cmd|' /C calc'!A0,志愿服务、走访,-3",
        "平常,,5",
    ]


def test_an_empty_table_keeps_its_columns() -> None:
    assert csv_bytes(pd.DataFrame({"a": [], "b": []})).decode("utf-8-sig").strip() == "a,b"


@pytest.mark.parametrize(
    ("url", "live"),
    [
        ("https://报.example/a?b=1", True), ("http://a.example", True), ("HTTPS://A.example/x", True),
        ("javascript:alert(1)", False), (" javascript:alert(1)", False), ("java\nscript:alert(1)", False),
        ("data:text/html,x", False), ("//a.example", False), ("http:", False), ("http://[", False), ("", False),
        ("http://a.example/\u202egpj", False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str, live: bool) -> None:
    assert is_web(url) is live
