"""The head count of an activity: people of an organisation that only joins in are a part, and no whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from analytics.extract.people import best_count
from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.model import Article
from analytics.rules import load_rules

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def extractor() -> Extractor:
    return Extractor(load_rules(DATA / "rules"), load_gazetteer(DATA / "gazetteer", [DATA / "demo" / "places.csv"]))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("5月6日，县图书馆在广场举办读书会。县中医院的4名医生为读者把脉。", None),
        ("县文化馆走进敬老院，为老人演出，县书法协会的7名会员现场写春联。", None),
        ("5月6日，县图书馆在广场举办读书会。该馆6名馆员为读者指路。", 6),
        ("县供电公司送电下乡。县供电公司青岗供电所的6名职工检修线路。", 6),
        ("县水利局机关党支部与县林业局机关党支部联合植树。双方40名党员参加。", 40),
        ("县消防救援大队和县供电公司的12名队员来到学校检修电路。", 12),
        ("县中医院的4名医生来到敬老院，为老人把脉。", 4),
    ],
)
def test_people_of_those_who_only_join_in(text: str, people: int | None) -> None:
    _, readings, facts = extractor().look(Article("a", "", None, None, None, None, text))
    best = best_count(readings.text, facts)
    assert (best.people if best else None) == people
