"""Pictures of every main page, to be looked at: `make screenshots`, wide and narrow, light and dark.

Refreshes those that the documents (docs/img) and the landing page (static/img/shots) show. A page that does not answer
as it should is named at the end, and fails the command.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.browser.chromium import running_chromium
from tests.browser.demo import MADE_UP, WORKSPACE, first_result
from tests.browser.judge import DESKTOP, PHONE
from tests.browser.people import sign_in
from tests.browser.product import PROJECT, Product, running_product
from tests.browser.shots import photograph_record
from tests.browser.visitor import Visitor

FOLDER = PROJECT / "build" / "screenshots"
SHOWN = PROJECT / "docs" / "img"
PATTERNS = PROJECT / "apps" / "home" / "templates" / "home" / "gallery" / "patterns"
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
IN_DOCUMENTS = ("marketplace", "cv", *(f"pattern-{file.stem}" for file in sorted(PATTERNS.glob("*.html"))))


def _as_it_is(page: Page) -> None:
    """Most pages need nothing before their picture."""


def _open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("dialog[open] [role=option]").first.wait_for()


@dataclass(frozen=True, slots=True)
class Shot:
    """A page by the name of its pictures, how it has to answer, and what is done before it is photographed."""

    name: str
    path: str
    status: int = 200
    before: Callable[[Page], None] = _as_it_is
    full_page: bool = True


GERMAN = (Shot("landing-german", "/"), Shot("prices-german", "/pricing/"))
STRANGERS = (
    Shot("landing", "/"),
    Shot("prices", "/pricing/"),
    Shot("module-for-strangers", "/modules/cv-analysis/"),
    Shot("try", "/try/cv-analysis/"),
    Shot("offline", "/offline/"),
    Shot("company-sign-up", "/signup/company/"),
    Shot("candidate-sign-up", "/accounts/signup/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("reset", "/accounts/password/reset/"),
    Shot("missing", "/nowhere/", 404),
    Shot("gallery", "/ui/"),
    Shot("gallery-foundations", "/ui/foundations/"),
    *(Shot(f"pattern-{file.stem}", f"/ui/patterns/{file.stem}/") for file in sorted(PATTERNS.glob("*.html"))),
)
MEMBERS = (
    Shot("home", WORKSPACE),
    Shot("palette", WORKSPACE, before=_open_palette, full_page=False),
    Shot("welcome", f"{WORKSPACE}welcome/"),
    Shot("marketplace", f"{WORKSPACE}marketplace/"),
    Shot("module", f"{WORKSPACE}marketplace/cv_analysis/"),
    Shot("my-modules", f"{WORKSPACE}marketplace/mine/"),
    Shot("cvs", f"{WORKSPACE}cv-analysis/"),
    Shot("cvs-none-found", f"{WORKSPACE}cv-analysis/?q=nobody-of-this-name"),
    Shot("settings", f"{WORKSPACE}settings/"),
    Shot("preferences", f"{WORKSPACE}accounts/preferences/"),
    Shot("password", f"{WORKSPACE}accounts/password/change/"),
    Shot("seats", f"{WORKSPACE}marketplace/cv_analysis/seats/"),
    *(
        Shot(f"team-{name or 'members'}", f"{WORKSPACE}team/{name}")
        for name in ("", "invite/", "invite/many/", "invitations/")
    ),
    *(
        Shot(f"settings-{name}", f"{WORKSPACE}settings/{name}/")
        for name in (
            "plan",
            "hosts",
            "security",
            "retention",
            "roles",
            "keys",
            "audit",
            "support",
            "outbox",
            "language",
            "data",
            "closing",
        )
    ),
    *(
        Shot(f"account-{name}", f"{WORKSPACE}accounts/{name}/")
        for name in ("profile", "exports", "sessions", "2fa", "delete")
    ),
    Shot("missing-for-members", f"{WORKSPACE}nowhere/", 404),
    Shot("refused", "/t/practice/", 403),
    Shot("workspace-admin", f"{WORKSPACE}admin/"),
)
CANDIDATES = (
    Shot("candidate-home", "/t/practice/"),
    Shot("candidate-cvs", "/t/practice/cv-analysis/"),
    Shot("candidate-preferences", "/t/practice/accounts/preferences/"),
)
STAFF = (
    Shot("admin", "/admin/"),
    Shot("admin-tenants", "/admin/tenants/tenant/"),
    Shot("admin-tasks", "/admin/core/queuedtask/"),
)


class Photographer:
    """Takes all four pictures of each page, and remembers what did not answer as it should."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self.browser, self.product = browser, product
        self.wrong: list[str] = []

    @contextmanager
    def as_whom(self, email: str = "", locale: str = "en-GB") -> Iterator[Visitor]:
        """Somebody with a browser of their own, signed in where they have an address."""
        context = self.browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale=locale)
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), self.product.url)
        if email:
            logins = json.loads((self.product.home / "demo.json").read_text(encoding="utf-8"))
            password = next(login["password"] for login in logins if login["email"] == email)
            sign_in(visitor, email, password)
        yield visitor
        context.close()

    def take(self, page: Page, shots: Iterable[Shot]) -> None:
        for shot in shots:
            for width, size in (("wide", DESKTOP), ("narrow", PHONE)):
                page.set_viewport_size(size)
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    if not self._answers(page, shot):
                        break
                    shot.before(page)
                    page.evaluate("document.fonts.ready")
                    # Or every picture of a run would be another one.
                    page.evaluate(
                        "for (const one of document.querySelectorAll('[data-clock]')) one.textContent = '24:00'"
                    )
                    page.screenshot(path=FOLDER / f"{shot.name}-{width}-{scheme}.png", full_page=shot.full_page)
                    if (width, scheme) == ("wide", "light") and shot.name in IN_DOCUMENTS:
                        page.screenshot(path=SHOWN / f"{shot.name}.png")
            page.set_viewport_size(DESKTOP)

    def _answers(self, page: Page, shot: Shot) -> bool:
        response = page.goto(f"{self.product.url}{shot.path}")
        status = response.status if response else 0
        if status != shot.status:
            self.wrong.append(f"{shot.name}: {shot.path} answers {status} and not {shot.status}")
        return status == shot.status


def photograph_all(photographer: Photographer) -> None:
    with photographer.as_whom() as visitor:
        photographer.take(visitor.page, STRANGERS)
        visitor.open("/try/cv-analysis/")
        visitor.press("Try with a made-up CV")
        visitor.page.get_by_label("What was found").wait_for()
        photographer.take(visitor.page, [Shot("try-result", visitor.page.url.removeprefix(visitor.url))])
    with photographer.as_whom(locale="de-DE") as visitor:
        photographer.take(visitor.page, GERMAN)
    with photographer.as_whom("ada@acme.example") as visitor:
        photographer.take(visitor.page, [Shot("not-licensed", f"{WORKSPACE}cv-analysis/", 402)])
        record = first_result(visitor)
        photographer.take(visitor.page, [*MEMBERS, Shot("cv", record), Shot("cv-report", f"{record}report/")])
        visitor.page.emulate_media(color_scheme="light")
        cookies = visitor.page.context.storage_state()
        photograph_record(photographer.browser, f"{photographer.product.url}{record}", cookies)
    with photographer.as_whom("cleo@candidate.example") as visitor:
        visitor.open("/t/practice/cv-analysis/")
        visitor.drop(MADE_UP)
        visitor.wait_until_read(MADE_UP.name)
        photographer.take(visitor.page, CANDIDATES)
    with photographer.as_whom("staff@rostrum.example") as visitor:
        photographer.take(visitor.page, STAFF)


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="rostrum-screenshots-") as folder,
        running_chromium() as browser,
        running_product(Path(folder) / "home", pseudo_locales=False) as product,
    ):
        photographer = Photographer(browser, product)
        photograph_all(photographer)
    sys.stdout.write(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}, {len(IN_DOCUMENTS)} in {SHOWN}\n")
    sys.stderr.write("".join(f"{line}\n" for line in dict.fromkeys(photographer.wrong)))
    return 1 if photographer.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
