"""Pictures of the main pages, to be looked at: `make screenshots` (wide and narrow, light and dark) and docs/img/."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.browser.chromium import running_chromium
from tests.browser.judge import DESKTOP, PHONE
from tests.browser.people import start_trial
from tests.browser.product import PROJECT, Product, running_product
from tests.browser.visitor import Visitor

FOLDER = PROJECT / "build" / "screenshots"
SHOWN = PROJECT / "docs" / "img"
CVS = PROJECT / "apps" / "cv_analysis" / "tests" / "files"
MADE_UP = Path(__file__).with_name("ines-okafor.txt")
WORKSPACE = "/t/acme/"
STRANGERS = {
    "landing": "/",
    "company-sign-up": "/signup/company/",
    "candidate-sign-up": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "reset": "/accounts/password/reset/",
    "missing": "/nowhere/",
}
MEMBERS = {
    "home": WORKSPACE,
    "marketplace": f"{WORKSPACE}marketplace/",
    "module": f"{WORKSPACE}marketplace/cv_analysis/",
    "my-modules": f"{WORKSPACE}marketplace/mine/",
    "cvs": f"{WORKSPACE}cv-analysis/",
}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
IN_DOCUMENTS = ("landing", "marketplace", "cv")


@contextmanager
def _opened(browser: Browser, product: Product) -> Iterator[Visitor]:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    yield Visitor(context.new_page(), product.url)
    context.close()


def _sign_in_to_the_demo(visitor: Visitor, product: Product) -> None:
    ada = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))[0]
    visitor.open("/accounts/login/")
    visitor.page.locator("input[type=email]").fill(ada["email"])
    visitor.fill(Password=ada["password"])
    visitor.press("Sign in")
    visitor.page.wait_for_url(f"**{WORKSPACE}")


def _first_result(visitor: Visitor) -> str:
    """Try the module with CVs of people who do not exist; the address of one result."""
    start_trial(visitor, WORKSPACE)
    files = [*(CVS / name for name in ("plain.txt", "table.docx", "two-pages.pdf")), MADE_UP]
    visitor.drop(*files)
    for file in files:
        visitor.wait_until_read(file.name)
    path = visitor.row(MADE_UP.name).get_by_role("link").get_attribute("href")
    return str(path)


def _photograph(page: Page, url: str, name: str) -> None:
    for width, size in (("wide", DESKTOP), ("narrow", PHONE)):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(url)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
            if (width, scheme) == ("wide", "light") and name in IN_DOCUMENTS:
                page.screenshot(path=SHOWN / f"{name}.png")


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="rostrum-screenshots-") as folder,
        running_chromium() as browser,
        running_product(Path(folder) / "home") as product,
        _opened(browser, product) as visitor,
    ):
        for name, path in STRANGERS.items():
            _photograph(visitor.page, f"{product.url}{path}", name)
        visitor.page.set_viewport_size(DESKTOP)
        _sign_in_to_the_demo(visitor, product)
        members = {**MEMBERS, "cv": _first_result(visitor)}
        for name, path in members.items():
            _photograph(visitor.page, f"{product.url}{path}", name)
    sys.stdout.write(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}, {len(IN_DOCUMENTS)} in {SHOWN}\n")


if __name__ == "__main__":
    main()
