"""``jushi people``, ``jushi tokens``, ``jushi guests``: who may do what, for the shell of a server."""

from __future__ import annotations

from datetime import datetime

import click

from analytics.access.grants import every_grant, give, revoke
from analytics.access.guests import dismiss_guest
from analytics.access.guests import guests as every_guest
from analytics.access.passes import Pass
from analytics.access.person import operator
from analytics.access.roles import role_of
from analytics.access.tokens import every_token, make_token, revoke_token
from analytics.messages import say
from analytics.settings import settings
from analytics.shell import language, tell
from analytics.store.workspace import open_workspace


@click.group()
def people() -> None:
    """Who may do what in team mode: give roles, take them away, list them."""


@people.command("add")
@click.argument("person")
@click.option("--role", required=True, help="viewer, analyst, reviewer or admin.")
@click.option("--dataset", default="*", show_default=True, help="Name of the collection; * for all.")
def people_add(person: str, role: str, dataset: str) -> None:
    """Give PERSON (an e-mail address, or the account used for signing in) a role."""
    given = give(open_workspace(), person, dataset, role_of(role), operator().id)
    tell("cli.people_given", who=given.person, role=say(f"role.{given.role}", language()), dataset=dataset)


@people.command("remove")
@click.argument("person")
@click.option("--dataset", default="*", show_default=True, help="Name of the collection; * for the role in all.")
def people_remove(person: str, dataset: str) -> None:
    """Take a role from PERSON; it holds within seconds, in every process."""
    revoke(open_workspace(), person, dataset, operator().id)
    tell("cli.people_revoked", who=person, dataset=dataset)


@people.command("list")
def people_list() -> None:
    """List all roles: person, collection, role, who gave it, when."""
    for name in sorted(settings().administrators):
        _row(name, "*", "admin", "JUSHI_ADMINS")
    for one in every_grant(open_workspace()):
        _row(one.person, one.dataset, one.role, one.given_by, _moment(one.given_at))


@click.group()
def tokens() -> None:
    """Tokens for programs that read the API in team mode: make one for somebody, revoke it, list them."""


@tokens.command("add")
@click.argument("person")
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--dataset", default="*", show_default=True, help="Name of the one collection; * for all that PERSON may see."
)
@click.option("--role", default="viewer", show_default=True, help="viewer (JSON) or analyst (CSV too).")
@click.option("--days", default=90, show_default=True, help="Days after which it ends.")
def tokens_add(person: str, name: str, dataset: str, role: str, days: int) -> None:
    """Make a token for PERSON and print it, this once."""
    made, secret = make_token(open_workspace(), person, name, dataset, role_of(role), days, operator().id)
    tell("cli.token_made", who=made.person, name=made.name, id=made.id, expires=f"{made.expires_at:%Y-%m-%d}")
    click.echo(secret)


@tokens.command("revoke")
@click.argument("number", type=int)
def tokens_revoke(number: int) -> None:
    """End the token of this number at once."""
    ended = revoke_token(open_workspace(), number, operator().id)
    tell("cli.token_revoked", id=ended.id, name=ended.name)


@tokens.command("list")
def tokens_list() -> None:
    """List all tokens: number, person, name, collection, role, end, last use, whether revoked."""
    for one in every_token(open_workspace()):
        _row(one.id, one.person, one.name, one.dataset, one.role, *_life(one))


@click.group()
def guests() -> None:
    """Links for people without an account in team mode: list them, revoke one. They are made on the page of saved views."""


@guests.command("list")
def guests_list() -> None:
    """List all guest links: number, name, collection, version, page, end, last use, whether revoked."""
    for one in every_guest(open_workspace()):
        _row(one.id, one.name, one.dataset, one.version, one.address, *_life(one))


@guests.command("revoke")
@click.argument("number", type=int)
def guests_revoke(number: int) -> None:
    """End the guest link of this number; it holds within seconds, also in pages that are open."""
    ended = dismiss_guest(open_workspace(), number, operator().id)
    tell("cli.guest_revoked", id=ended.id, name=ended.name)


def _row(*cells: object) -> None:
    """A line for programs: its cells with tabs between."""
    click.echo("\t".join(map(str, cells)))


def _life(one: Pass) -> tuple[str, str, str]:
    """Its end, its last use, when it was revoked."""
    return f"{one.expires_at:%Y-%m-%d}", _moment(one.used_at), _moment(one.revoked_at)


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"
