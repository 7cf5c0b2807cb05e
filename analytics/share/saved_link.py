"""The link that a saved view keeps: the page, the View with its pinned versions, and how the page looks at it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from analytics.views import View, from_query, to_query

VERSION_KEYS = ("v", "rev")


@dataclass(frozen=True, slots=True)
class SavedLink:
    """``page``: the key of a page, "" for the first one. ``look``: its own keys of the link."""

    page: str
    view: View
    look: Mapping[str, str]

    def text(self) -> str:
        """The link from the root of the site; ``read_link`` is the inverse."""
        query = urlencode(to_query(self.view) | dict(self.look), safe=",:/")
        return f"/{self.page}?{query}"

    @property
    def today(self) -> View:
        """The View over the latest data, with what people have said of them until now."""
        return replace(self.view, version=None, revision=None)


def read_link(text: str, keys: Collection[str]) -> SavedLink:
    """A saved link. ``keys``: those that pages know besides the View's; what they do not know any more is left out."""
    parts = urlsplit(text)
    query = dict(parse_qsl(parts.query))
    look = {key: value for key, value in query.items() if key in keys}
    return SavedLink(parts.path.strip("/"), from_query(query, keys)[0], look)
