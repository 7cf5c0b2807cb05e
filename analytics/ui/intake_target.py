"""Where an import goes: a collection that is there or a new one, its table of places, a note; and the start."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.contract import article_to, dumps
from analytics.files import replacing
from analytics.importing import DEMO, own_places
from analytics.jobs import Incoming, Request, incoming, submit
from analytics.model import Article
from analytics.problems import Problem
from analytics.settings import settings
from analytics.ui import data, intake_folder
from analytics.ui.access import person, require
from analytics.ui.guard import tell
from analytics.ui.intake_given import key, megabytes
from analytics.ui.state import State, set_query

NEW = ""
MAX_NAME = 60
"""Characters of a collection's name."""


@dataclass(frozen=True, slots=True)
class Target:
    """The collection by its name (a new one: the name to be), and what is told of the import."""

    dataset: str
    is_new: bool
    note: str = ""


def choose_target(state: State) -> Target:
    """Collection, own places, note."""
    names = state.names_of(d for d in data.workspace("import").datasets() if not d.is_demo)
    wanted = state.view.dataset if state.view.dataset in names else None
    options = [*names, NEW]
    first, second, third = st.columns(3)
    chosen = first.selectbox(
        state.say("datasets.target"), options, key=f"intake_target_{len(options)}",
        index=options.index(wanted) if wanted else 0,
        format_func=lambda name: names.get(name) or state.say("datasets.new"),
    )  # fmt: skip
    if chosen:
        target = Target(chosen, False, _note(state, second))
    else:
        name = second.text_input(
            state.say("datasets.name"), max_chars=MAX_NAME, key=key("name"),
            placeholder=state.say("datasets.name_example"),
        )  # fmt: skip
        target = Target(" ".join(name.split()), True, _note(state, third))
    _places(state)
    return target


def choose_again(state: State) -> Target | None:
    """The collection that is to be read again; None when there is none."""
    names = state.names_of(data.datasets())
    if not names:
        st.info(state.say("bring.again_none"), icon=":material/inbox:")
        return None
    left, right = st.columns(2)
    options = list(names)
    chosen = left.selectbox(
        state.say("bring.again"), options, key=f"intake_again_{len(options)}", format_func=names.__getitem__,
        index=options.index(state.view.dataset) if state.view.dataset in names else 0,
    )  # fmt: skip
    note = _note(state, right)
    _places(state)
    return Target(chosen, False, note)


def _note(state: State, where: Any) -> str:
    return str(where.text_input(state.say("datasets.note"), max_chars=200, key=key("note")) or "")


def _places(state: State) -> None:
    widget = key("places")
    with st.expander(state.say("datasets.places"), icon=":material/add_location_alt:"):
        st.caption(state.say("datasets.places_help"))
        st.file_uploader(
            state.say("datasets.places_file"), key=widget, on_change=intake_folder.put_places, args=(state, widget),
            max_upload_size=megabytes(settings().max_file_bytes),
        )  # fmt: skip
    for problem in intake_folder.trouble([widget]):
        tell(problem, state)


def start(
    state: State, action: str, target: Target, folder: Incoming | None, columns: Mapping[str, Any],
    pasted: Article | None = None,
) -> None:  # fmt: skip
    """Puts the import on the board and turns the page to it. ``pasted``: the article as its reader corrected it.

    Raises Problem when something is missing.
    """
    require("import", DEMO if action == "demo" else target.dataset)
    if action != "demo":
        check_name(target)
    given = folder if folder and action == "import" else _beside(folder)
    if pasted:
        _write_line(given, pasted)
    files = tuple(f"files/{path.name}" for path in intake_folder.files(given)) if action == "import" else ()
    if action == "import" and not files:
        raise Problem.of("import_no_files")
    table = intake_folder.places(given, target.dataset) if action != "demo" else None
    if table and table.name == intake_folder.OWN_PLACES:
        own_places.keep(data.workspace(), target.dataset, own_places.checked(table), person())
    request = Request(
        action=action, dataset=DEMO if action == "demo" else target.dataset, files=files,
        places=(table.name,) if table else (), columns=dict(columns), note=target.note,
        label=target.dataset if target.is_new else "",
    )  # fmt: skip
    found = submit(data.workspace(), request, person(), given.id)
    st.session_state[intake_folder.UP] = ""
    set_query(state.query(up=None, job=found.id))
    st.rerun()


def _beside(folder: Incoming | None) -> Incoming:
    """A folder of its own for work that takes none of the files given, with the table of places if there is one."""
    found = incoming(data.workspace())
    if folder and (table := folder.folder / intake_folder.OWN_PLACES).is_file():
        shutil.copy(table, found.folder / table.name)
    return found


def demo_button(state: State) -> None:
    """Puts the demonstration on the board, for a workspace that has none."""
    if st.button(state.say("datasets.demo"), icon=":material/science:", key="import_demo"):
        require("import", DEMO)
        submit(data.workspace(), Request(action="demo", dataset=DEMO), person())
        st.rerun()


def check_name(target: Target) -> None:
    """Raises Problem when a new collection cannot bear this name."""
    name, space = target.dataset, data.workspace()
    if not name:
        raise Problem.of("import_no_name")
    if not target.is_new:
        return
    if any(name in (d.name, d.label) for d in space.datasets()):
        raise Problem.of("import_name_taken", name=name)
    if any(name == d.name for d in space.datasets(deleted=True)):
        raise Problem.of("import_name_binned", name=name)


def _write_line(folder: Incoming, article: Article) -> None:
    """The corrected article as a line of JSON, in the place of the pasted text."""
    old = list(folder.files.glob(intake_folder.PASTED))
    with replacing(folder.files / f"{article.id}.jsonl") as out:
        out.write(dumps(article_to(article)) + b"\n")
    for path in old:
        path.unlink()
