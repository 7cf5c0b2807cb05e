"""The workspace's tables (SQLAlchemy 2): small, changing, transactional. Snapshots hold the rest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; constraints have names so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)


class Dataset(Base):
    """A named collection of articles that grows by versions."""

    __tablename__ = "dataset"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    is_demo: Mapped[bool]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deleted_by: Mapped[str] = mapped_column(String(100), default="", server_default="")
    purged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Version(Base):
    """One committed state of a dataset: one row, written in one transaction with its list of parts."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("dataset_id", "number"), UniqueConstraint("dataset_id", "import_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"))
    number: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    rules_version: Mapped[str] = mapped_column(String(100))
    gazetteer_version: Mapped[str] = mapped_column(String(100))
    import_key: Mapped[str] = mapped_column(String(200))
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(1000))
    action: Mapped[str] = mapped_column(String(20), server_default="import")
    who: Mapped[str] = mapped_column(String(100), server_default="")
    of: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")
    state_id: Mapped[str | None] = mapped_column(String(64), index=True)


class VersionPart(Base):
    """The parts of a version, in order."""

    __tablename__ = "version_part"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[str] = mapped_column(String(64), index=True)


class Purge(Base):
    """Articles that were taken out of all versions for good; what they were is not kept."""

    __tablename__ = "purge"

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    who: Mapped[str] = mapped_column(String(100))
    articles: Mapped[int]
    versions: Mapped[list[int]] = mapped_column(JSON)


class Statement(Base):
    """What a person has said about a collection; its id is the revision of the workspace. Never changed, only undone."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    who: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))


class Job(Base):
    """Work of a process of its own: what it was asked, how far it is, what came of it."""

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    dataset: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(100))
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), index=True)
    tries: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    began_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    host: Mapped[str] = mapped_column(String(200))
    process: Mapped[int | None]
    stop: Mapped[bool]
    stage: Mapped[str] = mapped_column(String(20))
    done: Mapped[int]
    total: Mapped[int]
    version: Mapped[int | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Setting(Base):
    """A named value of the workspace."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class SavedView(Base):
    """A view that somebody keeps. ``current``: the number of its newest state; ``edition`` counts every change of the row,
    so that of two people who change it at once the second is told."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    owner: Mapped[str] = mapped_column(String(100), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    tags: Mapped[list[str]] = mapped_column(JSON)
    current: Mapped[int]
    edition: Mapped[int]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deleted_by: Mapped[str] = mapped_column(String(100), default="", server_default="")


class SavedState(Base):
    """One state of a saved view, never changed. ``query``: the link parameters, pinned; ``ids``: of the activities that
    it counted, packed; ``fingerprint``: of them (``store/saved_views.py``)."""

    __tablename__ = "saved_view_state"

    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(String(100), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    query: Mapped[str] = mapped_column(Text)
    count: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    ids: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    who: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Snapshot(Base):
    """A frozen view, never changed but by a purge. ``fingerprint``: of its account; ``page_fingerprint``: of its HTML;
    ``label``, ``address`` and ``made``: the collection's name, the site and the day that its documents bear; ``articles``:
    ids of those that it tells of, packed, so that a purge finds it. Its files lie under the home."""

    __tablename__ = "snapshot"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    dataset: Mapped[str] = mapped_column(String(100), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    rules_version: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    made: Mapped[date]
    fingerprint: Mapped[str] = mapped_column(String(64))
    page_fingerprint: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    articles: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    who: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    purged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Template(Base):
    """A workbook of a team's own that activities are written into. ``mapping``: JSON, column of the sheet to what stands
    in it; ``heading_row``: from 1."""

    __tablename__ = "template"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(100), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    file: Mapped[bytes] = mapped_column(LargeBinary)
    sheet: Mapped[str] = mapped_column(String(100))
    heading_row: Mapped[int]
    mapping: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Audit(Base):
    """One row of the audit log (``store/audit.py``), never changed: triggers of the database refuse it too."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40))
    dataset: Mapped[str] = mapped_column(String(100), index=True)
    what: Mapped[str] = mapped_column(String(200))
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    new: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class RoleGrant(Base):
    """A role of a person in a collection (by name; ``*``: in all, those to come too)."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person", "dataset"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(100))
    dataset: Mapped[str] = mapped_column(String(100), index=True)
    role: Mapped[str] = mapped_column(String(20))
    given_by: Mapped[str] = mapped_column(String(100))
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ApiToken(Base):
    """A token by which a program asks for a person. ``digest``: SHA-256 of the secret, which is kept nowhere."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(100), index=True)
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    dataset: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class GuestLink(Base):
    """A link by which somebody without an account sees one version of a collection. ``digest``: SHA-256 of its secret;
    ``password``: scrypt of what has to be typed in ("": nothing); ``tries``: wrong ones in a row, the last at ``tried_at``."""

    __tablename__ = "guest_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    dataset: Mapped[str] = mapped_column(String(100), index=True)
    version: Mapped[int] = mapped_column()
    revision: Mapped[int] = mapped_column()
    address: Mapped[str] = mapped_column(Text)
    password: Mapped[str] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column()
    tried_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SessionEnd(Base):
    """Up to when the sessions of a person were ended."""

    __tablename__ = "session_end"

    person: Mapped[str] = mapped_column(String(100), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
