"""Pictures of the demo company for README and docs/users: the second half of `make screenshots`.

`python -m tests.browser.tour URL HOME` takes them of a product that runs already, whose state folder is HOME.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chromium import running_chromium
from tests.browser.people import sign_in
from tests.browser.product import PROJECT, Product, running_product
from tests.browser.visitor import Visitor

SHOWN = PROJECT / "docs" / "img"
SIZE: ViewportSize = {"width": 1280, "height": 800}
JOB = "Senior Robotics Software Engineer"
# The worker reads the CVs of the demo company after the start.
READ_MILLISECONDS = 180_000


def to_the_job(page: Page, tab: str) -> None:
    page.goto("/t/acme/hiring/jobs/")
    page.locator("main").get_by_role("link", name=JOB).click()
    page.locator("main").get_by_role("link", name=tab, exact=True).click()


def ranking(page: Page) -> None:
    to_the_job(page, "Ranking")
    page.get_by_text("Why this score").first.click()


def board(page: Page) -> None:
    to_the_job(page, "Board")
    page.get_by_text("Yusuf Demir").first.wait_for()


def record(page: Page) -> None:
    page.goto("/t/acme/hiring/candidates/?q=Wanjiru")
    page.locator(".row-link").first.click()
    page.get_by_role("heading", name="Wanjiru Kamau").first.wait_for()


def interview(page: Page) -> None:
    page.goto("/t/acme/interviews/")
    page.locator(".row-link").first.click()
    page.get_by_role("heading", name="What to practise next").wait_for()
    page.mouse.wheel(0, 700)


def problem(page: Page) -> None:
    page.goto("/t/acme/code-assessment/problems/repeated-order-number/")
    page.locator(".cm-editor").first.wait_for()


def candidate_home(page: Page) -> None:
    page.goto("/t/practice/")


OF_ADA: dict[str, Callable[[Page], None]] = {
    "ranking": ranking,
    "board": board,
    "record": record,
    "interview": interview,
    "problem": problem,
}
OF_CLEO: dict[str, Callable[[Page], None]] = {"candidate-home": candidate_home}


def photograph(browser: Browser, product: Product, email: str, pictures: dict[str, Callable[[Page], None]]) -> None:
    """Each picture as its person sees the page."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", base_url=product.url, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    logins = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))
    sign_in(Visitor(page, product.url), email, next(one["password"] for one in logins if one["email"] == email))
    if "ranking" in pictures:
        wait_until_ranked(page)
    for name, open_page in pictures.items():
        open_page(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SHOWN / f"{name}.png")
    context.close()


def wait_until_ranked(page: Page) -> None:
    """Until the CVs are read and everybody is compared with the job."""
    to_the_job(page, "Ranking")
    reload_until = "async () => (await (await fetch(location.href)).text()).includes('Ines Sandberg')"
    page.wait_for_function(reload_until, polling=2_000, timeout=READ_MILLISECONDS)


def photograph_all(product: Product) -> None:
    with running_chromium() as browser:
        photograph(browser, product, "ada@acme.example", OF_ADA)
        photograph(browser, product, "cleo@candidate.example", OF_CLEO)
    sys.stdout.write(f"{len(OF_ADA) + len(OF_CLEO)} pictures in {SHOWN}\n")


def main() -> None:
    if len(sys.argv) > 1:
        photograph_all(Product(sys.argv[1], Path(sys.argv[2])))
        return
    with (
        TemporaryDirectory(prefix="rostrum-tour-") as folder,
        running_product(Path(folder) / "home", pseudo_locales=False, demo_records=True) as product,
    ):
        photograph_all(product)


if __name__ == "__main__":
    main()
