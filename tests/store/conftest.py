"""The tests of the store run on every database that can hold a workspace."""

from databases import database, postgresql, pytest_generate_tests

__all__ = ["database", "postgresql", "pytest_generate_tests"]
