"""A real Chromium whose pages may not complain; what a failing page looked like is kept."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from zhanggui.config.settings.base import DEMO_PASSWORD

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
DESK_SCREEN = (1440, 900)
STATION_SCREEN = (1024, 600)
PATIENCE_MS = 15_000
"""So long a page may take for anything, also what a sentence of a test expects of it."""
MISSING = f"There is no Chromium at {CHROMIUM}. Install it (apt-get install chromium), or name it in CHROMIUM."

expect.set_options(timeout=PATIENCE_MS)


class Browsing:
    """The browsers of the company: one context per person and screen, each signed in once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._address = address
        self._signed_in: dict[str, Path] = {}
        self._contexts: list[BrowserContext] = []

    def page_as(self, username: str, *, screen: tuple[int, int] = DESK_SCREEN, folder: Path) -> Page:
        """A page of the program in a browser of this person's own."""
        if username not in self._signed_in:
            page = self.page(screen=screen)
            page.goto("/sign-in")
            page.fill("[name=username]", username)
            page.fill("[name=password]", DEMO_PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
            kept = folder / f"{username}.json"
            page.context.storage_state(path=kept)
            self._signed_in[username] = kept
            return page
        return self.page(screen=screen, state=self._signed_in[username])

    def page(self, *, screen: tuple[int, int] = DESK_SCREEN, state: Path | None = None, address: str = "") -> Page:
        """A page that nobody has signed in to, unless a state is given."""
        width, height = screen
        context = self._browser.new_context(
            base_url=address or self._address, viewport={"width": width, "height": height}, locale="zh-CN",
            timezone_id="Asia/Shanghai", storage_state=state, accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        context.on("page", self._listen)
        return context.new_page()

    def close(self, *, shots: Path | None) -> list[str]:
        """Every context is closed; with `shots` each page leaves its picture and text there. Answers the files."""
        kept = []
        for context in self._contexts:
            for page in context.pages if shots else ():
                kept += _keep(page, shots / f"page-{len(kept) // 2 + 1}")
            context.close()
        self._contexts.clear()
        return kept

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message))
        page.on("requestfailed", lambda request: self._note_failure(page, request))

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_expected(message.text):
            self.complaints.append(f"{page.url}: {message.text}")

    def _note_failure(self, page: Page, request: Request) -> None:
        if request.resource_type in ("script", "stylesheet", "font", "image") and request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{page.url}: {request.url} {request.failure}")


# Each request that found no good end is told twice: as over, and with its end. That a newer one took its place is well.
_REPLACED = ("htmx:afterRequest,", "htmx:sendAbort,")


def _is_expected(text: str) -> bool:
    """Chromium reports each answer of 4xx by itself: a refusal is one. So does a network that a journey cut."""
    is_cut = "net::ERR_INTERNET_DISCONNECTED" in text
    return is_cut or "the server responded with a status of 4" in text or text.startswith(_REPLACED)


def _keep(page: Page, place: Path) -> list[str]:
    place.parent.mkdir(parents=True, exist_ok=True)
    picture, text = place.with_suffix(".png"), place.with_suffix(".html")
    page.screenshot(path=picture)
    text.write_text(page.content(), encoding="utf-8")
    return [str(picture), str(text)]
