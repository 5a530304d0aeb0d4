"""Without a connection: what the browser says, and what it kept to say it with."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import sign_up_company
from tests.browser.visitor import Visitor

KEPT = """async () => {
  const names = await caches.keys();
  const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())));
  return found.flat().map((request) => new URL(request.url)).map((url) => url.pathname + url.search);
}"""
LOADED_FONTS = "[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)"
TEXT_OF_PAGES = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (response.headers.get("Content-Type").startsWith("text/html")) texts.push(await response.text());
    }
  }
  return texts;
}"""


def wait_for_worker(page: Page) -> None:
    """Until the worker has filled its cache and answers for this page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")


def test_a_page_that_cannot_be_fetched_says_so_and_comes_when_the_connection_is_back(visitor: Visitor) -> None:
    visitor.open("/")
    wait_for_worker(visitor.page)
    visitor.page.context.set_offline(True)

    visitor.page.goto(f"{visitor.url}/pricing/?seats=7")
    visitor.title_is("There is no connection")
    assert "Inter Variable" in visitor.page.evaluate(LOADED_FONTS)
    visitor.look()

    visitor.page.context.set_offline(False)
    visitor.title_is("Prices")
    expect(visitor.page.get_by_label("Seats")).to_have_value("7")


def test_losing_the_connection_is_said_without_moving_the_page(visitor: Visitor) -> None:
    visitor.open("/pricing/")
    banner = visitor.page.locator("#connection [data-connection-text]")
    place = visitor.page.locator("h1").bounding_box()
    expect(banner).to_have_text("")

    visitor.page.context.set_offline(True)
    expect(banner).to_have_text(re.compile("No connection"))
    assert visitor.page.locator("h1").bounding_box() == place
    visitor.look()

    visitor.page.context.set_offline(False)
    expect(banner).to_have_text("The connection is back.")
    expect(banner).to_have_text("")


def test_nothing_of_anybody_is_kept_in_the_browser(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Forgetful", "forgetful@journey.example")
    wait_for_worker(visitor.page)
    for path in (f"{workspace}marketplace/", f"{workspace}settings/", "/accounts/preferences/", workspace):
        visitor.open(path)

    kept = visitor.page.evaluate(KEPT)

    assert [path for path in kept if not path.startswith("/static/")] == ["/offline/?language=en"]
    assert [path for path in kept if path.startswith("/static/app.")] != []
    (page,) = visitor.page.evaluate(TEXT_OF_PAGES)
    assert [word for word in ("Forgetful", "Ada Journey", "forgetful@") if word in page] == []


def test_a_cache_of_an_older_version_is_thrown_away(visitor: Visitor) -> None:
    visitor.open("/robots.txt")
    visitor.page.evaluate("caches.open('rostrum-of-yesterday').then((cache) => cache.put('/old', new Response('old')))")
    visitor.open("/")
    wait_for_worker(visitor.page)

    assert len(visitor.page.evaluate("caches.keys()")) == 1
    assert "/old" not in visitor.page.evaluate(KEPT)
