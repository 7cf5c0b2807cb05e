"""The audit log in words: for its page, as CSV, for the shell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from analytics.files import replacing
from analytics.messages import Language, known, say
from analytics.problems import Problem
from analytics.share.tables import csv_bytes
from analytics.store import audit_log
from analytics.store.audit_log import Entry, Wanted
from analytics.store.workspace import Workspace

COLUMNS = ("number", "when", "who", "action", "what", "change", "collection")
RAW = ("utc", "code", "old", "new")
"""Further columns of the CSV, for programs."""
BETWEEN = {"zh": "；", "en": "; "}
MOST = 80
"""Characters of one value in a line."""
SHOWN = 20
"""Numbers of broken rows that are named."""
BRIEF = ("counts", "rules", "gazetteer", "fingerprint", "page", "mapping", "undoes")
"""Values that a line leaves out; what is told of one row alone has them."""
UNSEEN = ("sha256", "statement")
"""Digests and numbers for programs: the CSV has them."""
SPOKEN = {
    "kind": "audit.kind", "audience": "save.audience", "masks": "masks.label", "masked_for": "masks.audience",
}  # fmt: skip
"""Values that have a message of their own."""
Change = tuple[str, str, str]


def action_of(code: str, language: Language) -> str:
    """What was done, as people say it; the code of what this program does not know."""
    key = f"audit.action.{code}"
    return say(key, language) if known(key) else code


def what_of(entry: Entry, language: Language) -> str:
    """The thing that it was done to."""
    kind, _, number = entry.what.partition("/")
    key = f"audit.what.{kind}"
    return say(key, language, id=number) if known(key) else entry.what


def changes_of(entry: Entry, language: Language, skip: Collection[str] = UNSEEN) -> list[Change]:
    """What is different: its name, before and after ("" where it was not there). A statement is told by its words."""
    old, new = _flat(entry.old or {}, skip), _flat({**(entry.new or {}), **(entry.said or {})}, skip)
    names = [*old, *(name for name in new if name not in old)]
    told = ((n, _text(n, old.get(n), language), _text(n, new.get(n), language)) for n in names)
    return [(_name(name, language), before, after) for name, before, after in told if before != after]


def change_line(entry: Entry, language: Language) -> str:
    """What is different, in one line."""
    told = []
    for name, old, new in changes_of(entry, language, (*UNSEEN, *BRIEF)):
        code = "both" if old and new else "old" if old else "new"
        told.append(say(f"audit.change_{code}", language, name=name, old=_cut(old), new=_cut(new)))
    return BETWEEN[language].join(told)


def row_of(entry: Entry, language: Language, labels: Mapping[str, str]) -> dict[str, Any]:
    """A row of the table: a value for each of ``COLUMNS``. ``labels``: collections as the reader knows them."""
    return {
        "number": entry.id, "when": f"{entry.made_at.astimezone():%Y-%m-%d %H:%M}", "who": entry.who,
        "action": action_of(entry.action, language), "collection": labels.get(entry.dataset, entry.dataset),
        "what": what_of(entry, language), "change": change_line(entry, language),
    }  # fmt: skip


def frame_of(
    entries: Iterable[Entry], language: Language, labels: Mapping[str, str], raw: bool = False
) -> pd.DataFrame:
    """The table, its columns named for the reader; ``raw``: with the columns for programs."""
    rows = [row_of(one, language, labels) | (_raw(one) if raw else {}) for one in entries]
    columns = [*COLUMNS, *(RAW if raw else ())]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.rename(columns={name: say(f"audit.column.{name}", language) for name in columns})


def midnight(day: date, days: int = 0) -> datetime:
    """Where a day begins on this machine, or one so many days later."""
    later = day + timedelta(days=days)
    return datetime(later.year, later.month, later.day).astimezone()


def asked(who: str, action: str, dataset: str, since: str, until: str) -> Wanted:
    """What the shell asks for, days as 2026-03-05. Raises Problem audit_day."""
    first, last = (_day(text) if text else None for text in (since, until))
    return Wanted(
        who, action, dataset, midnight(first) if first else None, midnight(last, days=1) if last else None
    )  # fmt: skip


def lines(space: Workspace, wanted: Wanted, limit: int, language: Language) -> Iterator[str]:
    """The newest rows, a line each, and how many there are."""
    found = audit_log.entries(space, wanted, limit)
    for one in found:
        row = row_of(one, language, {})
        yield say("cli.audit_line", language, **{name: _printed(str(value)) for name, value in row.items()}).rstrip()
    yield say("cli.audit_count", language, shown=f"{len(found):,}", count=f"{audit_log.count(space, wanted):,}")


def write_csv(space: Workspace, wanted: Wanted, path: Path, language: Language) -> int:
    """All rows asked for as CSV; how many. Raises OSError (not writable)."""
    frame = frame_of(audit_log.each(space, wanted), language, {}, raw=True)
    with replacing(path) as out:
        out.write(csv_bytes(frame))
    return len(frame)


def check_log(space: Workspace, language: Language) -> tuple[str, bool]:
    """Whether the log is whole, in words."""
    if broken := audit_log.faults(space):
        rows = "、".join(map(str, broken[:SHOWN])) + ("…" if len(broken) > SHOWN else "")
        return say("audit.broken", language, rows=rows), False
    return say("audit.whole", language, count=f"{audit_log.count(space, Wanted()):,}"), True


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Problem.of("audit_day", value=text) from None
    if not 1970 <= found.year <= 9998:
        raise Problem.of("audit_day", value=text)
    return found


def _printed(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def _raw(entry: Entry) -> dict[str, str]:
    old, new = (
        orjson.dumps(dict(v), option=orjson.OPT_SORT_KEYS).decode() if v else "" for v in (entry.old, entry.new)
    )
    return {"utc": entry.made_at.isoformat(), "code": entry.action, "old": old, "new": new}


def _flat(values: Mapping[str, Any], skip: Collection[str]) -> dict[str, Any]:
    """Counts within counts as values of their own."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in skip:
            continue
        found |= _flat(value, skip) if isinstance(value, Mapping) else {name: value}
    return found


def _name(name: str, language: Language) -> str:
    key = name.replace("kind_", "kind.") if name.startswith("kind_") else f"audit.name.{name}"
    return say(key, language) if known(key) else name


def _text(name: str, value: object, language: Language) -> str:
    if not value:  # nothing, none of it, no text: nothing to tell
        return ""
    if name in SPOKEN and known(key := f"{SPOKEN[name]}_{value}"):
        return say(key, language)
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return "、".join(map(str, value))
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"
