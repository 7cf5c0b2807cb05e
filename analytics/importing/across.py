"""What is found across a whole version, written beside its parts: what its import refused, and links between articles."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow.parquet as pq

from analytics.importing.linking import Linker, no_links
from analytics.store.schema import STATE_SCHEMAS, problem_row
from analytics.store.snapshots import StateWriter, part_folder, state_folder
from analytics.store.tally import Tally
from analytics.store.workspace import Workspace


def write_state(space: Workspace, parts: Sequence[str], linker: Linker | None, tally: Tally | None = None) -> str:
    """The id of the folder. Without a linker nothing is linked."""
    links = linker.link([part_folder(space, part) for part in parts]) if linker else no_links()
    with StateWriter(space.snapshots) as writer:
        if tally:
            writer.add_rows("problems", [problem_row("refusal", told) for told in tally.refusals])
            writer.add_rows("problems", [problem_row("warning", told) for told in tally.warnings])
        for name, table in links.items():
            writer.add_table(name, table)
        return writer.finish()


def copy_links(space: Workspace, state_id: str) -> str:
    """A state with the links of another one, for a version that holds the same parts; the id of its folder."""
    folder = state_folder(space, state_id)
    with StateWriter(space.snapshots) as writer:
        for name in STATE_SCHEMAS:
            if name != "problems":
                writer.add_table(name, pq.read_table(folder / f"{name}.parquet"))
        return writer.finish()
