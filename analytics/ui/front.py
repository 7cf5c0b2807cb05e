"""The script that Streamlit runs for every reader: navigation around the page that is open."""

from __future__ import annotations

from analytics.ui.frame import navigation
from analytics.ui.settled import settle
from analytics.ui.sign_in import may_enter

if may_enter():
    navigation().run()
    settle()
