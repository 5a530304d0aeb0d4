"""The demo company with CVs of people who do not exist, opened by its owner."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.judge import DESKTOP
from tests.browser.people import start_trial
from tests.browser.product import PROJECT, Product
from tests.browser.visitor import Visitor

WORKSPACE = "/t/acme/"
CVS = PROJECT / "apps" / "cv_analysis" / "tests" / "files"
MADE_UP = Path(__file__).with_name("ines-okafor.txt")


@contextmanager
def opened_demo(browser: Browser, product: Product) -> Iterator[tuple[Visitor, str]]:
    """Its owner in front of a browser, and the path of one CV that was read."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    visitor = Visitor(context.new_page(), product.url)
    sign_in_to_the_demo(visitor, product)
    yield visitor, first_result(visitor)
    context.close()


def sign_in_to_the_demo(visitor: Visitor, product: Product) -> None:
    ada = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))[0]
    visitor.open("/accounts/login/")
    visitor.page.locator("input[type=email]").fill(ada["email"])
    visitor.fill(Password=ada["password"])
    visitor.press("Sign in")
    visitor.page.wait_for_url(f"**{WORKSPACE}")


def first_result(visitor: Visitor) -> str:
    """Try the module with several files; the address of one result."""
    start_trial(visitor, WORKSPACE)
    files = [*(CVS / name for name in ("plain.txt", "table.docx", "two-pages.pdf")), MADE_UP]
    visitor.drop(*files)
    for file in files:
        visitor.wait_until_read(file.name)
    return str(visitor.row(MADE_UP.name).locator(".row-link").get_attribute("href"))
