"""The script that Streamlit runs for every reader: navigation around the page that is open."""

from __future__ import annotations

from analytics.ui.frame import navigation
from analytics.ui.settled import settle
from analytics.ui.sign_in import may_enter
from analytics.ui.site import HOME
from analytics.ui.turns import turn

if may_enter():
    page = navigation()
    with turn(page.url_path or HOME):
        page.run()
    settle()
