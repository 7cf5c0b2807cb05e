"""Privacy: names of persons in articles are found and masked; every offset of an article still holds."""

from analytics.privacy.finding import Name, names_of, shown
from analytics.privacy.lexicon import Lexicon, lexicon
from analytics.privacy.masking import MASK, masked

__all__ = ["MASK", "Lexicon", "Name", "lexicon", "masked", "names_of", "shown"]
