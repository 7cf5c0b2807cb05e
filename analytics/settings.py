"""Every limit and path, with unit and reason, read from the environment (``JUSHI_…``) once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of one process."""

    model_config = SettingsConfigDict(env_prefix="JUSHI_", frozen=True)

    data: Path = Field(ROOT / "data", description="rules, gazetteer, messages, demonstration collection")
    home: Path = Field(ROOT / ".jushi", description="where the workspace and the snapshots are kept")
    database_url: str = Field("", description="workspace; empty: SQLite in home")
    language: Literal["zh", "en"] = Field("zh", description="language of a page or command that asks for none")

    max_file_bytes: int = Field(200_000_000, description="bytes of one file; larger ones are refused unread")
    max_article_chars: int = Field(
        200_000, description="code points of one article; the longest real one seen is 30,000"
    )
    max_rows: int = Field(1_000_000, description="rows of one table")
    max_cells: int = Field(20_000_000, description="cells of one table; a sheet with more is no list of articles")
    parse_seconds: int = Field(120, description="seconds that the child process may take to parse one file")
    parse_memory_bytes: int = Field(2_000_000_000, description="bytes of address space of that child")
    query_memory: str = Field("2GB", description="memory of the query engine in one process; beyond it, it spills to disk")
    query_threads: int = Field(4, description="threads of the query engine in one process")


@cache
def settings() -> Settings:
    """The settings of this process; tests call ``settings.cache_clear()`` after changing the environment."""
    return Settings()
