"""How a quotation is cited: title, source, date and permanent address, as plain text; and dates as a reader reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from analytics.messages import Language, say
from analytics.model import Article, Span
from analytics.text.sentences import sentences
from analytics.views import View, day_name, to_query

_MARK = "\x00"
BEGINNING = 300
"""Characters among which the first sentence of an article is looked for."""
SEASONS = ("-21", "-22", "-23", "-24")
"""How EDTF writes spring to winter after the year."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a quotation, in one language."""

    before: str
    after: str


def cited(article: Article, link: str, taken: date, language: Language) -> Around:
    """The citation of an article: Chinese after GB/T 7714, English in plain words. ``link``: the permanent one;
    ``taken``: the day on which the text was taken in."""
    line = citation(
        article.title, article.author, article.source, article.published, article.url, link, taken, language
    )
    before, _, after = say("cite.quoted", language, quote=_MARK, line=line).partition(_MARK)
    return Around(before, after)


def citation(
    title: str, author: str | None, source: str | None, published: date | None, url: str | None, link: str, taken: date,
    language: Language,
) -> str:  # fmt: skip
    """The line alone, as ``cited`` puts it behind a quotation."""
    told = {
        "title": one_line(title) or say("cite.no_title", language),
        "author": say("cite.author", language, author=one_line(author)) if author else "",
        "source": one_line(source) or say("reading.no_source", language),
        "published": _day(published, language),
        "taken": _day(taken, language),
        "url": say("cite.url", language, url=url) if url and is_web(url) else "",
        "link": link,
    }
    return say("cite.line", language, **told)


def quotation(spans: Sequence[Span]) -> str:
    """The words of several runs of a text, in its order, with dots where something lies between them."""
    parts: list[str] = []
    end = None
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if end is not None and span.end <= end:
            continue
        parts += ["……"] if end is not None and span.start > end else []
        parts += [span.quote if end is None or span.start >= end else span.quote[end - span.start :]]
        end = span.end
    return one_line("".join(parts))


def beginning(text: str) -> str:
    """The first sentence of a text."""
    first = next(iter(sentences(text[:BEGINNING])), None)
    return one_line(text[first.start : first.end]) if first else ""


def reading_address(view: View, **extra: str) -> str:
    """The address of the reading page from the root of the site; ``extra``: ``id`` or ``article``."""
    return f"/reading?{urlencode(to_query(view) | extra, safe=',:/')}"


def date_text(edtf: str | None, language: Language) -> str:
    """A date as a reader reads it: approximate ones say so, unknown ones too."""
    if not edtf:
        return say("date.unknown", language)
    if edtf.endswith("~"):
        return say("date.about", language, date=date_text(edtf[:-1], language))
    if edtf.endswith("/.."):
        return say("date.since", language, date=edtf[:-3])
    if edtf.startswith("../"):
        return say("date.until", language, date=edtf[3:])
    if edtf[4:] in SEASONS:
        return say(f"date.season{edtf[5:]}", language, year=edtf[:4])
    return edtf.replace("/", " – ")


def is_web(url: str) -> bool:
    """Whether an address out of a source may become a link: any other scheme stays text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def one_line(text: str | None) -> str:
    """A text without line breaks and runs of blanks."""
    return " ".join((text or "").split())


def _day(day: date | None, language: Language) -> str:
    if day is None:
        return say("cite.no_date", language)
    return day.isoformat() if language == "zh" else day_name(day, language)
