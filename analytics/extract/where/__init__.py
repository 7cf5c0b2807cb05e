"""Where: villages, towns and divisions of a text, with their chain and code."""

from analytics.extract.where.reader import PlaceReader
from analytics.extract.where.values import PlaceContext, PlaceMention

__all__ = ["PlaceContext", "PlaceMention", "PlaceReader"]
