"""Freezing a view: its account and its page are made once and kept; made again from their versions they must be equal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from analytics.measures import Collection, as_written, open_collection
from analytics.messages import LANGUAGES, Language, say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.account import account
from analytics.share.account_values import Account, read_account
from analytics.share.page_file import html_bytes
from analytics.share.parts import title_of
from analytics.share.saved_link import SavedLink, read_link
from analytics.store import frozen
from analytics.store.frozen import Draft, Frozen
from analytics.store.workspace import Workspace
from analytics.views import View, from_query, to_query

SHOWN = 16
"""Characters of a fingerprint in a line that is cited; the whole one stands in the file."""
PAGE = "snapshot"


@dataclass(frozen=True, slots=True)
class Checked:
    """What making a frozen view again has shown. ``facts``: every number and id is the same; ``page``: the page is the
    same, byte for byte (a newer program may draw it otherwise); ``files``: what was kept is as it was frozen;
    ``mended``: it was not, and is put back."""

    facts: bool
    page: bool
    files: bool
    mended: bool


def freeze_view(
    space: Workspace, collection: Collection, view: View, language: Language, who: str, *, title: str = "",
    address: str = "", made: date | None = None,
) -> Frozen:  # fmt: skip
    """Freezes what ``collection`` tells of ``view``. ``title``: the View's sentence by default; ``address``: scheme and
    host of the site; ``made``: the day that it bears (today).

    Raises Problem snapshot_title, snapshot_moved, document_too_large, account_unequal.
    """
    most = settings().saved_name_chars
    if len(" ".join(title.split())) > most:
        raise Problem.of("snapshot_title", most=most)
    linked = from_query(to_query(view))[0]  # as it will be read again
    told = account(as_written(collection), linked, language, address=address, made=made or datetime.now(UTC).date())
    name = title_of(told, title)[: frozen.TITLE_CHARS]
    draft = Draft(
        dataset=told.dataset, version=told.version, revision=told.revision, rules_version=told.rules, language=language,
        link=SavedLink("", from_query(told.query)[0], {}).text(), label=told.label, address=told.address,
        made=told.made or date.min, fingerprint=told.fingerprint, count=told.figures[0].count, title=name,
        parts=tuple(folder.name for folder in collection.folders), articles=tuple(one.id for one in told.articles),
        account=told.json(), page=html_bytes(told, title=name),
    )  # fmt: skip
    return frozen.freeze(space, draft, who)


def told_by(space: Workspace, one: Frozen) -> Account:
    """The account as it was frozen. Raises Problem snapshot_purged, snapshot_file."""
    told = read_account(frozen.account_bytes(space, one))
    if told.fingerprint != one.fingerprint:
        raise Problem.of("snapshot_file", one.id)
    return told


def made_again(space: Workspace, one: Frozen) -> tuple[Account, bytes]:
    """Account and page out of the versions that a frozen view names. Raises Problem no_dataset, part_missing …"""
    if one.purged_at is not None:
        raise Problem.of("snapshot_purged", one.id, when=f"{one.purged_at:%Y-%m-%d}")
    collection = as_written(open_collection(space.seen_by(space.gate), one.dataset, one.version, one.revision))
    told = account(
        collection, read_link(one.link, ()).view, language_of(one), address=one.address, made=one.made
    )  # fmt: skip
    told = replace(told, label=one.label)  # a collection may have been given another name since
    return told, html_bytes(told, title=one.title)


def check(space: Workspace, one: Frozen) -> Checked:
    """Makes a frozen view again and compares; files that are missing or changed are put back where they are the same.

    Raises as ``made_again`` does.
    """
    told, page = made_again(space, one)
    facts, same = told.fingerprint == one.fingerprint, frozen.digest(page) == one.page_fingerprint
    files = _whole(space, one)
    mended = not files and facts and same
    if mended:
        frozen.mend(space, one, told.json(), page)
    return Checked(facts, same, files, mended)


def address_of(one: Frozen) -> str:
    """The permanent address."""
    return f"{one.address}/{PAGE}?id={one.id}"


def cite_line(one: Frozen, language: Language) -> str:
    """The line under which a frozen view is cited, as plain text."""
    return say(
        "snapshot.line", language, title=one.title, label=one.label, version=one.version, revision=one.revision,
        made=one.made.isoformat(), address=address_of(one), fingerprint=one.fingerprint[:SHOWN],
    )  # fmt: skip


def language_of(one: Frozen) -> Language:
    """The language in which it was frozen."""
    return next((code for code in LANGUAGES if code == one.language), settings().language)


def _whole(space: Workspace, one: Frozen) -> bool:
    try:
        told_by(space, one)
        frozen.page_bytes(space, one)
    except Problem as problem:
        if problem.code in ("snapshot_file", "account_damaged"):
            return False
        raise
    return True
