import sys
from pathlib import Path

import pytest
from support import ROOT

from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.linking.rules import LinkRules
from analytics.rules import RuleBook, load_rules

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_rules(ROOT / "data" / "rules")


@pytest.fixture(scope="session")
def rules(book: RuleBook) -> LinkRules:
    return LinkRules.of(book)


@pytest.fixture(scope="session")
def extractor(book: RuleBook) -> Extractor:
    return Extractor(book, load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"]))
