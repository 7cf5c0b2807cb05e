"""The tests of the board of jobs run on every database that can hold a workspace."""

from databases import database, pytest_generate_tests

__all__ = ["database", "pytest_generate_tests"]
