"""The sentences of a page: every activity with its words, its source and its permanent address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from analytics.messages import say
from analytics.model import Span
from analytics.share.account_values import Account, ToldActivity, ToldArticle, ToldStanding
from analytics.share.addresses import Addresses
from analytics.share.citing import is_web, one_line
from analytics.share.markup import Markup, joined, tag
from analytics.share.naming import about
from analytics.views import day_name


class Told:
    """Numbers what is told from 1, in the order of the account, and draws it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.language = account.language
        self.addresses = Addresses(account)
        ids = [*(a.id for a in account.activities), *(s.id for s in account.standing)]
        self.numbers = {one: n for n, one in enumerate(ids, start=1)}
        self.articles = {article.id: article for article in account.articles}
        self.short = {a.id: about(a, self.language) for a in account.activities}
        self.short |= {s.id: f"{s.a} — {s.b}" for s in account.standing}

    def section(self, used: Collection[str]) -> Markup:
        """Everything that is quoted: those of ``used``."""
        items = [self._activity(a) for a in self.account.activities if a.id in used]
        items += [self._standing(s) for s in self.account.standing if s.id in used]
        heading = tag("h2", say("document.sentences", self.language, count=f"{len(items):,}"))
        return tag("section", heading, tag("ol", *items, class_="told"))

    def _activity(self, a: ToldActivity) -> Markup:
        kind = "" if a.kind == "event" else f" · {say(f'kind.{a.kind}', self.language)}"
        heading = tag("p", tag("span", f"[{self.numbers[a.id]}]", class_="no"), tag("b", f"{self.short[a.id]}{kind}"))
        return self._item(a.id, a.article, heading, joined(self._read(a)), a.quotes)

    def _read(self, a: ToldActivity) -> Iterator[Markup]:
        """What was read from the sentences."""
        join = say("reading.join", self.language)
        lines = {
            "organisations": join.join(dict.fromkeys(o.name for o in a.organisations)),
            "villages": join.join(a.villages),
            "places": join.join(dict.fromkeys(p.name for p in a.places)),
            "people": say("reading.people_value", self.language, count=f"{a.people:,}") if a.people is not None else "",
        }
        for name, text in lines.items():
            if text:
                yield tag("p", f"{say(f'document.{name}', self.language)} ", tag("bdi", text), class_="soft")

    def _standing(self, s: ToldStanding) -> Markup:
        heading = tag("p", tag("span", f"[{self.numbers[s.id]}]", class_="no"), tag("b", tag("bdi", self.short[s.id])))
        kind = tag("p", say("document.standing", self.language), class_="soft")
        return self._item(s.id, s.article, heading, kind, s.quotes)

    def _item(self, one: str, article: str, heading: Markup, read: Markup, quotes: Sequence[Span]) -> Markup:
        words = (
            tag("blockquote", span.quote, title=say("document.position", self.language, start=span.start, end=span.end))
            for span in quotes
        )
        return tag("li", heading, *words, read, self._source(self.articles[article], one), id=f"s{self.numbers[one]}")

    def _source(self, article: ToldArticle, one: str) -> Markup:
        title = one_line(article.title)
        title = say("document.work", self.language, title=title) if title else say("cite.no_title", self.language)
        source = one_line(article.source) or say("reading.no_source", self.language)
        day = day_name(article.published, self.language) if article.published else say("cite.no_date", self.language)
        parts = [tag("bdi", tag("cite", title)), tag("bdi", source), tag("span", day)]
        if article.author:
            parts.insert(1, tag("bdi", one_line(article.author)))
        address = self.addresses.of(one)
        linked = tag("a", address, href=address, rel="noopener") if is_web(address) else tag("span", address)
        lines = [tag("p", joined(parts, " · "), class_="soft")]
        if article.url:
            lines.append(tag("p", say("document.original", self.language), " ", web_link(article.url), class_="soft"))
        lines.append(tag("p", say("document.permanent", self.language), " ", linked, class_="soft"))
        return joined(lines)


def web_link(url: str) -> Markup:
    """An address out of a source: a link where it is one of the web, text where it is anything else."""
    if not is_web(url):
        return tag("bdi", url)
    return tag("a", tag("bdi", url), href=url, rel="noopener noreferrer", target="_blank")
