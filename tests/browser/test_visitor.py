"""The visitor itself: it must notice what it is there to notice."""

import pytest
from playwright.sync_api import Route

from tests.browser.chromium import NoChromiumError, chromium_path
from tests.browser.visitor import Visitor


def answer(route: Route) -> None:
    route.fulfill(status=200, body="")


def heard(visitor: Visitor, count: int = 1) -> list[str]:
    """What the visitor complains about; taken from it, as here it was provoked."""
    for _attempt in range(100):
        if len(visitor.complaints) >= count:
            break
        visitor.page.wait_for_timeout(20)
    complaints, visitor.complaints = visitor.complaints, []
    return [complaint.split(" on ")[0] for complaint in complaints]


def test_errors_in_the_console_are_heard(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.page.evaluate("console.error('broken')")
    assert heard(visitor) == ["console error"]


def test_errors_of_scripts_are_heard(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert heard(visitor) == ["error"]


def test_requests_to_another_host_are_noticed(visitor: Visitor) -> None:
    visitor.page.route("http://elsewhere.example/**", answer)
    visitor.page.goto("http://elsewhere.example/")
    assert heard(visitor) == ["request to another host"]


def test_what_the_content_security_policy_refuses_is_heard(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
        }"""
    )
    assert sorted(heard(visitor, 2)) == ["console error", "content security policy"]
    assert visitor.page.evaluate("window.ran") is None


def test_refusal_is_let_pass_for_the_address_that_was_named_and_only_once(visitor: Visitor) -> None:
    visitor.open("/nowhere/", status=404)
    visitor.page.goto(f"{visitor.url}/elsewhere/")
    visitor.page.goto(f"{visitor.url}/nowhere/")
    assert heard(visitor, 2) == ["console error", "console error"]


def test_text_that_can_hardly_be_read_is_found_in_each_look(visitor: Visitor) -> None:
    for scheme, colour in (("light", "#ccc"), ("dark", "#555")):
        visitor.open("/accounts/login/")
        visitor.page.emulate_media(color_scheme="light")
        visitor.page.evaluate(
            """([scheme, colour]) => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(`@media (prefers-color-scheme: ${scheme}) { h1 { color: ${colour} !important } }`);
              document.adoptedStyleSheets = [sheet];
            }""",
            [scheme, colour],
        )
        with pytest.raises(AssertionError, match=rf"in {scheme}(.|\n)*color-contrast"):
            visitor.look()


def test_finding_of_small_impact_counts_too(visitor: Visitor) -> None:
    visitor.open("/accounts/login/")
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('h5'))")
    visitor.page.evaluate("document.querySelector('h5').textContent = 'Three levels at once'")
    with pytest.raises(AssertionError, match=r"heading-order \(moderate\)"):
        visitor.look()


def test_what_only_goes_wrong_from_right_to_left_is_found(visitor: Visitor) -> None:
    visitor.open("/accounts/login/")
    visitor.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("[dir=rtl] h1 { color: #ccc !important }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    with pytest.raises(AssertionError, match=r"in rtl: color-contrast"):
        visitor.look()


def test_control_without_a_name_is_found(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        visitor.look()


def test_page_that_is_too_wide_for_a_phone_is_found(visitor: Visitor) -> None:
    visitor.open("/accounts/login/")
    visitor.page.evaluate("document.querySelector('h1').style.width = '500px'")
    with pytest.raises(AssertionError, match="pushed sideways"):
        visitor.look()


def test_focus_that_cannot_be_seen_is_found(visitor: Visitor) -> None:
    visitor.open("/")
    link = visitor.control("Start free trial", "link")
    link.evaluate("(part) => part.style.setProperty('outline', 'none', 'important')")
    link.evaluate("(part) => part.style.setProperty('box-shadow', 'none', 'important')")
    with pytest.raises(AssertionError, match="cannot be seen"):
        visitor.focus_shows("Start free trial", "link")


def test_missing_browser_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("ROSTRUM_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoChromiumError) as refusal:
        chromium_path()
    assert str(refusal.value) == "No Chromium was found: install chromium, or set ROSTRUM_CHROMIUM to one."
