"""One running product and one Chromium for all browser tests; a fresh visitor for each."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import NoChromiumError, chromium_path, running_chromium
from tests.browser.judge import DESKTOP
from tests.browser.product import PROJECT, Product, running_product
from tests.browser.visitor import Visit, Visitor

FAILED = PROJECT / "build" / "browser"
# What is waited for comes in a moment; on a busy machine a moment is long.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


# Of this folder and not of the whole run: while Playwright runs, Django takes every later test for an async one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        chromium_path()
    except NoChromiumError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def product(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """After `browser`, so that nothing is started where there is none."""
    with running_product(tmp_path_factory.mktemp("product") / "home") as product:
        yield product


@pytest.fixture
def visit(browser: Browser, product: Product, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Makes visitors; whatever their pages complained about fails the test at its end."""
    visitors: list[Visitor] = []
    with ExitStack() as contexts:

        def new(**options: Any) -> Visitor:
            context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", **options)
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            visitors.append(Visitor(context.new_page(), product.url))
            return visitors[-1]

        failures = request.session.testsfailed
        yield new
        if request.session.testsfailed > failures:
            FAILED.mkdir(parents=True, exist_ok=True)
            for number, visitor in enumerate(visitors):
                visitor.page.screenshot(path=FAILED / f"{request.node.name}-{number}.png", full_page=True)
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert complaints == [], "\n".join(complaints)


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()


@pytest.fixture
def cvs() -> Path:
    """Real CVs of people who do not exist."""
    return PROJECT / "apps" / "cv_analysis" / "tests" / "files"
