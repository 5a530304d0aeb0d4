"""Somebody in front of a browser who notices everything that a page must not do."""

import base64
import re
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, expect

from tests.browser.judge import findings_of_looks

OWN_SCHEMES = {"data", "blob"}
# Reported by the page itself: a policy that only reports, or a console that says nothing, hides nothing.
REPORT = """addEventListener("securitypolicyviolation", (event) =>
  heardOfPolicy(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`))"""
# Whether the line of a file says this of it.
IS_READ = """([file, status]) => [...document.querySelectorAll("tbody tr")].some((row) =>
  row.textContent.includes(file) && row.querySelector(".status-word")?.textContent.trim() === status)"""
# An outline or a ring that is not there without focus.
FOCUS_LOOK = """(part) => {
  const look = () => { const s = getComputedStyle(part); return [s.outlineStyle, s.outlineWidth, s.boxShadow].join() };
  const focused = look();
  part.blur();
  return focused !== look();
}"""


class Visitor:
    """A page with a memory: what it complained about is read at the end of the test."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.host = urlsplit(url).netloc
        # Whom else a page may lead to, as to where something is paid.
        self.friends: set[str] = set()
        self.complaints: list[str] = []
        self.refusals: set[str] = set()
        page.on("console", self._hear)
        page.on("pageerror", self._note_error)
        page.context.on("request", self._note_request)
        page.expose_function("heardOfPolicy", self._note_policy)
        page.add_init_script(REPORT)

    def open(self, path: str, status: int = 200) -> None:
        """Go there; an answer that is meant to be a refusal may be named so in the console, once and exactly."""
        url = path if path.startswith("http") else f"{self.url}{path}"
        if status >= 400:
            self.refusals.add(url)
        response = self.page.goto(url)
        assert response is not None
        assert (response.status, urlsplit(response.url).netloc) == (status, self.host), response.url

    def allow_refusal(self, path: str) -> None:
        """The next request to this address is meant to be refused."""
        self.refusals.add(f"{self.url}{path}")

    def fill(self, **values: str) -> None:
        for label, value in values.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(value)

    def press(self, name: str, role: str = "button") -> None:
        """Press the button or follow the link of that name, inside the page's main part where there is one."""
        self.control(name, role).click()

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def control(self, name: str, role: str = "button") -> Locator:
        assert role in {"button", "link"}
        everywhere = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # one of the two above
        inside = self.page.get_by_role("main").get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # as above
        return inside.first if inside.count() else everywhere.first

    def title_is(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def look(self) -> None:
        """Judge the page in light, dark, right to left and on a phone: nothing from axe, nothing to push sideways."""
        findings = list(findings_of_looks(self.page))
        assert findings == [], "\n".join(findings)

    def focus_shows(self, name: str, role: str = "button") -> None:
        """Somebody who uses the keyboard sees where they are."""
        control = self.control(name, role)
        control.focus()
        assert control.evaluate(FOCUS_LOOK), f"{self.page.url}: the focus on “{name}” cannot be seen"

    def drop(self, *files: Path) -> None:
        """Drop files on the page's drop zone, as somebody does with a mouse."""
        payload = [{"name": file.name, "base64": base64.b64encode(file.read_bytes()).decode()} for file in files]
        transfer = self.page.evaluate_handle(
            """(files) => {
              const transfer = new DataTransfer();
              for (const file of files) {
                const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], file.name));
              }
              return transfer;
            }""",
            payload,
        )
        zone = self.page.locator("[data-dropzone]")
        for event in ("dragenter", "dragover", "drop"):
            zone.dispatch_event(event, {"dataTransfer": transfer})

    def row(self, file: str) -> Locator:
        """The line of a file in the list of CVs."""
        return self.page.locator("tbody tr").filter(has_text=file)

    def wait_until_read(self, file: str, status: str = "Read") -> None:
        """Noticed within a frame of the screen; what `expect` asks for it asks in ever longer pauses."""
        self.page.wait_for_function(IS_READ, arg=[file, status])

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        url = message.location.get("url", "")
        if url in self.refusals and message.text.startswith("Failed to load resource: the server responded"):
            self.refusals.discard(url)
            return
        self.complaints.append(f"console {message.type} on {self.page.url}: {message.text} ({url})")

    def _note_error(self, error: Error) -> None:
        self.complaints.append(f"error on {self.page.url}: {error}")

    def _note_policy(self, report: str) -> None:
        self.complaints.append(f"content security policy on {self.page.url}: {report}")

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc not in {self.host, *self.friends} and parts.scheme not in OWN_SCHEMES:
            self.complaints.append(f"request to another host on {self.page.url}: {request.url}")


class Visit(Protocol):
    """Brings another visitor, with options of Playwright's browser context."""

    def __call__(self, **options: Any) -> Visitor: ...
