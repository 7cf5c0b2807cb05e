"""A frozen view as it is given out: its files never change; names are masked in what is read from them, where the setting of the
collection says so now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from analytics.measures import Collection, for_guests, open_collection
from analytics.measures.streaming import articles_by
from analytics.model import Article, Span
from analytics.privacy import Masks, masking_of
from analytics.share import freezing
from analytics.share.account_values import Account, ToldArticle
from analytics.share.page_file import html_bytes
from analytics.store import frozen
from analytics.store.frozen import Frozen
from analytics.store.workspace import Workspace


def masks_on_page(space: Workspace, one: Frozen) -> Masks:
    """Whose names are masked for whoever looks at it."""
    return masking_of(space, one.dataset).masks if space.guest else "none"


def told(space: Workspace, one: Frozen) -> Account:
    """Its account as whoever asks may see it. Raises as ``freezing.told_by`` and ``open_collection`` do."""
    return _told(space, one, masked=masks_on_page(space, one) != "none")


def page(space: Workspace, one: Frozen) -> bytes:
    """Its page as it may be taken away: byte for byte as it was frozen where nothing is masked."""
    masking = masking_of(space, one.dataset)
    if not (masking.in_exports or (masking.on and space.guest)):
        return frozen.page_bytes(space, one)
    return html_bytes(_told(space, one, masked=True), title=one.title)


def _told(space: Workspace, one: Frozen, *, masked: bool) -> Account:
    found = freezing.told_by(space, one)
    if not masked:
        return found
    return hidden(found, for_guests(open_collection(space, one.dataset, one.version, one.revision)))


def hidden(account: Account, collection: Collection) -> Account:
    """An account whose quotes say what the masked articles of ``collection`` say in their place; every number is the same."""
    ids = pa.array([one.id for one in account.articles], pa.string())
    articles = {one.id: one for batch in articles_by(collection, ids, with_text=True) for one in batch}
    activities = tuple(
        replace(
            one, quotes=_quotes(one.quotes, articles[one.article]), date_quote=_quote(one.date_quote, articles[one.article]),
            people_quote=_quote(one.people_quote, articles[one.article]),
        )
        for one in account.activities
    )  # fmt: skip
    standing = tuple(replace(one, quotes=_quotes(one.quotes, articles[one.article])) for one in account.standing)
    told_articles = tuple(_article(one, articles) for one in account.articles)
    masks = collection.masking.masks
    return replace(account, activities=activities, standing=standing, articles=told_articles, masks=masks)


def _article(one: ToldArticle, articles: Mapping[str, Article]) -> ToldArticle:
    return replace(one, title=articles[one.id].title, author=articles[one.id].author)


def _quotes(spans: Sequence[Span], article: Article) -> tuple[Span, ...]:
    return tuple(Span.of(article.text, span.start, span.end) for span in spans)


def _quote(span: Span | None, article: Article) -> Span | None:
    return None if span is None else Span.of(article.text, span.start, span.end)
