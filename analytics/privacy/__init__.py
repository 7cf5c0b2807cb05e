"""Privacy: names of persons in articles are found and masked; every offset of an article still holds."""

from analytics.privacy.copies import masked_copies
from analytics.privacy.finding import Masks, Name, names_of, shown
from analytics.privacy.lexicon import Lexicon, lexicon
from analytics.privacy.masking import MASK, hidden, masked
from analytics.privacy.setting import AUDIENCES, MASKS, OPEN, Audience, Masking, masking_of, set_masking

__all__ = [
    "AUDIENCES", "MASK", "MASKS", "OPEN", "Audience", "Lexicon", "Masking", "Masks", "Name", "hidden", "lexicon", "masked",
    "masked_copies", "masking_of", "names_of", "set_masking", "shown",
]  # fmt: skip
