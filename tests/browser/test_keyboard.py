"""Without a mouse: from signing up to reading a CV, through every main page, through menus, drawers and dialogs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.judge import DESKTOP, PHONE
from tests.browser.keyboard import Keyboard
from tests.browser.people import PASSWORD, sign_up_company, start_trial
from tests.browser.product import PROJECT, Product
from tests.browser.visitor import Visitor

FILE = PROJECT / "apps" / "cv_analysis" / "tests" / "files" / "plain.txt"
NAME = "Noor Iyer"
# The page itself has the focus where a browser with a window would go on to its own buttons.
INSIDE = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
STRANGERS = ("/", "/signup/company/", "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/")
MEMBERS = (
    "",
    "cv-analysis/",
    "marketplace/",
    "marketplace/cv_analysis/",
    "marketplace/mine/",
    "settings/",
    "accounts/preferences/",
    "accounts/password/change/",
)


@pytest.fixture
def keyboard(visitor: Visitor) -> Keyboard:
    return Keyboard(visitor)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, product: Product) -> Iterator[tuple[Visitor, str]]:
    """Somebody with a module and a CV, and the address of the workspace."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    visitor = Visitor(context.new_page(), product.url)
    workspace = sign_up_company(visitor, "Key Works", "keys@journey.example")
    start_trial(visitor, workspace)
    visitor.drop(FILE)
    visitor.wait_until_read(FILE.name)
    yield visitor, workspace
    context.close()


def goes_round(keyboard: Keyboard) -> None:
    """Forwards and backwards, past every control, and back to where it began."""
    forwards = keyboard.go_round()
    assert keyboard.not_reached() == []
    backwards = keyboard.go_round("Shift+Tab")
    assert {stop.id for stop in backwards} == {stop.id for stop in forwards}


def test_company_signs_up_and_reads_a_cv_by_keyboard_alone(keyboard: Keyboard) -> None:
    visitor, page = keyboard.visitor, keyboard.page
    visitor.open("/")
    keyboard.go_to(visitor.control("Start free trial", "link"))
    keyboard.go()
    visitor.title_is("Start your free trial")
    for label, text in (("Company", "Keyboard Works"), ("Your name", "Ada Keys")):
        keyboard.type_into(label, text)
    keyboard.type_into("E-mail address", "alone@keys.example")
    keyboard.type_into("Password", PASSWORD)
    keyboard.go_to(visitor.control("Create the workspace"))
    keyboard.go()
    expect(page).to_have_url(re.compile("/t/keyboard-works/"))

    start_a_trial(keyboard)
    upload(keyboard, FILE)
    keyboard.go_to(page.get_by_role("link", name=NAME))
    keyboard.go()
    visitor.title_is(NAME)
    email = page.get_by_label("What was found").get_by_role("link", name="niyer@example.com")
    keyboard.go_to(email)
    keyboard.go()
    expect(page.locator("mark:target")).to_be_in_viewport()


def start_a_trial(keyboard: Keyboard) -> None:
    visitor = keyboard.visitor
    keyboard.go_to(keyboard.page.get_by_role("link", name="Marketplace", exact=True).first)
    keyboard.go()
    visitor.title_is("Marketplace")
    keyboard.go_to(visitor.control("CV analysis", "link"))
    keyboard.go()
    visitor.title_is("CV analysis")
    keyboard.go_to(visitor.control("Start free trial"))
    keyboard.go()
    visitor.title_is("CVs")


def upload(keyboard: Keyboard, file: Path) -> None:
    # The browser is told to hand the chooser over long before it would open one.
    with keyboard.page.expect_file_chooser() as chooser:
        keyboard.go_to(keyboard.page.locator("main input[type=file]"))
        keyboard.go("Space")
    chooser.value.set_files(file)
    keyboard.visitor.wait_until_read(file.name)


@pytest.mark.parametrize("path", STRANGERS)
def test_focus_goes_round_every_page_of_a_stranger(keyboard: Keyboard, path: str) -> None:
    keyboard.visitor.open(path, status=404 if path == "/nowhere/" else 200)
    goes_round(keyboard)


@pytest.mark.parametrize("path", [*MEMBERS, "record"])
def test_focus_goes_round_every_page_of_a_member(signed_in: tuple[Visitor, str], path: str) -> None:
    visitor, workspace = signed_in
    visitor.open(f"{workspace}{'cv-analysis/' if path == 'record' else path}")
    if path == "record":
        visitor.follow(NAME)
        visitor.title_is(NAME)
    goes_round(Keyboard(visitor))


def test_menu_opens_shows_its_entries_and_gives_the_focus_back(signed_in: tuple[Visitor, str]) -> None:
    visitor, workspace = signed_in
    visitor.open(workspace)
    keyboard = Keyboard(visitor)
    opener = visitor.page.locator(".menu-button > summary").filter(has_text="Ada Journey")
    keyboard.go_to(opener)
    keyboard.press("Enter")
    keyboard.go_to(visitor.page.get_by_role("button", name="Sign out"))
    assert keyboard.not_reached(".menu-button[open] .menu-list") == []
    keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(visitor.page.locator(".menu-button[open]")).to_have_count(0)


def test_dialog_keeps_the_focus_inside_and_gives_it_back(signed_in: tuple[Visitor, str]) -> None:
    visitor, workspace = signed_in
    visitor.open(f"{workspace}cv-analysis/")
    visitor.follow(NAME)
    visitor.title_is(NAME)
    keyboard = Keyboard(visitor)
    opener = visitor.page.get_by_role("main").get_by_role("button", name="Delete", exact=True).first
    keyboard.go_to(opener)
    keyboard.press("Enter")
    dialog = visitor.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    for _stop in range(6):
        keyboard.press("Tab")
        assert visitor.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    assert keyboard.not_reached("dialog[open]") == []
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_drawer_of_a_phone_opens_and_gives_the_focus_back(signed_in: tuple[Visitor, str]) -> None:
    visitor, workspace = signed_in
    visitor.page.set_viewport_size(PHONE)
    visitor.open(workspace)
    keyboard = Keyboard(visitor)
    opener = visitor.control("Open the menu")
    keyboard.go_to(opener)
    keyboard.go()
    drawer = visitor.page.locator("#sidebar")
    expect(drawer.locator(":focus")).to_have_count(1)
    keyboard.here()
    keyboard.go_to(visitor.page.get_by_role("link", name="Marketplace", exact=True).first)
    keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(drawer).to_be_hidden()
    visitor.page.set_viewport_size(DESKTOP)


def changed(keyboard: Keyboard, rule: str) -> None:
    """A page on which one rule has gone wrong."""
    keyboard.visitor.open("/accounts/login/")
    keyboard.page.evaluate(
        """(rule) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rule);
          document.adoptedStyleSheets = [sheet];
        }""",
        rule,
    )


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("main a { outline: none !important }", "cannot be seen"),
        ("main a { position: fixed !important; inset-block-start: -90px !important }", "outside of what is shown"),
        ("body::after { content: ''; position: fixed; inset: 0; z-index: 99; background: #fff }", "is covered"),
    ],
)
def test_stop_that_cannot_be_seen_is_noticed(keyboard: Keyboard, rule: str, wrong: str) -> None:
    changed(keyboard, rule)
    with pytest.raises(AssertionError, match=wrong):
        goes_round(keyboard)


def test_trap_is_noticed(keyboard: Keyboard) -> None:
    keyboard.visitor.open("/accounts/login/")
    keyboard.page.evaluate(
        """() => document.querySelector("main input:not([type=hidden])").addEventListener("keydown", (event) => {
          if (event.key === "Tab") event.preventDefault();
        })"""
    )
    with pytest.raises(AssertionError, match="the focus is caught"):
        goes_round(keyboard)


def test_control_that_the_keyboard_cannot_reach_is_noticed(keyboard: Keyboard) -> None:
    keyboard.visitor.open("/accounts/login/")
    # A page that moves the focus on before this control is reached.
    keyboard.page.evaluate(
        """() => document.querySelector("main button").addEventListener("focus", () => {
          document.querySelector("main input:not([type=hidden])").focus();
        })"""
    )
    with pytest.raises(AssertionError):
        goes_round(keyboard)
