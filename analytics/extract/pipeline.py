"""The whole road inside extract: one article in, one extraction out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import dropwhile

from analytics.extract.article import ArticleJudge, article_signs
from analytics.extract.assemble import Assembler
from analytics.extract.counts import ClaimWords
from analytics.extract.cues import CueScan
from analytics.extract.facts import Facts, Readings, gather
from analytics.extract.judge import OccasionJudge
from analytics.extract.leaning import WordScan
from analytics.extract.limits import Limits
from analytics.extract.numbers import read_numbers
from analytics.extract.occasions import group
from analytics.extract.served import village_name
from analytics.extract.signs import Outline
from analytics.extract.stance import plans
from analytics.extract.units import read_units
from analytics.extract.when import TimeReader
from analytics.extract.where import PlaceMention, PlaceReader
from analytics.extract.who import OrgReader, pairings
from analytics.extract.written import as_written
from analytics.gazetteer import Gazetteer
from analytics.model import Article, Extraction
from analytics.rules import RuleBook
from analytics.rules.text_rows import TextVariant
from analytics.rules.weight_rows import ArticleWeight, OccasionWeight
from analytics.text.fold import Folded, Folding
from analytics.text.sentences import Sentence, lines


class Extractor:
    """Reads articles by one rule book and one gazetteer. Safe to share: it keeps nothing between articles."""

    def __init__(self, book: RuleBook, gazetteer: Gazetteer) -> None:
        self.rules_version = book.version
        self.gazetteer_version = gazetteer.version
        self._folding = Folding({v.written: v.standard for v in book.rows("text_variants.csv", TextVariant)})
        self._cues = CueScan(book)
        self._words = WordScan(book)
        self._limits = Limits.of(book)
        self._times = TimeReader(book)
        self._places = PlaceReader(book, gazetteer)
        self._orgs = OrgReader(book)
        self._claims = ClaimWords.of(book)
        self._articles = ArticleJudge(book.rows("article_weights.csv", ArticleWeight))
        self._judge = OccasionJudge(book.rows("occasion_weights.csv", OccasionWeight))
        self._assembler = Assembler(book)

    def extract(self, article: Article) -> Extraction:
        """Every activity, pairing and village of an article. The same article gives the same extraction, always."""
        plain, folded = self.folded(article)
        found = self._read(plain)
        return found if plain is article else as_written(found, article, folded)

    def look(self, article: Article) -> tuple[list[Sentence], Readings, list[Facts]]:
        """Everything that is read before anything is decided: sentences, readings, and the facts of every unit.

        ``article.text`` must be folded.
        """
        text = article.text
        parts = list(lines(text))
        cues = self._cues.read(text)
        units = read_units(text, parts, cues)
        ahead = [(u.start, u.end) for u in units if plans(u, cues)]
        mentions = self._orgs.read(text, article.title)
        places = self._places.read(text, self._places.context(text, article.title, article.source))
        readings = Readings(
            text=text,
            title=article.title,
            published=article.published,
            cues=cues,
            times=self._times.read(text, article.published, ahead),
            numbers=tuple(read_numbers(text)),
            mentions=mentions,
            places=places,
            pairs=pairings(text, parts, mentions, _named_villages(places), self._orgs.lexicon),
            claims=self._claims,
            lexicon=self._orgs.lexicon,
            leaning=self._words.read(text),
            scan=self._cues,
            limits=self._limits,
            lengths=partial(self._times.lengths, text),
        )
        return parts, readings, _told([gather(u, readings) for u in units])

    def folded(self, article: Article) -> tuple[Article, Folded]:
        """The article as it is read, and the way back to the text as written."""
        folded = self._folding.fold(article.text)
        if folded.text == article.text:
            return article, folded
        source = self._folding.plain(article.source) if article.source else None
        return replace(article, text=folded.text, title=self._folding.plain(article.title), source=source), folded

    def _read(self, article: Article) -> Extraction:
        parts, readings, facts = self.look(article)
        outline = Outline.of(facts, self._limits)
        odds = self._articles.odds(article_signs(outline))
        return self._assembler.assemble(article, parts, readings, group(outline, self._judge), odds)


def _told(units: list[Facts]) -> list[Facts]:
    """The units without those at the head of the article in which nothing is told yet."""
    return list(dropwhile(lambda f: f.empty, units))


def _named_villages(places: Sequence[PlaceMention]) -> list[tuple[int, int, str]]:
    return [(p.place.start, p.place.end, village_name(p)) for p in places if p.is_village and not p.inside]
