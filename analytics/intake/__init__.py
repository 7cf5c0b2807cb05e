"""Bytes to articles: decoding, kinds of files, page cleaning, columns; with what was cut and what was refused.

A file gives articles (``Reading``) and refusals (``Refusal``), in order; nothing is dropped in silence.
"""

from analytics.intake.columns import Choices, Columns, signature
from analytics.intake.files import Intake, read_bytes, read_files, read_pasted, walk
from analytics.intake.looking import Looked, LookedTable, Use, look, look_at
from analytics.intake.reading import Cut, Reading, Refusal

__all__ = [
    "Choices", "Columns", "Cut", "Intake", "Looked", "LookedTable", "Reading", "Refusal", "Use", "look", "look_at", "read_bytes",
    "read_files", "read_pasted", "signature", "walk",
]  # fmt: skip
