"""Every page of the site as a browser opens it: their links, when they are ready, what they asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

from analytics import measures
from analytics.measures import Collection
from analytics.messages import Language, say
from analytics.ui.site import HOME, PAGES
from analytics.views import View

DESKTOP, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}
READY = 30_000
"""Milliseconds that a page may take on a busy machine."""
QUIET = 600


def links(collection: Collection, language: Language = "zh", **query: str) -> dict[str, str]:
    """Key of each page to its address below the site; the reading page opens the first activity."""
    found = {}
    for info in PAGES:
        wanted = {"lang": language, **query}
        if info.key == "reading":
            counted = measures.placed(collection, View()).counted
            wanted |= {"id": counted[0]} if counted else {}
        if info.key in ("reading", "collection"):
            wanted["data"] = collection.dataset
        found[info.key] = f"/{'' if info.key == HOME else info.key}?{urlencode(wanted)}"
    return found


@dataclass
class Seen:
    """A page with what it asked for and what went wrong on it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Opens a page and waits until its script has run."""
        self.page.goto(address)
        settled(self.page)

    def hosts(self) -> set[str]:
        """Whom the page asked; what it holds itself has no host."""
        parts = (urlsplit(url) for url in self.asked)
        return {part.hostname or part.scheme for part in parts if part.scheme not in ("data", "blob", "about")}


@contextmanager
def browsing(browser: Browser, *, phone: bool = False, dark: bool = False, language: Language = "zh") -> Iterator[Seen]:
    """A fresh reader: a browser context of its own."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light", accept_downloads=True,
        locale={"zh": "zh-CN", "en": "en-GB"}[language], has_touch=phone, reduced_motion="reduce",
    )  # fmt: skip
    seen = Seen(context.new_page())

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            seen.errors.append(message.text)

    def asked(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    context.on("request", lambda request: seen.asked.append(request.url))
    context.on("console", said)
    context.on("dialog", asked)
    seen.page.on("websocket", lambda socket: seen.asked.append(socket.url))
    try:
        yield seen
    finally:
        context.close()


DRAWN = "() => !document.querySelector('[data-testid=stSkeleton]')"
"""Streamlit's stand-ins for what the browser has yet to load the code of are gone."""


def settled(page: Page) -> None:
    """Waits until the script of a page has run and what it sent is drawn."""
    page.get_by_test_id("stMain").locator("h1, h2, h3, [data-testid=stAlert]").first.wait_for(timeout=READY)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=READY)
    page.wait_for_timeout(QUIET)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=READY)
    page.wait_for_function(DRAWN, timeout=READY)


def sound(page: Page, language: Language) -> None:
    """The page has no fault on it."""
    failed = say("page.failed", language, reference="").split("。")[0].split(".")[0]
    assert page.get_by_text(failed).count() == 0
    assert page.get_by_test_id("stException").count() == 0


def boxes(page: Page, language: Language) -> Iterator[Page]:
    """Opens the box of each chart, one after the other."""
    openers = page.get_by_test_id("stMain").get_by_role("button", name=say("box.open", language))
    for at in range(openers.count()):
        openers.nth(at).click()
        page.get_by_test_id("stPopoverBody").wait_for()
        settled(page)
        yield page
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopoverBody").wait_for(state="detached")
