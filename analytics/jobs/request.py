"""What a worker is asked to do; kept as JSON on the board."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Action = Literal["import", "again", "demo"]


class Request(BaseModel):
    """An import of the files of an incoming folder, a collection read again, or the demonstration.

    ``files`` and ``places``: names inside the incoming folder. ``columns``: chosen columns by the signature of a table.
    """

    model_config = ConfigDict(frozen=True)

    action: Action = "import"
    dataset: str
    files: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    columns: dict[str, dict[str, Any]] = {}
    note: str = ""
    label: str = ""
