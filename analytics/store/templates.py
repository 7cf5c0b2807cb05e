"""Forms of a team's own (台账模板): the workbook as it was uploaded, and how its columns are filled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.problems import Problem
from analytics.settings import settings
from analytics.store.audit import record
from analytics.store.saved_views import AUDIENCES, Audience
from analytics.store.tables import Template
from analytics.store.workspace import Workspace, utc


@dataclass(frozen=True, slots=True)
class Form:
    """What is kept of a form. ``sheet`` and ``heading_row`` (the last row of its headings, from 1): where activities go;
    ``mapping``: JSON of ``share.ledger.settled``."""

    name: str
    audience: Audience
    sheet: str
    heading_row: int
    mapping: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A form with its number; ``created`` in UTC."""

    id: int
    form: Form
    owner: str
    created: datetime


def keep(space: Workspace, form: Form, file: bytes, who: str) -> Kept:
    """Keeps a form. Raises Problem template_name, template_audience."""
    name = _name(form)
    with space.writing() as session:
        row = Template(
            name=name, owner=who, audience=form.audience, file=file, sheet=form.sheet, heading_row=form.heading_row,
            mapping=form.mapping, created=datetime.now(UTC),
        )  # fmt: skip
        session.add(row)
        session.flush()
        _record(session, row, who, "keep")
        return _kept(row)


def templates(space: Workspace, who: str) -> list[Kept]:
    """All that ``who`` may use, by name."""
    with space.reading() as session:
        rows = session.scalars(select(Template).where(Template.deleted_at.is_(None)))
        found = [_kept(row) for row in rows if _may_use(row, who)]
    return sorted(found, key=lambda one: (one.form.name, one.id))


def template(space: Workspace, number: int, who: str) -> tuple[Kept, bytes]:
    """One with its workbook. Raises Problem ledger_no_template, also for what others keep to themselves."""
    with space.reading() as session:
        row = _usable(session, number, who)
        return _kept(row), bytes(row.file)


def settle(space: Workspace, number: int, mapping: str, who: str) -> Kept:
    """Changes how its columns are filled. Raises Problem ledger_no_template, template_not_yours."""
    with space.writing() as session:
        row = _own(session, number, who)
        old = _told(row)
        row.mapping = mapping
        _record(session, row, who, "settle", old)
        return _kept(row)


def delete(space: Workspace, number: int, who: str) -> None:
    """Puts a form away until ``undelete``. Raises as ``settle`` does."""
    with space.writing() as session:
        row = _own(session, number, who)
        row.deleted_at = datetime.now(UTC)
        _record(session, row, who, "delete")


def undelete(space: Workspace, number: int, who: str) -> Kept:
    """Takes a deleted form back. Raises Problem ledger_no_template."""
    with space.writing() as session:
        row = session.get(Template, number)
        if row is None or row.owner != who:
            raise Problem.of("ledger_no_template", name=str(number))
        if row.deleted_at is not None:
            row.deleted_at = None
            _record(session, row, who, "undelete")
        return _kept(row)


def _name(form: Form) -> str:
    most = settings().saved_name_chars
    name = " ".join(form.name.split())
    if not 0 < len(name) <= most:
        raise Problem.of("template_name", most=most)
    if form.audience not in AUDIENCES:
        raise Problem.of("template_audience", audience=form.audience)
    return name


def _told(row: Template) -> dict[str, Any]:
    """What the audit log keeps of a form: how its columns are filled, and a digest of the workbook; the name of a private
    one is for its owner."""
    words = {"name": row.name} if row.audience != "private" else {}
    return words | {
        "audience": row.audience, "sheet": row.sheet, "heading_row": row.heading_row,
        "mapping": row.mapping, "sha256": hashlib.sha256(row.file).hexdigest(),
    }  # fmt: skip


def _record(session: Session, row: Template, who: str, deed: str, old: dict[str, Any] | None = None) -> None:
    record(session, who, f"template.{deed}", f"template/{row.id}", old, _told(row))


def _may_use(row: Template, who: str) -> bool:
    return row.audience != "private" or row.owner == who


def _usable(session: Session, number: int, who: str) -> Template:
    row = session.get(Template, number)
    if row is None or row.deleted_at is not None or not _may_use(row, who):
        raise Problem.of("ledger_no_template", name=str(number))
    return row


def _own(session: Session, number: int, who: str) -> Template:
    row = _usable(session, number, who)
    if row.owner != who:
        raise Problem.of("template_not_yours", row.name, owner=row.owner)
    return row


def _kept(row: Template) -> Kept:
    form = Form(row.name, cast(Audience, row.audience), row.sheet, row.heading_row, row.mapping)
    return Kept(row.id, form, row.owner, utc(row.created))
