"""Organisations: their names, who does what with whom and for whom, and which of them are partners."""

from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.pairings import PairFound, pairings
from analytics.extract.who.reader import OrgReader
from analytics.extract.who.roles import roles
from analytics.extract.who.subject import subject_before

__all__ = ["Lexicon", "OrgMention", "OrgReader", "PairFound", "pairings", "roles", "subject_before"]
