"""Every limit and path, with unit and reason, read from the environment (``JUSHI_…``) once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of one process."""

    model_config = SettingsConfigDict(env_prefix="JUSHI_", frozen=True)

    @property
    def team(self) -> bool:
        """Whether several people share this server."""
        return self.mode == "team"

    @property
    def administrators(self) -> frozenset[str]:
        """Ids of those who may do everything; addresses in small letters."""
        names = (one.strip() for one in self.admins.split(","))
        return frozenset(name.lower() if "@" in name else name for name in names if name)

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
    max_columns: int = Field(1_000, description="columns of one table; lists of articles have about ten")
    part_articles: int = Field(
        20_000, description="articles of one part: what is deleted or changed later costs the writing of the parts it touches"
    )
    quota_articles: int = Field(1_000_000, description="articles of one collection; more belong into several")
    jobs_at_once: int = Field(2, description="imports that run at the same time; more wait for their turn")
    import_workers: int = Field(0, description="processes of an import started from a page; 0: the cores less one")
    max_unpacked_bytes: int = Field(
        200_000_000, description="bytes of an archive or office file when unpacked; what a bomb may cost in disk"
    )
    max_members: int = Field(2_000, description="members of one archive; a folder has no such limit")
    max_ratio: int = Field(
        100, description="unpacked to packed bytes of an archive above 1 MB; news text reaches 10, a bomb 1,000"
    )
    max_pages: int = Field(1_000, description="pages of one PDF; an article beyond 200 pages is above the limit anyway")
    parse_seconds: float = Field(12, description="seconds that the child may take for one file, whatever its size …")
    parse_seconds_a_megabyte: float = Field(0.5, description="… and seconds more for each megabyte of it")
    parse_seconds_a_member: float = Field(0.1, description="… and for each member of an archive; a web page takes 0.05")
    parse_memory_bytes: int = Field(
        700_000_000, description="bytes of memory that the child may use for one file, so that both stay below 1 GB …"
    )
    parse_memory_a_byte: int = Field(3, description="… and bytes more for each byte of the file")
    max_refused_rows: int = Field(
        10_000, description="rows of a file refused before its first article: no list of articles, the rest is not read"
    )
    preview_files: int = Field(
        40, description="files, sheets and members that a preview opens; the others are read when they are imported"
    )
    preview_articles: int = Field(20, description="articles and refusals of each file that a preview shows")
    preview_tried: int = Field(30, description="articles of a preview from which activities are read as a trial")
    preview_chars: int = Field(
        2_000_000, description="code points of all articles that a preview holds; a page's memory"
    )
    preview_article_chars: int = Field(
        20_000, description="code points of the longest article that a preview tries: it takes about a second"
    )
    preview_seconds: float = Field(
        4, description="seconds after which a preview opens no further file, and tries no further article"
    )
    saved_name_chars: int = Field(100, description="characters of the name of a saved view or snapshot: a line")
    saved_note_chars: int = Field(2_000, description="characters of the note of a saved view: a page")
    saved_tags: int = Field(12, description="tags of one saved view; more are a note")
    saved_tag_chars: int = Field(30, description="characters of a tag")
    hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "::1"), description="names by which the API is asked; a page of another site must not reach it"
    )
    document_sentences: int = Field(
        5_000, description="activities that one document quotes; a file of more takes a browser or Word minutes to open"
    )
    ledger_rows: int = Field(20_000, description="activities written into one form; nobody signs a longer one")
    template_bytes: int = Field(5_000_000, description="bytes of a form that is uploaded; real ones have 50,000")
    engine: Literal["duckdb", "spark"] = Field("duckdb", description="what the measures run on; the same figures on either")
    spark_master: str = Field("local[*]", description="address of the Spark cluster, where the engine is Spark")
    query_memory: str = Field("2GB", description="memory of the query engine in one process; beyond it, it spills to disk")
    query_threads: int = Field(4, description="threads of the query engine in one process")
    mode: Literal["local", "team"] = Field("local", description="local: one user, on this machine alone; team: whoever signs in")
    admins: str = Field("", description="administrators of everything: e-mail addresses or ids, with commas between")
    contact: str = Field("", description="whom to ask for a right, as pages say it; empty: an administrator")
    session_hours: float = Field(12, description="hours after which somebody who signed in has to do so again")
    token_days: int = Field(366, description="longest life of a token for programs; a forgotten one ends by itself")
    guest_days: int = Field(366, description="longest life of a link for guests")
    guest_password_chars: int = Field(8, description="least characters of a guest link's password")
    guest_tries: int = Field(5, description="wrong passwords in a row after which a guest link pauses …")
    guest_pause_minutes: float = Field(15, description="… for so many minutes, whoever tries")
    oidc_client_id: str = Field("", description="what the identity provider calls this server")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="… and the secret that both share")
    oidc_metadata_url: str = Field("", description="address of the provider's openid-configuration")
    oidc_redirect_uri: str = Field("", description="this server's address as browsers see it, with /oauth2callback behind it")
    cookie_secret: SecretStr = Field(SecretStr(""), description="signs the cookies of those who are signed in")
    proxy_header: str = Field("", description="header in which a trusted reverse proxy says who asks, instead of OpenID Connect")
    proxy_secret: SecretStr = Field(SecretStr(""), description="… and what it sends in Jushi-Proxy-Secret as proof that it is it")
    metrics_secret: SecretStr = Field(SecretStr(""), description="bearer token for /api/v1/metrics; empty: this machine alone")


@cache
def settings() -> Settings:
    """The settings of this process; tests call ``settings.cache_clear()`` after changing the environment."""
    return Settings()
