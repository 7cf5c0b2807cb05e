"""The permanent addresses of what an account tells."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from analytics.share.account_values import Account, ToldStanding
from analytics.share.citing import reading_address
from analytics.views import View, from_query, pin


def permanent(account: Account, one: str) -> str:
    """The address of the reading page of an activity or a standing sentence, with the version and revision and nothing
    else; without scheme and host where the account does not know them."""
    view = pin(View(dataset=account.dataset), account.version, account.revision)
    standing = _standing(account.standing).get(one)
    return account.address + (reading_address(view, article=standing) if standing else reading_address(view, id=one))


def live(account: Account) -> str:
    """The address of the pinned View itself."""
    query = urlencode(account.query, safe=",:/")
    return f"{account.address}/?{query}"


def view_of(account: Account) -> View:
    """The View that the account tells."""
    return from_query(account.query)[0]


@lru_cache(maxsize=4)
def _standing(told: tuple[ToldStanding, ...]) -> dict[str, str]:
    """The articles of standing sentences by their ids."""
    return {one.id: one.article for one in told}
