"""Measures: a View over a Collection in, figures with the ids behind them out.

Open a collection with ``open_collection`` (cheap; safe to share across threads), then ask::

    collection = open_collection(workspace, "demo")            # latest version
    headline(collection, view), over_time(collection, view), activities(collection, view), facets(collection, view)
    villages(collection, view), pairings(collection, view), rows(collection, ids), article(collection, id)
    search(collection, "志愿服务")                              # article ids

``View.dataset`` and ``View.version`` are not looked at here: the collection says what is counted.
"""
