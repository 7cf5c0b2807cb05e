"""Moments as the workspace keeps them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> datetime:
    """A moment of the workspace with its zone: SQLite gives moments back without it, PostgreSQL in that of its session.
    They are stored in UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
