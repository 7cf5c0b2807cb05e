"""What is given out is the same whichever database holds the workspace."""

from databases import database, pytest_generate_tests

__all__ = ["database", "pytest_generate_tests"]
