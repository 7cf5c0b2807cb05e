"""How a worker gets its extractor: from the rule tables and the gazetteer of the settings, once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.model import Article, Extraction
from analytics.rules import load_rules
from analytics.settings import settings


@dataclass(frozen=True)
class FromRules:
    """Makes extract functions; small enough to be sent to a worker.

    ``extra_places``: tables of places of one's own. ``rules``: folder of rule tables, the project's own by default.
    """

    extra_places: tuple[Path, ...] = ()
    rules: Path | None = None

    def __call__(self) -> _Extract:
        """The extract function, with rules and gazetteer loaded. Raises Problem when a table is unsound."""
        return _Extract(self.extractor)

    @cached_property
    def extractor(self) -> Extractor:
        """The extractor of this process; it knows the versions of its rules and gazetteer."""
        data = settings().data
        rules = load_rules(self.rules or data / "rules")
        return Extractor(rules, load_gazetteer(data / "gazetteer", self.extra_places))

    @property
    def rules_version(self) -> str:
        """Version of the rules."""
        return self.extractor.rules_version

    @property
    def gazetteer_version(self) -> str:
        """Version of the gazetteer."""
        return self.extractor.gazetteer_version

    def __getstate__(self) -> dict[str, object]:
        return {"extra_places": self.extra_places, "rules": self.rules}


@dataclass(frozen=True)
class _Extract:
    """Callable as ``Extract``."""

    extractor: Extractor

    def __call__(self, article: Article) -> Extraction:
        return self.extractor.extract(article)
