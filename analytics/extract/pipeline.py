"""The whole road inside extract: one article in, one extraction out."""

from __future__ import annotations

from analytics.extract.assemble import Assembler
from analytics.extract.counts import claim_units
from analytics.extract.cues import CueScan
from analytics.extract.facts import Readings, gather
from analytics.extract.numbers import read_numbers
from analytics.extract.occasions import group
from analytics.extract.stance import plans
from analytics.extract.units import read_units
from analytics.extract.when import TimeReader
from analytics.extract.where import PlaceReader
from analytics.extract.who import OrgReader
from analytics.gazetteer import Gazetteer
from analytics.model import Article, Extraction
from analytics.rules import RuleBook
from analytics.text.sentences import sentences


class Extractor:
    """Reads articles by one rule book and one gazetteer. Safe to share: it keeps nothing between articles."""

    def __init__(self, book: RuleBook, gazetteer: Gazetteer) -> None:
        self.rules_version = book.version
        self.gazetteer_version = gazetteer.version
        self._cues = CueScan(book)
        self._times = TimeReader(book)
        self._places = PlaceReader(book, gazetteer)
        self._orgs = OrgReader(book)
        self._claim_units = claim_units(book)
        self._assembler = Assembler(book)

    def extract(self, article: Article) -> Extraction:
        """Every activity, pairing and village of an article. The same article gives the same extraction, always."""
        text = article.text
        parts = sentences(text)
        cues = self._cues.read(text)
        units = read_units(text, parts, cues)
        ahead = [(u.start, u.end) for u in units if plans(u, cues)]
        readings = Readings(
            text=text,
            published=article.published,
            cues=cues,
            times=self._times.read(text, article.published, ahead),
            numbers=tuple(read_numbers(text)),
            mentions=self._orgs.read(text, article.title),
            places=self._places.read(text, self._places.context(text, article.title, article.source)),
            claim_units=self._claim_units,
            lexicon=self._orgs.lexicon,
        )
        occasions = group([gather(u, readings) for u in units])
        return self._assembler.assemble(article, parts, readings, occasions)
