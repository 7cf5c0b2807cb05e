"""The pages of the site: which there are, where their files lie, and how they are grouped in the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.access import Action
from analytics.settings import ROOT


@dataclass(frozen=True, slots=True)
class PageInfo:
    """``key`` names the messages ``page.KEY`` and is the address; ``file`` is seen from the root of the project; ``action``:
    what one has to be allowed to open it; ``team``: of no use to a single user."""

    key: str
    file: str
    icon: str
    group: str
    action: Action = "look"
    team: bool = False


PAGES: tuple[PageInfo, ...] = (
    PageInfo("overview", "pages/explore/overview.py", ":material/monitoring:", "explore"),
    PageInfo("trends", "pages/explore/trends.py", ":material/show_chart:", "explore"),
    PageInfo("activities", "pages/explore/activities.py", ":material/list:", "explore"),
    PageInfo("villages", "pages/explore/villages.py", ":material/location_on:", "explore"),
    PageInfo("pairings", "pages/explore/pairings.py", ":material/handshake:", "explore"),
    PageInfo("articles", "pages/explore/articles.py", ":material/article:", "explore"),
    PageInfo("reading", "pages/explore/reading.py", ":material/ink_highlighter:", "hidden"),
    PageInfo("views", "pages/share/views.py", ":material/bookmarks:", "share", "inside"),
    PageInfo("snapshots", "pages/share/snapshots.py", ":material/ac_unit:", "share", "inside"),
    PageInfo("report", "pages/share/report.py", ":material/description:", "share", "export"),
    PageInfo("export", "pages/share/export.py", ":material/download:", "share", "export"),
    PageInfo("ledger", "pages/share/ledger.py", ":material/table_edit:", "share", "export"),
    PageInfo("snapshot", "pages/share/snapshot.py", ":material/ac_unit:", "hidden", "inside"),
    PageInfo("intake", "pages/curate/intake.py", ":material/upload_file:", "curate", "import"),
    PageInfo("datasets", "pages/curate/datasets.py", ":material/folder_copy:", "curate", "inside"),
    PageInfo("collection", "pages/curate/collection.py", ":material/folder_open:", "hidden", "inside"),
    PageInfo("people", "pages/curate/people.py", ":material/group:", "curate", "people", team=True),
    PageInfo("rules", "pages/curate/rules.py", ":material/rule:", "curate", "inside"),
    PageInfo("method", "pages/about/method.py", ":material/menu_book:", "about"),
    PageInfo("tokens", "pages/about/tokens.py", ":material/key:", "about", "inside", team=True),
    PageInfo("audit", "pages/about/audit.py", ":material/history:", "about", "audit"),
)
FILES = {page.key: str(ROOT / page.file) for page in PAGES}
"""Key of a page to its file, absolute: the script that runs lies elsewhere."""
HOME = "overview"
"""The page at the root of the site; Streamlit knows no other address of it."""
