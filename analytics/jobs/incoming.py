"""Files on their way in: kept on disk from the upload until their import has ended, so that no closed page loses them."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from analytics.contract import dumps
from analytics.files import replacing
from analytics.store.report import ImportReport
from analytics.store.workspace import Workspace

REPORT = "report.json"
OLD_SECONDS = 24 * 3600
"""Age from which an upload that no job has taken counts as given up."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The folder of one import: ``files`` holds what was uploaded."""

    id: str
    folder: Path

    @property
    def files(self) -> Path:
        """Where the uploaded files lie."""
        return self.folder / "files"

    def paths(self, names: Collection[str]) -> list[Path]:
        """The files of these names; a name never leads out of the folder."""
        root = self.folder.resolve()
        found = [(root / name).resolve() for name in names]
        return [path for path in found if path.is_relative_to(root)]

    def keep_report(self, report: ImportReport) -> None:
        """Puts the report of the import into the place of its files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self.folder / REPORT) as out:
            out.write(dumps(report.to_json()))
        shutil.rmtree(self.files, ignore_errors=True)

    def report(self) -> ImportReport | None:
        """The report, when the import has ended well."""
        path = self.folder / REPORT
        return ImportReport.from_json(orjson.loads(path.read_bytes())) if path.is_file() else None

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def incoming(space: Workspace, name: str | None = None) -> Incoming:
    """The folder of an import by its id, or a new one."""
    chosen = name or f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
    found = Incoming(chosen, space.home / "incoming" / chosen)
    if name is None:
        found.files.mkdir(parents=True)
    return found


def sweep_incoming(space: Workspace, used: Collection[str]) -> None:
    """Removes uploads that no job has taken for a day."""
    home = space.home / "incoming"
    if not home.is_dir():
        return
    for folder in home.iterdir():
        with suppress(OSError):
            if folder.name not in used and time.time() - folder.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
