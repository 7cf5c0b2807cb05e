"""An article as a whole: a report on activities, or general news; and a date that all events so far name."""

from __future__ import annotations

import json
from datetime import date

from support import ROOT

from analytics.contract import article_from
from analytics.extract.article import ArticleJudge, article_signs
from analytics.extract.pipeline import Extractor
from analytics.extract.signs import Outline
from analytics.model import Article
from analytics.rules import load_rules
from analytics.rules.weight_rows import ArticleWeight


def odds(extractor: Extractor, article: Article) -> float:
    _, readings, facts = extractor.look(extractor.folded(article)[0])
    judge = ArticleJudge(load_rules(ROOT / "data" / "rules").rows("article_weights.csv", ArticleWeight))
    return judge.odds(article_signs(Outline.of(facts, readings.limits)))


def test_general_news_is_told_from_reports(extractor: Extractor) -> None:
    general = [article_from(x) for x in (ROOT / "tests" / "gold" / "general.jsonl").read_bytes().splitlines()]
    told = [p.read_bytes() for p in sorted((ROOT / "tests" / "gold").glob("web-*.json"))]
    reports = [article_from(raw) for raw in told if json.loads(raw)["activities"]]
    assert sum(odds(extractor, a) > 0 for a in general[::4]) <= 1
    assert sum(odds(extractor, a) < 0 for a in reports[::4]) <= 1


def test_an_empty_article_has_odds(extractor: Extractor) -> None:
    assert odds(extractor, Article("a", "", None, None, None, None, "")) < 0


def dates(extractor: Extractor, text: str) -> list[str | None]:
    article = Article("a", "", date(2024, 6, 20), None, None, None, text)
    return [a.date.edtf for a in extractor.extract(article).activities if a.kind == "event"]


def test_the_one_date_that_all_events_name_is_inherited(extractor: Extractor) -> None:
    first = "“家里的线路好多年没换过了。”石桥村的老人说。\n6月12日，县供电公司的8名志愿者走进石桥村，为老人检修线路。\n"
    second = "6月14日，县医院的医生来到双河村义诊。\n"
    undated = "在双河村，县医院的医生们为80多名村民测血压、送药品，把义诊台搬到了大树下。"
    assert dates(extractor, first + undated) == ["2024-06-12", "2024-06-12"]
    undated = "县司法局的工作人员则在莲塘村开展法治宣讲，发放宣传册300份。"
    assert dates(extractor, first + second + undated)[-1] is None, "two dates: none of them is the one"


def test_a_first_day_and_how_long_it_lasted_are_a_range(extractor: Extractor) -> None:
    told = "6月3日，县图书馆的8名志愿者来到石桥村，为孩子们开办{}夏令营。"
    assert dates(extractor, told.format("为期四天的")) == ["2024-06-03/2024-06-06"]
    assert dates(extractor, told.format("")) == ["2024-06-03"]
    ended = told.format("为期四天的").replace("6月3日", "6月3日至5日")
    assert dates(extractor, ended) == ["2024-06-03/2024-06-05"], "the last day is told: it holds"
