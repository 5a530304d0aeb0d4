"""What people work with all day: the palette, forms that are not lost, drafts that save themselves, and the clock."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Route, expect

from tests.browser.people import sign_up_company, start_trial
from tests.browser.visitor import Visitor

RUN = "/ui/patterns/run/"
SAVED = re.compile("^Saved at ")


def saved(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-autosave-state]")


def answer(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("textbox", name="Tell us about a change")


def test_palette_leads_to_a_page_and_to_a_cv_by_keyboard(visitor: Visitor, cvs: Path) -> None:
    page, keyboard = visitor.page, visitor.page.keyboard
    workspace = sign_up_company(visitor, "Quick Keys", "quick-keys@journey.example")
    start_trial(visitor, workspace)
    visitor.drop(cvs / "plain.txt")
    visitor.wait_until_read("plain.txt")
    visitor.control("Search").focus()
    options = page.get_by_role("option")

    keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("group", name="Visited lately").get_by_role("option").first).to_have_text("CV analysis")
    visitor.look()
    keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_be_hidden()
    expect(visitor.control("Search")).to_be_focused()

    keyboard.press("Control+k")
    keyboard.type("set")
    expect(options).to_have_text(["Workspace settings"])
    keyboard.press("Enter")
    visitor.title_is("Settings")

    keyboard.press("Control+k")
    keyboard.type("plain.t")
    expect(options).to_have_count(1)
    name = options.locator(".truncate").inner_text()
    keyboard.press("ArrowUp")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "palette-list-0")
    keyboard.press("Enter")
    visitor.title_is(name)

    keyboard.press("Control+k")
    keyboard.type("nobody at all")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing has these words in its name.")
    visitor.look()


def test_palette_forgets_what_was_visited_when_somebody_signs_out(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Short Memory", "memory@journey.example")
    visitor.open(f"{workspace}settings/")
    assert "Workspace settings" in visitor.page.evaluate("sessionStorage.getItem('recent')")

    visitor.page.locator("summary").filter(has_text="Ada Journey").click()
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.wait_for_url(lambda url: workspace not in url)

    assert visitor.page.evaluate("sessionStorage.getItem('recent')") is None


def test_palette_says_when_the_server_does_not_answer(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "No Answer", "no-answer@journey.example")
    visitor.page.route("**/palette/*", lambda route: route.fulfill(status=503, body="later"))
    visitor.allow_refusal(f"{workspace}palette/?q=")
    visitor.press("Search")
    expect(visitor.page.get_by_role("dialog").get_by_role("status")).to_have_text(re.compile("did not answer"))


def test_changed_form_asks_before_it_is_left(visitor: Visitor) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Careful", "careful@journey.example")
    visitor.open(f"{workspace}settings/")
    name, question = (
        page.get_by_label("Name of the workspace"),
        page.get_by_role("dialog", name="Leave without saving?"),
    )

    name.fill("Careful Works")
    page.get_by_role("link", name="Home", exact=True).click()
    expect(question).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Stay on this page")).to_be_focused()
    visitor.look()
    page.get_by_role("button", name="Stay on this page").click()
    expect(name).to_have_value("Careful Works")

    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    asked.value.dismiss()
    assert (asked.value.type, name.input_value()) == ("beforeunload", "Careful Works")

    page.get_by_role("link", name="Home", exact=True).click()
    page.get_by_role("button", name="Leave without saving").click()
    page.wait_for_url(f"**{workspace}")

    visitor.open(f"{workspace}settings/")
    expect(name).to_have_value("Careful")
    name.fill("Careful Hands")
    visitor.press("Save")
    expect(page.get_by_text("Careful Hands").first).to_be_visible()
    expect(name).to_have_value("Careful Hands")


def test_palette_asks_too_before_a_changed_form_is_left(visitor: Visitor) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Twice Careful", "twice@journey.example")
    visitor.open(f"{workspace}settings/")
    page.get_by_label("Name of the workspace").fill("Other")
    page.keyboard.press("Control+k")
    page.keyboard.type("home")
    expect(page.get_by_role("option")).to_have_text(["Home"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_be_hidden()
    page.get_by_role("button", name="Leave without saving").click()
    page.wait_for_url(f"**{workspace}")


def test_what_is_typed_is_saved_and_outlives_a_reload_and_a_lost_connection(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(RUN)
    answer(visitor).fill("We moved the nightly run.")
    expect(saved(visitor)).to_have_text(SAVED)
    visitor.look()
    visitor.open(RUN)
    expect(answer(visitor)).to_have_value("We moved the nightly run.")

    page.context.set_offline(True)
    answer(visitor).fill("We moved it twice.")
    expect(saved(visitor)).to_have_text("Not saved, will try again")
    visitor.press("Next")
    expect(answer(visitor)).to_have_value("We moved it twice.")
    page.context.set_offline(False)
    expect(saved(visitor)).to_have_text(SAVED)
    page.evaluate("sessionStorage.clear()")
    visitor.open(RUN)
    expect(answer(visitor)).to_have_value("We moved it twice.")


def test_draft_that_never_reached_the_server_is_there_again(visitor: Visitor) -> None:
    visitor.open(RUN)
    visitor.page.route("**/save/", lambda route: route.fulfill(status=200, body="no answer of ours"))
    answer(visitor).fill("Not there yet.")
    expect(saved(visitor)).to_have_text("Not saved, will try again")
    visitor.page.unroute("**/save/")
    visitor.open(RUN)
    expect(answer(visitor)).to_have_value("Not there yet.")
    expect(saved(visitor)).to_have_text(SAVED)
    assert visitor.page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []


def test_clock_counts_by_the_servers_time_and_sends_the_answer_at_the_end(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install(time="2031-01-01T00:00:00Z")
    visitor.open(RUN)
    clock, said = page.get_by_role("timer"), page.locator("#announcer")
    expect(clock).to_have_text(re.compile("^(24:00|23:5[0-9])$"))

    page.clock.fast_forward("14:30")
    expect(said).to_have_text("10 minutes left")
    page.clock.fast_forward("05:00")
    expect(said).to_have_text("5 minutes left")
    # Whatever the server answers says again what time it is.
    answer(visitor).fill("We moved it.")
    page.clock.fast_forward("00:03")
    expect(saved(visitor)).to_have_text(SAVED)
    expect(clock).to_have_text(re.compile("^23:"))

    answer(visitor).fill("We moved it in time.")
    with page.expect_response(lambda response: response.status == 302) as sent:
        page.clock.fast_forward("24:00")
    assert sent.value.url.endswith("/ui/patterns/run/save/")
    expect(answer(visitor)).to_have_value("We moved it in time.")


def test_run_that_is_opened_too_late_sends_nothing(visitor: Visitor) -> None:
    visitor.open("/ui/run_bar/")
    late = visitor.page.get_by_role("region", name="Run that is over")
    expect(late.get_by_role("timer")).to_have_text("Time is up")
    expect(visitor.page.locator("#announcer")).to_be_empty()


def test_draft_that_is_refused_says_why_and_waits_for_other_words(visitor: Visitor) -> None:
    page, asked = visitor.page, []
    visitor.open(RUN)
    save = page.locator("form[data-autosave]").evaluate("(form) => form.action")

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        visitor.refusals.add(save)
        route.fulfill(status=422, json={"title": "Refused.", "detail": "It is too long."})

    page.route(save, refuse)
    answer(visitor).fill("Much too long.")
    answer(visitor).blur()
    expect(saved(visitor)).to_have_text("Not saved. It is too long.")
    page.wait_for_timeout(2_500)
    assert len(asked) == 1

    page.unroute(save)
    answer(visitor).fill("Short.")
    expect(saved(visitor)).to_have_text(SAVED)


def test_form_that_came_back_with_mistakes_is_not_left_by_accident(visitor: Visitor) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Mistaken", "mistaken@journey.example")
    visitor.open(f"{workspace}settings/")
    page.locator("form[data-guard]").evaluate("(form) => (form.noValidate = true)")
    page.get_by_label("Name of the workspace").fill("")
    visitor.allow_refusal(f"{workspace}settings/")
    visitor.press("Save")
    expect(page.get_by_role("alert")).to_be_visible()

    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()
    page.get_by_role("button", name="Leave without saving").click()
    page.wait_for_url(f"**{workspace}")


def test_selected_cvs_are_deleted_only_after_a_question(visitor: Visitor, cvs: Path) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Second Thoughts", "second-thoughts@journey.example")
    start_trial(visitor, workspace)
    visitor.drop(cvs / "plain.txt", cvs / "two-pages.pdf")
    for name in ("plain.txt", "two-pages.pdf"):
        visitor.wait_until_read(name)
    rows, question = page.locator("tbody tr"), page.get_by_role("dialog", name="Delete the selected CVs?")
    page.locator("[data-select-all]").check()
    delete = page.get_by_role("group", name="With the selected rows").get_by_role("button", name="Delete")

    delete.click()
    expect(question.get_by_role("button", name="Keep")).to_be_focused()
    visitor.look()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(rows).to_have_count(2)

    delete.click()
    question.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("2 CVs are deleted.")).to_be_visible()
    expect(rows).to_have_count(0)
