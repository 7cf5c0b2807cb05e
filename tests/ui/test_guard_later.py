"""What stands beside a page is drawn once, after its body, also where a Problem ended that."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from analytics.messages import say


def page() -> None:
    import streamlit as st

    from analytics.problems import Problem
    from analytics.ui.guard import after_page, before_slow, run_page
    from analytics.ui.state import State

    def fails() -> None:
        raise Problem.of("nothing_imported")

    def body(state: State) -> None:
        after_page(lambda: st.sidebar.caption("beside"))
        st.caption("page")
        how = st.query_params.get("find", "")
        if how == "slow":
            before_slow(state)
            st.caption("slow")
        if how == "fails":
            fails()
        if how == "beside":
            after_page(fails)

    run_page(body, "look")


def shown(how: str) -> AppTest:
    at = AppTest.from_function(page)
    at.query_params["find"] = how
    return at.run(timeout=30)


def test_it_is_drawn_once_however_the_page_ends() -> None:
    for how in ("plain", "slow", "fails", "beside"):
        at = shown(how)
        assert [c.value for c in at.sidebar.caption] == ["beside"], how
        assert at.main.caption[0].value == "page"
        assert not at.exception


def test_what_fails_beside_the_page_is_told() -> None:
    for how in ("fails", "beside"):
        assert say("problem.nothing_imported", "zh") in shown(how).error[0].value
