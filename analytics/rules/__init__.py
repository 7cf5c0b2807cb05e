"""Rules are CSV tables under ``data/rules/``: read here, validated here, frozen into a RuleBook with a version."""

from analytics.rules.book import RuleBook, load_rules
from analytics.rules.check import Fault, check_rules

__all__ = ["Fault", "RuleBook", "check_rules", "load_rules"]
