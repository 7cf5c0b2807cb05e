"""Runs extract over many articles: in order, one answer for each, in as many processes as wanted.

``analytics.batch.rules.FromRules`` makes the project's own extractor in each process.
"""

from analytics.batch.command import Counts, extract_command
from analytics.batch.pool import Answer, Extract, Failure, Maker, run
from analytics.shell import Progress

__all__ = ["Answer", "Counts", "Extract", "Failure", "Maker", "Progress", "extract_command", "run"]
