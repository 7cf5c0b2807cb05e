"""Saved views and snapshots through the pages: kept, opened, compared, changed, frozen, checked, purged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from fakes import FakeMaker, many, read, write
from session import Session
from streamlit.proto.WidgetStates_pb2 import WidgetState
from truth import NAME, Truth, invented

from analytics.editing import put_away
from analytics.importing import import_files
from analytics.messages import LANGUAGES, say
from analytics.purging import purge_articles, purge_dataset
from analytics.settings import settings
from analytics.share import freezing
from analytics.share.saved_link import SavedLink
from analytics.store import frozen, saved_views
from analytics.store.saved_views import Details, Saved
from analytics.store.workspace import Workspace, open_workspace
from analytics.ui import data
from analytics.ui.access import person
from analytics.ui.plain import plain
from analytics.views import View, from_query, pin

HOSTILE = "<img src=x onerror=alert(1)> **粗** [x](http://e) $a$ :material/home: `c`"
EXPLORE = ("overview", "trends", "activities", "villages", "pairings", "articles")
FROM = View(dataset=NAME, types=("visit",))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workspace, Truth]]:
    """This process looks at an invented collection of its own."""
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path / "home"))
    forget()
    yield invented(tmp_path, 60)
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    data.workspace.clear()
    data.st.cache_data.clear()
    data.st.cache_resource.clear()


def page(name: str, **query: str) -> Session:
    session = Session()
    session.open(name, query)
    return session


def press(session: Session, key: str) -> None:
    session.at.button(key=key).click()
    session.run()


def opened_box(name: str, **query: str) -> Session:
    """A page with its box for saving open."""
    session = page(name, **query)
    found = [e.proto.popover.id for e in _blocks(session.at._tree[0]) if e.type == "popover"]
    box = next(one for one in found if one.endswith("save_box_0"))
    session.run(WidgetState(id=box, bool_value=True))
    return session


def _blocks(block: object) -> Iterator[object]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _blocks(child)


def links(session: Session) -> list[tuple[str, str, dict[str, str]]]:
    """Label, page and link parameters of every link in the page."""
    return [
        (e.proto.label, urlsplit(e.proto.page).path.strip("/"), dict(parse_qsl(e.proto.query_string.lstrip("?"))))
        for e in session.at.main.get("page_link")
    ]  # fmt: skip


def texts(session: Session) -> str:
    kinds = ("title", "subheader", "caption", "markdown", "info", "warning", "success", "error", "code")
    return "\n".join(str(e.value) for kind in kinds for e in session.at.get(kind))


def keep(space: Workspace, name: str = "名", view: View = FROM, **more: object) -> Saved:
    """Saves a view as the box does."""
    collection = data.open_view(view)
    pinned = pin(view, collection.version, collection.revision)
    ids = tuple(data.headline(collection, view).placed.counted)
    kept = saved_views.Kept(NAME, collection.version, collection.revision, SavedLink("", pinned, {}).text(), ids)
    return saved_views.save(space, Details(name, **more), kept, person())  # type: ignore[arg-type]


def freeze(space: Workspace, view: View = FROM, title: str = HOSTILE) -> frozen.Frozen:
    return freezing.freeze_view(space, data.open_view(view), view, "zh", person(), title=title[:100])


def more_articles(space: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "more.jsonl", many(100, 1)[60:])
    import_files([path], NAME, workspace=space, maker=FakeMaker(), reader=read)


@pytest.mark.parametrize("name", EXPLORE)
def test_every_page_offers_to_keep_its_view(made: tuple[Workspace, Truth], name: str) -> None:
    session = opened_box(name, data=NAME, type="visit")
    session.at.text_input(key="save_name").set_value(HOSTILE)
    session.at.multiselect(key="save_tags").set_value([])
    press(session, "save_keep")
    assert session.faults() == []
    (one,) = saved_views.every_saved(made[0], person())
    assert one.details == Details(" ".join(HOSTILE.split()), "", "team", ())
    assert set(saved_views.ids_of(made[0], one.id, 1, person())) == made[1].ids(View(types=("visit",)))
    assert urlsplit(one.state.link).path == ("/" if name == "overview" else f"/{name}")
    assert session.at.query_params["saved"] in (["1.1"], "1.1")
    assert plain(HOSTILE) in texts(session)


def test_a_look_is_kept_and_opens_again(made: tuple[Workspace, Truth]) -> None:
    session = opened_box("trends", data=NAME, split="org", form="lines", show="x:y", page="3")
    session.at.text_input(key="save_name").set_value("看")
    press(session, "save_keep")
    found = {label: (where, query) for label, where, query in links(page("views"))}
    where, query = found[say("saved.open_saved")]
    assert where == "trends"
    assert query == {"data": NAME, "v": "2", "rev": "0", "split": "org", "form": "lines", "saved": "1.1"}
    assert found[say("saved.open_today")][1] == {"data": NAME, "split": "org", "form": "lines", "saved": "1.1"}


def test_without_a_name_nothing_is_kept(made: tuple[Workspace, Truth]) -> None:
    session = opened_box("overview", data=NAME)
    press(session, "save_keep")
    assert session.faults() == [say("problem.saved_name", most=100)]
    assert saved_views.every_saved(made[0], person()) == []


def test_an_update_adds_a_state(made: tuple[Workspace, Truth]) -> None:
    one = keep(made[0])
    session = opened_box("activities", data=NAME, type="donation", saved=f"{one.id}.1")
    assert say("saved.banner_changed") in texts(session)
    press(session, "save_update")
    later = saved_views.saved(made[0], one.id, person())
    assert later.state.number == 2
    assert "type=donation" in later.state.link
    assert set(saved_views.ids_of(made[0], one.id, 2, person())) == made[1].ids(View(types=("donation",)))
    assert set(saved_views.ids_of(made[0], one.id, 1, person())) == made[1].ids(View(types=("visit",)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_since_saved_lists_what_came_and_went(made: tuple[Workspace, Truth], tmp_path: Path, language: str) -> None:
    space = made[0]
    one = keep(space)
    then = set(saved_views.ids_of(space, one.id, 1, person()))
    more_articles(space, tmp_path)
    now = set(data.headline(data.open_view(FROM), FROM).placed.counted)
    assert now - then
    session = page("views", saved=str(one.id), lang=language)
    added, gone = now - then, then - now
    assert say("saved.since", language, added=len(added), gone=len(gone)) in texts(session)
    press(session, "since_added")
    assert [set(ids) for ids in session.listed] == [added]
    press(session, "since_then")
    assert [set(ids) for ids in session.listed] == [then]
    assert session.faults() == []
    for label, where, query in links(session):
        if label in (say("saved.open_saved", language), say("saved.open_today", language)):
            again = page(where or "overview", **query)
            view = from_query({k: v for k, v in query.items() if k not in ("saved", "lang")})[0]
            counted = set(data.headline(data.open_view(view), view).placed.counted)
            assert counted == (then if "v" in query else now)
            assert say("saved.as_saved" if "v" in query else "saved.as_today", language, version=2 if "v" in query else 3) in (
                texts(again)
            )  # fmt: skip


def test_what_was_purged_since_is_said(made: tuple[Workspace, Truth]) -> None:
    space = made[0]
    one = keep(space, view=View(dataset=NAME))
    ids = set(saved_views.ids_of(space, one.id, 1, person()))
    article = next(e.article.id for e in made[1].extractions if ids & {a.id for a in e.activities})
    lost = ids & {a.id for e in made[1].extractions if e.article.id == article for a in e.activities}
    purge_articles(space, NAME, [article], "x")
    session = page("views", saved=f"{one.id}.1", show="since:lost")
    assert say("saved.purged", count=len(lost)) in texts(session)
    assert say("saved.part_lost", count=len(lost)) in [b.label for b in session.at.button]


def test_search_and_tags(made: tuple[Workspace, Truth]) -> None:
    for name, tags in (("走访月报", ("月", HOSTILE[:30])), ("讲座", ("月",)), ("其他", ())):
        keep(made[0], name, tags=tags)

    def found(**query: str) -> set[str]:
        shown = texts(page("views", **query))
        return {name for name in ("走访月报", "讲座", "其他") if f"**{name}**" in shown}

    assert found() == {"走访月报", "讲座", "其他"}
    assert found(tag="月") == {"走访月报", "讲座"}
    assert found(tag="月", find="走访") == {"走访月报"}
    assert found(find="没有的") == set()
    assert page("views", tag="无此").faults() == []


def test_duplicate_change_delete_and_take_back(made: tuple[Workspace, Truth]) -> None:
    space = made[0]
    one = keep(space, "名" * 100, note="第一行\n第二行")
    session = page("views", saved=str(one.id))
    press(session, "saved_duplicate")
    copy = max(saved_views.every_saved(space, person()), key=lambda s: s.id)
    assert copy.details.audience == "private"
    assert copy.details.name.endswith(say("saved.copy_name", name=""))
    session = page("views", saved=str(one.id))
    session.at.text_input(key="saved_edit_name").set_value("新名")
    press(session, "saved_edit_keep")
    assert saved_views.saved(space, one.id, person()).details.name == "新名"
    press(session, "saved_delete")
    press(session, "asked_yes")
    assert [s.id for s in saved_views.every_saved(space, person())] == [copy.id]
    session = page("views")
    press(session, f"saved_back_{one.id}")
    assert {s.id for s in saved_views.every_saved(space, person())} == {one.id, copy.id}
    assert session.faults() == []


def test_a_change_behind_ones_back_is_told(made: tuple[Workspace, Truth]) -> None:
    one = keep(made[0])
    session = page("views", saved=str(one.id))
    box = opened_box("overview", data=NAME, type="donation", saved=str(one.id))
    session.at.text_input(key="saved_edit_name").set_value("我的")
    saved_views.describe(made[0], one.id, one.edition, Details("别人的"), person())
    for shown, key in ((session, "saved_edit_keep"), (box, "save_update")):
        press(shown, key)
        assert shown.faults() == [f"{say('problem.saved_changed')} (别人的)"]
        now = saved_views.saved(made[0], one.id, person())
        assert (now.details.name, now.state.number) == ("别人的", 1)
    press(session, "saved_edit_keep")
    assert saved_views.saved(made[0], one.id, person()).details.name == "我的"


@pytest.mark.parametrize("saved", ["x", "1.x", "99", "1.99", "-1", "1.1.1"])
@pytest.mark.parametrize("name", ["views", "overview"])
def test_a_damaged_link_to_a_saved_view_is_told(made: tuple[Workspace, Truth], name: str, saved: str) -> None:
    keep(made[0])
    session = page(name, data=NAME, saved=saved)
    assert len(session.faults()) == 1
    assert session.at.title


def test_a_box_freezes_and_opens_the_snapshot(made: tuple[Workspace, Truth]) -> None:
    session = opened_box("activities", data=NAME, type="visit")
    session.at.text_input(key="freeze_title").set_value(HOSTILE)
    press(session, "freeze_keep")
    (one,) = frozen.every_frozen(made[0])
    assert one.count == len(made[1].ids(View(types=("visit",))))
    assert session.faults() == []
    assert session.at.title[0].value == plain(one.title)


def test_a_snapshot_says_the_same_after_an_import_to_every_reader(
    made: tuple[Workspace, Truth], tmp_path: Path
) -> None:
    space, truth = made
    one = freeze(space)
    before = page("snapshot", id=one.id)
    more_articles(space, tmp_path)
    put_away(space, NAME)
    after = page("snapshot", id=one.id)
    assert before.faults() == after.faults() == []
    assert texts(before) == texts(after)
    assert before.numbers == after.numbers
    ids = truth.ids(View(types=("visit",)))
    after.open("snapshot", {"id": one.id, "show": "figure:activities"})
    table = next(t for t in after.at.dataframe if "quote" in t.value.columns)
    assert len(table.value) == len(ids)
    after.tick(table, 0)
    quote = str(table.value.iloc[0]["quote"])
    assert f"> {plain(quote)}" in texts(after)


def test_every_number_of_a_snapshot_lists_its_rows(made: tuple[Workspace, Truth]) -> None:
    one = freeze(made[0], View(dataset=NAME))
    told = freezing.told_by(made[0], one)
    shows = [c.key for c in (*told.figures, *told.left_out) if c.ids] + [
        show for _, show in page("snapshot", id=one.id).numbers
    ]
    shows += [f"row:{chart.key}:{chart.rows[0].key}" for chart in told.charts if chart.rows]
    session = page("snapshot", id=one.id)
    for show in dict.fromkeys(shows):
        session.open("snapshot", {"id": one.id, "show": show})
        assert session.faults() == [], show
        table = next(t for t in session.at.dataframe if "quote" in t.value.columns)
        assert len(table.value) > 0, show
    session.open("snapshot", {"id": one.id, "show": "figure:none"})
    assert len(session.faults()) == 1


def test_check_says_the_same_and_mends(made: tuple[Workspace, Truth]) -> None:
    one = freeze(made[0])
    session = page("snapshot", id=one.id)
    press(session, "snapshot_check")
    assert say("snapshot.check_same", fingerprint=one.page_fingerprint) in texts(session)
    (made[0].home / frozen.FOLDER / f"{one.id}.html").unlink()
    session = page("snapshot", id=one.id)
    assert session.faults() == [f"{say('problem.snapshot_file')} ({one.id})"]
    press(session, "snapshot_check")
    assert say("snapshot.check_mended") in texts(session)
    assert page("snapshot", id=one.id).faults() == []


@pytest.mark.parametrize("whole", [False, True])
def test_purging_wins_over_an_open_snapshot(made: tuple[Workspace, Truth], whole: bool) -> None:
    space = made[0]
    one = freeze(space)
    told = freezing.told_by(space, one)
    session = page("snapshot", id=one.id)
    assert plain(one.title) in texts(session)
    if whole:
        put_away(space, NAME)
        purge_dataset(space, NAME, "x")
    else:
        purge_articles(space, NAME, [told.articles[0].id], "x")
    for shown in (session, page("snapshot", id=one.id, show="figure:activities")):
        shown.run()
        assert say("snapshot.purged_title") in texts(shown)
        assert plain(one.title) not in texts(shown)
        assert plain(told.articles[0].title) not in texts(shown)
        assert not shown.at.dataframe
    assert say("snapshot.purged_title") in texts(page("snapshots"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["views", "snapshots", "snapshot"])
def test_an_empty_workspace_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setenv("JUSHI_HOME", str(tmp_path))
    forget()
    open_workspace(tmp_path)
    session = page(name, lang=language)
    assert session.faults() == []
    assert len(session.at.info) == 1
    monkeypatch.undo()
    forget()


def test_an_unknown_snapshot_is_told(made: tuple[Workspace, Truth]) -> None:
    assert page("snapshot", id="../x").faults() != []
    assert page("snapshots", find=HOSTILE).faults() == []
