"""What an import is asked to do, and how it says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

from analytics.batch import Extract
from analytics.importing.linking import Linker
from analytics.intake.reading import Reading, Refusal
from analytics.store.workspace import VersionInfo

Stage = Literal["reading", "extracting", "linking", "writing"]
DEMO = "demo"
"""Name of the demonstration collection."""
STAGES: tuple[Stage, ...] = get_args(Stage)
Progress = Callable[[Stage, int, int], None]
"""Gets the stage, how much of it is done and how much there is (0: not known). May raise Stopped to end the import."""


class Stopped(Exception):
    """The import was called off: nothing of it stays."""


def silent(stage: Stage, done: int, total: int) -> None:
    """Tells nobody."""


class ExtractorMaker(Protocol):
    """A ``Maker`` that knows what it makes (``analytics.batch.rules.FromRules``)."""

    def __call__(self) -> Extract:
        """The extract function of this process."""
        ...

    @property
    def rules_version(self) -> str:
        """Version of the rules."""
        ...

    @property
    def gazetteer_version(self) -> str:
        """Version of the gazetteer."""
        ...


Reader = Callable[[Sequence[Path], Progress], Iterable[Reading | Refusal]]
"""Reads files one after another; tells the progress file by file."""


@dataclass(frozen=True, slots=True)
class Work:
    """One import into ``dataset``. ``instead``: the version whose place is taken; else articles are added to the latest.

    ``key`` names the import: a second one of the same key does nothing.
    """

    dataset: str
    key: str
    paths: tuple[Path, ...]
    maker: ExtractorMaker
    reader: Reader
    workers: int = 1
    progress: Progress = silent
    note: str = ""
    who: str = ""
    label: str = ""
    is_demo: bool = False
    instead: VersionInfo | None = None
    linker: Linker | None = None
    """What finds links across articles; None: none are looked for."""

    @property
    def action(self) -> str:
        """What the version is told to have come from."""
        return "again" if self.instead else "import"
