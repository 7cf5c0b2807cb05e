"""Measures: a View over a Collection in, figures with the ids behind them out.

Open a collection with ``open_collection`` (cheap; safe to share across threads), then ask::

    collection = open_collection(workspace, "demo")            # latest version
    headline(collection, view), over_time(collection, view), activities(collection, view), facets(collection, view)
    villages(collection, view), pairings(collection, view), rows(collection, ids), article(collection, id)
    search(collection, "志愿服务")                              # article ids
    reports(collection, view), report_rows(collection, view, ids), articles_of(collection, ids)
    standing(collection, pair, articles), towns(collection), size(collection)
    rules_fired(collection), fired_by(collection, rule), related(collection, id), merges(collection),
    alike(collection, id), group_of(collection, id)

``View.dataset`` and ``View.version`` are not looked at here: the collection says what is counted.
"""

from analytics.measures.alike import alike
from analytics.measures.article import article
from analytics.measures.card import Card, card
from analytics.measures.collection import Collection, as_written, for_export, for_guests, open_collection
from analytics.measures.facets import facets
from analytics.measures.groups import group_of
from analytics.measures.headline import headline
from analytics.measures.matching import placed
from analytics.measures.names import name_table, names, try_name
from analytics.measures.over_time import over_time
from analytics.measures.related import Related, merges, related
from analytics.measures.reports import Reports, articles_of, report_rows, reports
from analytics.measures.results import (
    Activities,
    ArticlePage,
    Check,
    Facets,
    Figure,
    Headline,
    LeftOut,
    Placed,
    Table,
    Timeline,
)
from analytics.measures.rules_fired import fired_by, rules_fired
from analytics.measures.search import search
from analytics.measures.served import pairings, villages
from analytics.measures.size import Size, size
from analytics.measures.standing import Standing, standing
from analytics.measures.tables import activities, activity_article, articles, rows, span
from analytics.measures.towns import towns

__all__ = [
    "Activities", "ArticlePage", "Card", "Check", "Collection", "Facets", "Figure", "Headline", "LeftOut", "Placed",
    "Related", "Reports", "Size", "Standing", "Table", "Timeline", "activities", "activity_article", "alike", "article",
    "articles", "articles_of", "as_written", "card", "facets", "fired_by",
    "for_export", "for_guests", "group_of", "headline", "merges", "name_table", "names",
    "open_collection", "over_time", "pairings", "placed", "related", "report_rows", "reports", "rows",
    "rules_fired", "search", "size", "span", "standing", "towns", "try_name", "villages",
]  # fmt: skip
