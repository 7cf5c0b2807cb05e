"""The front door: the server's application. Settings are in .streamlit/config.toml and ``analytics.settings``."""

from __future__ import annotations

from starlette.middleware import Middleware
from streamlit.starlette import App

from analytics.api.entrance import entrance
from analytics.api.routes import routes
from analytics.ui.handing import ready_or_exit
from analytics.ui.landing import Landing
from analytics.ui.warming import warmed

ready_or_exit()

# The script lies in a folder of its own: beside a folder named pages/ Streamlit answers the first request of a process by
# the rules of its old multipage apps, where a link to a page is "not found".
app = App("analytics/ui/front.py", routes=[*routes(), *entrance()], lifespan=warmed, middleware=[Middleware(Landing)])
