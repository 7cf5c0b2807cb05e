"""The parts of a document, its title, and how large it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from analytics.messages import say
from analytics.problems import Problem
from analytics.settings import settings
from analytics.share.account_values import Account
from analytics.views import day_name, period_name

Part = Literal["told", "figures", "over_time", "types", "doers", "villages", "pairings", "sources", "left_out"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In the order of a document; what was quoted always stands at its end."""
RANKINGS: tuple[Part, ...] = ("types", "doers", "villages", "pairings", "sources")


def chosen_parts(wanted: Sequence[str]) -> tuple[Part, ...]:
    """The parts that are wanted, in their order; all where none is. Raises Problem no_part."""
    for one in wanted:
        if one not in PARTS:
            raise Problem.of("no_part", one, known=", ".join(PARTS))
    return tuple(part for part in PARTS if part in wanted) or PARTS


def title_of(account: Account, title: str = "") -> str:
    """What a document is called: as it is asked, else after its View."""
    found = " ".join(title.split()) or account.sentence
    return found[:1].upper() + found[1:]


def sized(account: Account) -> None:
    """Raises Problem document_too_large."""
    too_large(len(account.activities) + len(account.standing))


def too_large(sentences: int) -> None:
    """Raises Problem document_too_large where more would be quoted than a reader opens."""
    most = settings().document_sentences
    if sentences > most:
        raise Problem.of("document_too_large", count=f"{sentences:,}", most=f"{most:,}")


def facts(account: Account) -> list[tuple[str, str]]:
    """What stands at the head of every document: message keys and values."""
    language = account.language
    said = say("document.revision_value", language, count=account.revision) if account.revision else ""
    found = {
        "collection": account.label, "version": f"{account.version}", "revision": said,
        "taken": day_name(account.taken, language), "rules": account.rules,
        "period": period_name(account.start, account.end, language),
        "span": period_name(account.first, account.last, language), "fingerprint": account.fingerprint,
        "made": day_name(account.made, language) if account.made else "",
        "masks": say(f"masks.said_{account.masks}", language) if account.masks != "none" else "",
    }  # fmt: skip
    return [(f"document.{key}", value) for key, value in found.items() if value]
