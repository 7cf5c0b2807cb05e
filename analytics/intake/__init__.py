"""Bytes to articles: decoding, kinds of files, page cleaning, columns; with what was cut and what was refused.

A file gives articles (``Reading``) and refusals (``Refusal``), in order; nothing is dropped in silence.
"""

from analytics.intake.files import Intake, read_bytes, read_files, read_pasted, walk
from analytics.intake.reading import Cut, Reading, Refusal

__all__ = ["Cut", "Intake", "Reading", "Refusal", "read_bytes", "read_files", "read_pasted", "walk"]
