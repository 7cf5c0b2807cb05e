"""The audit log: who did what, when, with what was there before and after. Rows are added, never changed or removed.

A row is written in the transaction of what it tells, by whoever holds the writers' lock. It carries a digest of itself and
of the row before it, and the last digest stands in a setting too: a row that was changed or taken out, at the end as well,
shows (``audit_log.faults``). No text of a source is put into it, so that nothing that is purged stays here: a statement is
told by its number and a digest of what it says, and shown with its words for as long as it exists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy.orm import Session

from analytics.store.moments import utc
from analytics.store.tables import Audit, Setting, Statement

HEAD = "audit"
"""The setting that holds id and digest of the last row."""
Values = Mapping[str, Any]
NONE: Values = {"id": 0, "digest": ""}
"""The setting before the first row."""


def record(
    session: Session, who: str, action: str, what: str, old: Values | None = None, new: Values | None = None, *,
    dataset: str = "",
) -> None:  # fmt: skip
    """Adds a row within a transaction of ``Workspace.writing``.

    ``action``: THING.DEED, such as ``saved.delete`` (message ``audit.action.saved.delete``); ``what``: the thing, as
    KIND/NUMBER; ``old`` and ``new``: values that JSON can hold, without any text of a source.
    """
    head = session.get(Setting, HEAD)
    last: Values = head.value if head else NONE
    row = Audit(
        id=last["id"] + 1, made_at=datetime.now(UTC), who=who, action=action, dataset=dataset, what=what,
        old=_plain(old), new=_plain(new), previous=last["digest"],
    )  # fmt: skip
    row.digest = digest(row)
    now = {"id": row.id, "digest": row.digest}
    if head:
        head.value = now
    else:
        session.add(Setting(key=HEAD, value=now))
    session.add(row)
    session.flush()


def said(session: Session, row: Statement, dataset: str) -> None:
    """Adds the row of a statement that was just made, or that takes another one back."""
    action = "statement.undo" if row.undoes else "statement.add"
    record(session, row.who, action, f"statement/{row.undoes or row.id}", None, told(row), dataset=dataset)


def digest(row: Audit) -> str:
    """SHA-256 (hex) of a row and of the digest before it."""
    made = utc(row.made_at).astimezone(UTC).isoformat(timespec="microseconds")
    told = [row.previous, row.id, made, row.who, row.action, row.dataset, row.what, row.old, row.new]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def told(row: Statement) -> dict[str, Any]:
    """What the log keeps of a statement: its number and kind, which one it takes back, and a digest of its words."""
    words = hashlib.sha256(orjson.dumps(row.payload, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {"statement": row.id, "kind": row.kind, "undoes": row.undoes, "sha256": words}


def _plain(values: Values | None) -> Any:
    """As JSON gives it back, so that the digest is of what is stored."""
    return None if values is None else orjson.loads(orjson.dumps(dict(values)))
