"""What components do for the keyboard and for scripts, on their own pages of the gallery."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import sign_up_company
from tests.browser.visitor import Visitor


def test_a_dialog_closes_on_escape_and_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.open("/ui/dialog/")
    visitor.press("Invite by mail")
    dialog = visitor.page.get_by_role("dialog", name="Invite by mail")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Address")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(visitor.control("Invite by mail")).to_be_focused()


def test_a_dialog_closes_by_its_buttons_and_by_a_click_beside_it(visitor: Visitor) -> None:
    visitor.open("/ui/dialog/")
    dialog = visitor.page.get_by_role("dialog", name="Invite by mail")
    ways: list[Callable[[], None]] = [
        lambda: dialog.get_by_role("button", name="Cancel").click(),
        lambda: dialog.get_by_role("button", name="Close").click(),
        lambda: visitor.page.mouse.click(20, 20),
    ]
    for close in ways:
        visitor.press("Invite by mail")
        box = dialog.bounding_box()
        assert box is not None
        visitor.page.mouse.click(box["x"] + 8, box["y"] + 8)
        expect(dialog).to_be_visible()
        close()
        expect(dialog).to_be_hidden()


def test_a_drawer_lies_at_the_end_of_the_line(visitor: Visitor) -> None:
    for direction, at_least, at_most in (("ltr", 900, 1440), ("rtl", 0, 0)):
        visitor.open(f"/ui/drawer/?dir={direction}")
        visitor.press("Show the candidate")
        drawer = visitor.page.get_by_role("dialog", name="Ines Okafor")
        expect(drawer).to_be_visible()
        box = drawer.bounding_box()
        assert box is not None
        assert at_least <= box["x"] <= at_most
        assert box["height"] == 900
        visitor.page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        expect(visitor.control("Show the candidate")).to_be_focused()


def test_a_menu_goes_by_arrow_keys_and_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.open("/ui/menu/")
    keyboard = visitor.page.keyboard
    button = visitor.page.locator("main summary", has_text="Candidate")
    items = visitor.page.locator("main details").first.locator(".menu-item:not(:disabled)")
    button.focus()
    keyboard.press("ArrowDown")
    expect(items.nth(0)).to_be_focused()
    for key, item in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowDown", 0), ("ArrowUp", 2), ("Home", 0), ("End", 2)):
        keyboard.press(key)
        expect(items.nth(item)).to_be_focused()
    keyboard.press("Escape")
    expect(items.nth(0)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_dialog_opened_from_a_menu_gives_the_focus_back_to_the_menu(visitor: Visitor) -> None:
    visitor.open("/ui/menu/")
    button = visitor.page.locator("main summary", has_text="Candidate")
    button.click()
    visitor.press("Delete")
    dialog = visitor.page.get_by_role("dialog", name="Delete this candidate?")
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_a_combobox_is_filtered_and_chosen_from_by_keyboard(visitor: Visitor) -> None:
    visitor.open("/ui/combobox/")
    page = visitor.page
    city = page.get_by_role("combobox", name="City")
    chosen = page.locator("select[name=city]")
    city.focus()
    page.keyboard.type("dussel")
    expect(page.get_by_role("option")).to_have_text(["Düsseldorf"])
    expect(page.locator("#announcer")).to_have_text("Matches: 1")
    page.keyboard.press("Enter")
    expect(city).to_have_value("Düsseldorf")
    expect(chosen).to_have_value("Düsseldorf")
    expect(city).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{city.get_attribute('aria-activedescendant')}")
    expect(active).to_have_text("Kraków")
    page.keyboard.press("Escape")
    expect(chosen).to_have_value("Düsseldorf")

    page.get_by_role("combobox", name="Team").fill("operations peo")
    expect(page.get_by_role("option")).to_have_text(["People Operations"])

    city.fill("nowhere")
    expect(page.locator("#announcer")).to_have_text("Nothing matches")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(city).to_have_value("Düsseldorf")


def test_tabs_go_by_arrow_keys_in_both_directions(visitor: Visitor) -> None:
    for direction, forward in (("ltr", "ArrowRight"), ("rtl", "ArrowLeft")):
        visitor.open(f"/ui/tabs/?dir={direction}")
        tabs = visitor.page.get_by_role("tab")
        tabs.first.focus()
        for key, title, text in (
            (forward, "By mail", "Send them to the address of the job."),
            ("End", "API", "Post each file with the key of the workspace."),
            (forward, "Upload", "Drop files on the list, up to twenty at once."),
        ):
            visitor.page.keyboard.press(key)
            expect(visitor.page.get_by_role("tab", name=title)).to_be_focused()
            expect(visitor.page.get_by_role("tab", name=title)).to_have_attribute("aria-selected", "true")
            expect(visitor.page.get_by_role("tabpanel")).to_have_text(re.compile(re.escape(text)))


def test_a_chosen_file_is_named_and_can_be_taken_away(visitor: Visitor) -> None:
    visitor.open("/ui/file_input/")
    page = visitor.page
    file = page.locator("#file-logo")
    file.set_input_files({"name": "mark.png", "mimeType": "image/png", "buffer": b"x" * 48_000})
    expect(page.get_by_text("mark.png")).to_be_visible()
    expect(page.get_by_text("48 kB")).to_be_visible()
    visitor.press("Remove the file")
    expect(page.get_by_text("mark.png")).to_be_hidden()
    expect(file).to_be_focused()
    assert file.evaluate("(input) => input.files.length") == 0


def test_a_value_is_edited_in_place(visitor: Visitor) -> None:
    visitor.open("/ui/inline_edit/")
    page = visitor.page
    form = page.locator("[data-inline-edit]").first
    value = form.get_by_role("button", name="Edit Job title")
    value.click()
    page.keyboard.type("Something else")
    page.keyboard.press("Escape")
    expect(value).to_have_text("Backend engineer, Lisbon")
    expect(value).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.type("Data analyst")
    page.keyboard.press("Enter")
    expect(form.get_by_text("Saved", exact=True)).to_be_visible()
    expect(value).to_have_text("Data analyst")

    page.context.set_offline(True)
    value.click()
    page.keyboard.type("Lost")
    page.keyboard.press("Enter")
    expect(form.get_by_text("This could not be saved. Try again.")).to_be_visible()
    expect(form.get_by_label("Job title", exact=True)).to_have_value("Lost")
    page.context.set_offline(False)
    visitor.complaints[:] = [one for one in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_messages_of_scripts_can_be_closed(visitor: Visitor) -> None:
    visitor.open("/ui/toast/")
    visitor.press("Something went wrong")
    message = visitor.page.locator("#toasts").get_by_text("This could not be saved.")
    expect(message).to_be_visible()
    visitor.page.locator("#toasts").get_by_role("button", name="Dismiss").click()
    expect(message).to_be_hidden()


def test_mistakes_are_named_at_the_top_with_links_to_their_fields(visitor: Visitor) -> None:
    visitor.open("/signup/company/")
    visitor.fill(Company="Short", Your_name="Ada", **{"E-mail address": "short@components.example"}, Password="short")
    visitor.allow_refusal("/signup/company/")
    visitor.press("Create the workspace")
    summary = visitor.page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_text(["Password"])
    expect(visitor.page.get_by_text("This password is too short.")).to_have_count(1)
    summary.get_by_role("link", name="Password").click()
    expect(visitor.page.get_by_label("Password", exact=True)).to_be_focused()


def test_without_scripts_controls_are_the_plain_ones(visitor: Visitor) -> None:
    browser = visitor.page.context.browser
    assert browser is not None
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{visitor.url}/ui/combobox/")
        page.get_by_label("City").select_option("Vienna")
        page.goto(f"{visitor.url}/ui/inline_edit/")
        expect(page.get_by_label("Job title", exact=True)).to_be_visible()
        page.goto(f"{visitor.url}/ui/tabs/")
        expect(page.get_by_text("Post each file with the key of the workspace.", exact=True)).to_be_visible()


def test_the_browsers_own_bars_follow_the_chosen_theme(visitor: Visitor) -> None:
    metas = visitor.page.locator("meta[name=theme-color]")

    def are(*colours: str | None) -> None:
        for place, colour in enumerate(colours):
            expect(metas.nth(place)).to_have_attribute("content", str(colour))

    visitor.open("/pricing/")
    light, dark = (meta.get_attribute("content") for meta in metas.all())
    assert light != dark

    visitor.page.get_by_role("button", name="Dark").click()
    are(dark, dark)
    visitor.open("/pricing/")
    are(dark, dark)
    visitor.page.get_by_role("button", name="As the system").click()
    are(light, dark)


def test_what_was_refused_has_the_focus(visitor: Visitor) -> None:
    visitor.open("/signup/company/")
    visitor.page.evaluate("document.querySelector('main form').noValidate = true")
    visitor.allow_refusal("/signup/company/")
    visitor.page.locator("main form button").last.click()
    summary = visitor.page.locator("[data-error-summary]")

    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Please check")


def test_settings_on_a_phone_show_the_part_one_is_in(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Small Screen", "small-screen@journey.example")
    visitor.page.set_viewport_size({"width": 360, "height": 780})
    visitor.open(f"{workspace}accounts/password/change/")

    expect(visitor.page.locator(".settings-nav [aria-current]")).to_be_in_viewport(ratio=0.9)
