"""How a worker gets its extractor: from the rule tables and the gazetteer of the settings, once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analytics.extract.pipeline import Extractor
from analytics.gazetteer import Gazetteer, load_gazetteer
from analytics.model import Article, Extraction
from analytics.rules import RuleBook, load_rules
from analytics.settings import settings


@dataclass(frozen=True)
class FromRules:
    """Makes extract functions; small enough to be sent to a worker.

    ``extra_places``: tables of places of one's own. ``rules``: folder of rule tables, the project's own by default.
    """

    extra_places: tuple[Path, ...] = ()
    rules: Path | None = None

    def __call__(self) -> _Extract:
        """The extract function, with rules and gazetteer loaded. Raises Problem when a table is unsound.

        It is kept by nobody else: an import links with the memory that extraction gave back.
        """
        return _Extract(Extractor(self._book, self._gazetteer))

    @property
    def rules_version(self) -> str:
        """Version of the rules."""
        return self._book.version

    @property
    def gazetteer_version(self) -> str:
        """Version of the gazetteer."""
        return self._gazetteer.version

    @cached_property
    def _book(self) -> RuleBook:
        """Read once: what is changed meanwhile counts for the next run."""
        return load_rules(self.rules or settings().data / "rules")

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return load_gazetteer(settings().data / "gazetteer", self.extra_places)

    def __getstate__(self) -> dict[str, object]:
        return {"extra_places": self.extra_places, "rules": self.rules}


@dataclass(frozen=True)
class _Extract:
    """Callable as ``Extract``."""

    extractor: Extractor

    def __call__(self, article: Article) -> Extraction:
        return self.extractor.extract(article)
