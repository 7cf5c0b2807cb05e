"""What is found across a whole version, written beside its parts: what its import refused, and links between articles."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.store.schema import problem_row
from analytics.store.snapshots import StateWriter
from analytics.store.tally import Tally
from analytics.store.workspace import Workspace


def write_state(space: Workspace, parts: Sequence[str], tally: Tally, rules_version: str) -> str:
    """The id of the folder."""
    with StateWriter(space.snapshots) as writer:
        writer.add_rows("problems", [problem_row("refusal", told) for told in tally.refusals])
        writer.add_rows("problems", [problem_row("warning", told) for told in tally.warnings])
        return writer.finish()
