import pytest
from support import ROOT

from analytics.extract.pipeline import Extractor
from analytics.gazetteer import load_gazetteer
from analytics.rules import load_rules


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    gazetteer = load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"])
    return Extractor(load_rules(ROOT / "data" / "rules"), gazetteer)
