"""Villages of the annotated articles: found, and no village read that the text does not name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analytics.extract.where import PlaceReader
from analytics.gazetteer import load_gazetteer
from analytics.rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "dev"
RECALL_FLOOR = 0.97
PRECISION_FLOOR = 0.8
"""Of the villages read, those that gold counts as served; the others (0.17) are named in the text but not served."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold files are not beside this clone"),
]


@pytest.fixture(scope="module")
def reader() -> PlaceReader:
    return PlaceReader(load_rules(ROOT / "data" / "rules"), load_gazetteer(ROOT / "data" / "gazetteer"))


def test_gold_villages_are_found(reader: PlaceReader) -> None:
    wanted, found, read = 0, 0, 0
    for path in sorted(GOLD.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        context = reader.context(article["text"], article["title"] or "", article["source"])
        names = {m.village for m in reader.read(article["text"], context) if m.is_village}
        gold = set(article["villages"])
        wanted, found, read = wanted + len(gold), found + len(gold & names), read + len(names)
    assert found / wanted >= RECALL_FLOOR
    assert found / read >= PRECISION_FLOOR


def test_the_article_that_it_began_with(reader: PlaceReader) -> None:
    article = json.loads((GOLD / "qingzhou.json").read_text("utf-8"))
    context = reader.context(article["text"], article["title"], article["source"])
    assert context.county is not None
    assert context.county.code == "370781000000"
    villages = {m.village: m.place for m in reader.read(article["text"], context) if m.is_village}
    assert set(villages) == {"梨园店村", "宋阁村", "西张村"}
    assert all((place.code or "").startswith("370781") for place in villages.values())
