"""The permanent addresses of what an account tells."""

from __future__ import annotations

from urllib.parse import urlencode

from analytics.share.account_values import Account
from analytics.share.citing import reading_address
from analytics.views import View, pin


class Addresses:
    """The address of the reading page of each activity and standing sentence, with the version and revision and nothing
    else; without scheme and host where the account does not know them."""

    def __init__(self, account: Account) -> None:
        self.site = account.address
        self.view = pin(View(dataset=account.dataset), account.version, account.revision)
        self.standing = {one.id: one.article for one in account.standing}

    def of(self, one: str) -> str:
        """By the id of an activity or of a standing sentence."""
        article = self.standing.get(one)
        return self.site + (reading_address(self.view, article=article) if article else reading_address(self.view, id=one))


def live(account: Account) -> str:
    """The address of the pinned View itself."""
    query = urlencode(account.query, safe=",:/")
    return f"{account.address}/?{query}"
