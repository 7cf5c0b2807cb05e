"""Every table by name, with the shape of its rows; one import brings all of them."""

from analytics.rules import registry
from analytics.rules.registry import TABLES

__all__ = ["TABLES", "registry"]
