"""The incoming folder of the page: what was uploaded or pasted lies there at once, and the link knows it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import streamlit as st

from analytics.importing import own_places
from analytics.jobs import Incoming, dismiss, incoming, job
from analytics.problems import Problem
from analytics.settings import settings
from analytics.ui import data
from analytics.ui.access import require
from analytics.ui.state import State, set_query
from analytics.ui.uploads import Upload, free_name, pasted, safe_name

UP = "intake_up"
MINE, TROUBLE = "intake_mine", "intake_trouble"
"""Of a widget: the files that it holds by its own ids, with their names in the folder; what could not be taken."""
PASTED = "pasted-*"
OWN_PLACES, KEPT_PLACES = "own_places.csv", "kept_places.csv"


def current(state: State) -> Incoming | None:
    """The folder of the link, else of the session; None when there is none or a job has taken it."""
    name = state.extra.get("up") or st.session_state.get(UP) or ""
    if not is_id(name) or job(data.workspace().whole, name):  # of whatever collection: its files are not to be had
        return None
    found = incoming(data.workspace(), name)
    return found if found.files.is_dir() else None


def is_id(name: str) -> bool:
    """Whether a name out of a link can be that of a folder: it never leads elsewhere."""
    return name.isascii() and name.replace("-", "").isalnum()


def files(folder: Incoming | None) -> list[Path]:
    """What lies in the folder, by name."""
    return sorted(folder.files.iterdir()) if folder else []


def key(folder: Incoming) -> tuple[object, ...]:
    """The same as long as nothing in the folder changes."""
    stats = [(p.name, p.stat()) for p in files(folder)]
    return (folder.id, *((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


def use(state: State, folder: Incoming | None) -> None:
    """Puts the folder into the link and the session."""
    st.session_state[UP] = folder.id if folder else ""
    set_query(state.query(up=folder.id if folder else None, job=None))


def uploaded(state: State, widget: str) -> None:
    """Takes over what an uploader holds now: new files are written, those that it gave up are removed.

    Files from before a reload, which it does not know, stay.
    """
    with _told(widget):
        require("import")
        mine: dict[str, str] = st.session_state.setdefault(MINE, {}).setdefault(widget, {})
        held = {f.file_id: f for f in st.session_state[widget] or ()}
        folder = current(state)
        if folder is None and not held:
            return  # an uploader that leaves the page lets go of its files
        folder = folder or incoming(data.workspace())
        for gone in [i for i in mine if i not in held]:
            (folder.files / mine.pop(gone)).unlink(missing_ok=True)
        for file_id, file in held.items():
            if file_id not in mine:
                upload = Upload(file.name, file.getbuffer())
                if name := _put(folder, upload, widget):
                    mine[file_id] = name
        use(state, folder)


def put_text(state: State, text: str, widget: str) -> None:
    """The pasted text as a file, in the place of what was pasted before."""
    with _told(widget):
        require("import")
        folder = current(state)
        if folder is None and not text.strip():
            return
        folder = folder or incoming(data.workspace())
        for old in folder.files.glob(PASTED):
            old.unlink()
        if text.strip():
            _put(folder, pasted(text, state.say("intake.pasted")), widget)
        use(state, folder)


def put_places(state: State, widget: str) -> None:
    """An own table of places beside the files, or none any more. An unsound one is told and not kept."""
    with _told(widget):
        require("import")
        folder, file = current(state), st.session_state[widget]
        if folder is None and file is None:
            return
        folder = folder or incoming(data.workspace())
        table = folder.folder / OWN_PLACES
        table.unlink(missing_ok=True)
        if file is not None:
            raw = folder.folder / f"{OWN_PLACES}.new"
            try:
                raw.write_bytes(file.getbuffer())
                own_places.write(own_places.checked(raw), table)
            finally:
                raw.unlink(missing_ok=True)
        use(state, folder)


def places(folder: Incoming, dataset: str) -> Path | None:
    """The table of places of this import: the uploaded one, else the one that the collection keeps."""
    if (own := folder.folder / OWN_PLACES).is_file():
        return own
    rows = own_places.kept(data.workspace(), dataset) if dataset else []
    kept = folder.folder / KEPT_PLACES
    if not rows:
        kept.unlink(missing_ok=True)
        return None
    return own_places.write(rows, kept)


def digest(table: Path | None) -> str:
    """The same for the same table."""
    return hashlib.sha256(table.read_bytes()).hexdigest() if table else ""


def drop(path: Path) -> None:
    """Leaves a file out."""
    path.unlink(missing_ok=True)


def clear(state: State) -> None:
    """Removes everything that was given."""
    if folder := current(state):
        folder.remove()
    use(state, None)


def take_back(state: State, job_id: str) -> None:
    """The files of an import that failed, in a folder of their own again; the import goes from the board."""
    space = data.workspace()
    found = job(space, job_id)
    require("import", found.dataset if found else "")
    old, new = incoming(space, job_id), incoming(space)
    for path in old.files.iterdir():
        shutil.move(path, new.files / path.name)
    with suppress(FileNotFoundError):
        shutil.move(old.folder / OWN_PLACES, new.folder / OWN_PLACES)
    dismiss(space, job_id)
    use(state, new)


def trouble(widgets: Iterable[str]) -> list[Problem]:
    """What these widgets gave that could not be taken."""
    told: dict[str, list[Problem]] = st.session_state.get(TROUBLE, {})
    return [problem for widget in widgets for problem in told.get(widget, ())]


def _put(folder: Incoming, upload: Upload, widget: str) -> str:
    """The name under which a file lies in the folder now; empty for one that is too large, which is told."""
    limit = settings().max_file_bytes
    if len(upload.data) > limit:
        _tell(widget, Problem.of("read_too_large", upload.name, size=len(upload.data), limit=limit))
        return ""
    name = free_name(safe_name(upload.name), {path.name.casefold() for path in folder.files.iterdir()})
    (folder.files / name).write_bytes(upload.data)
    return name


def _tell(widget: str, problem: Problem) -> None:
    st.session_state.setdefault(TROUBLE, {}).setdefault(widget, []).append(problem)


@contextmanager
def _told(widget: str) -> Iterator[None]:
    """Keeps what goes wrong in a callback for the run that follows: callbacks run outside of the page's frame."""
    st.session_state.setdefault(TROUBLE, {}).pop(widget, None)
    try:
        yield
    except Problem as problem:
        _tell(widget, problem)
    except OSError as e:
        _tell(widget, Problem.of("not_writable", detail=e.strerror or type(e).__name__))
