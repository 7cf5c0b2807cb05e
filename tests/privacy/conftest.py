"""A collection with names planted in every place from which something is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from databases import database, pytest_generate_tests

from analytics.api import asked
from analytics.importing import import_files
from analytics.settings import settings
from analytics.store.workspace import Workspace, open_workspace

__all__ = ["database", "pytest_generate_tests"]
NAME = "named"
PLANTED = ("李小明", "陈桂兰", "欧阳春华", "王建国", "赵雨萱")
"""Who is served."""
KEPT = ("张志强", "周文")
"""An office, an author."""


def _article(number: int, title: str, text: str) -> dict[str, Any]:
    return {
        "id": f"n-{number}", "title": title, "published": f"2025-03-{number:02}", "source": "云岫周报", "author": "记者 周文",
        "url": None, "text": text,
    }  # fmt: skip


ARTICLES = [
    _article(
        3, "志愿者为李小明老人义诊",
        "本报讯（记者 周文） 3月2日，云岫医院党支部与柳林村党支部结对，在柳林村开展义诊志愿服务活动，"
        "村支书张志强和村民李小明等30人参加。"
        "志愿者看望了陈桂兰老人、欧阳春华老人。\n“感谢你们。”李小明激动地说，云岫医院党支部还给王建国送去药品。",
    ),
    _article(
        5, "爱心书包送到赵雨萱同学手中",
        "3月4日，青岗镇团委走进青岗小学开展助学捐赠志愿服务活动，为学生赵雨萱、李小明送去书包，40名学生参加。赵雨萱说，她很高兴。",
    ),
    _article(6, "张家村开展环境整治", "3月5日，云岫医院党支部在张家村开展环境整治志愿服务活动，20名党员参加。"),
]  # fmt: skip


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    asked.workspace.cache_clear()
    file = tmp_path / "named.jsonl"
    file.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in ARTICLES), "utf-8")
    import_files([file], NAME)
    yield open_workspace()
    asked.workspace.cache_clear()
    settings.cache_clear()
