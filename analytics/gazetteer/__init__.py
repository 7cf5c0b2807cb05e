"""Divisions from province to village: names to codes, with the county that an article is about as context."""

from analytics.gazetteer.division import Division
from analytics.gazetteer.gazetteer import Gazetteer, load_gazetteer

__all__ = ["Division", "Gazetteer", "load_gazetteer"]
