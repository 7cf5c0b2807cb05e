"""``jushi masks``: whose names a collection masks, shown and changed."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import click

from analytics.access import operator
from analytics.messages import Language, say
from analytics.privacy.finding import Masks
from analytics.privacy.setting import Audience, masking_of, set_masking
from analytics.shell import language as of_shell
from analytics.store.workspace import Workspace, open_workspace


def masks(
    dataset: str,
    names: str | None,
    audience: str | None,
    who: str,
    language: Language,
    workspace: Workspace | None = None,
) -> str:
    """The setting after what is asked for has been changed, in words. Raises Problem no_dataset …, masks_unknown."""
    space = workspace or open_workspace()
    label = space.dataset(dataset).label
    wanted = masking_of(space, dataset)
    if names is not None:
        wanted = replace(wanted, masks=cast(Masks, names))
    if audience is not None:
        wanted = replace(wanted, audience=cast(Audience, audience))
    if (names, audience) != (None, None):
        set_masking(space, dataset, wanted, who)
    masks, for_whom = (
        say(f"masks.{key}", language) for key in (f"label_{wanted.masks}", f"audience_{wanted.audience}")
    )
    return say("cli.masks", language, dataset=label, masks=masks, audience=for_whom)


@click.command()
@click.argument("dataset")
@click.option("--names", help="Whose names are masked: none, served (told without an office) or all.")
@click.option("--for", "audience", help="For whom: guests, or exports (guests and whatever is taken away).")
def masks_command(dataset: str, names: str | None, audience: str | None) -> None:
    """Show or change whose names a collection masks."""
    click.echo(masks(dataset, names, audience, operator().id, of_shell()))
