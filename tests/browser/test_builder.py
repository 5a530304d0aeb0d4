"""A CV that was read is written on, fitted to a job, and shown to somebody who has nothing but a link."""

import re
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, expect

from tests.browser.people import sign_up_company, start_trial
from tests.browser.visitor import Visit, Visitor

SAVED = re.compile("^Saved at ")
POSTING = "Test engineer\n\nRequirements\n- Jenkins\n- Test Director\n- Kafka\n"


def saved(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-autosave-state]")


def sheet(visitor: Visitor) -> FrameLocator:
    return visitor.page.frame_locator("iframe[data-resume-preview]")


def begin(visitor: Visitor, workspace: str, cvs: Path) -> None:
    start_trial(visitor, workspace)
    visitor.drop(cvs / "plain.txt")
    visitor.wait_until_read("plain.txt")
    visitor.open(str(visitor.row("plain.txt").locator(".row-link").get_attribute("href")))
    visitor.press("Edit as a CV")
    expect(sheet(visitor).get_by_role("heading", level=1)).to_have_text("Noor Iyer")


def fit_to_the_job(visitor: Visitor) -> None:
    visitor.follow("Fit to a job")
    visitor.page.get_by_label("Text of the job").fill(POSTING)
    visitor.press("Compare")
    expect(visitor.page.locator("mark").first).to_be_visible()
    visitor.look()
    visitor.press("Take this order")


def share(visitor: Visitor) -> str:
    """The link that somebody else opens."""
    visitor.follow("Share")
    visitor.page.get_by_label("For whom").fill("Harbour Bank")
    visitor.press("Make the link")
    link: str = visitor.page.locator("[data-copy-this]").inner_text()
    visitor.look()
    return link


def test_from_a_cv_that_was_read_to_somebody_who_opens_the_link(visit: Visit, cvs: Path) -> None:
    visitor = visit()
    page, keyboard = visitor.page, visitor.page.keyboard
    workspace = sign_up_company(visitor, "Sheet Works", "sheet@journey.example")
    begin(visitor, workspace, cvs)
    address = page.url.removeprefix(visitor.url)

    page.get_by_label("Headline").fill("Support engineer")
    expect(saved(visitor)).to_have_text(SAVED)
    expect(sheet(visitor).get_by_text("Support engineer", exact=True)).to_be_visible()

    first = page.locator("#entry-experience-0")
    first.locator("summary").click()
    lines = first.get_by_label("What you did")
    lines.fill("Responsible for managing 4 testers.\nKept Jenkins running for 30 people.")
    page.get_by_role("button", name="Managed 4 testers.").click()
    expect(lines).to_have_value("Managed 4 testers.\nKept Jenkins running for 30 people.")
    expect(lines).to_be_focused()
    visitor.look()

    visitor.control("Move “Skills” up").focus()
    keyboard.press("Enter")
    expect(page.locator("h2").filter(has_text="Skills").locator("xpath=following::h2").first).to_have_text("Education")
    expect(visitor.control("Move “Skills” up")).to_be_focused()
    expect(sheet(visitor).get_by_text("Managed 4 testers.")).to_be_visible()

    page.get_by_label("E-mail").fill("nobody")
    visitor.allow_refusal(address)
    expect(saved(visitor)).to_have_text(re.compile("^Not saved. E-mail: Write the address"))
    page.get_by_label("E-mail").fill("noor@iyer.example")
    expect(saved(visitor)).to_have_text(SAVED)

    fit_to_the_job(visitor)
    expect(first.get_by_label("What you did")).to_have_value(re.compile("^Kept Jenkins"))
    link = share(visitor)

    reader = visit()
    reader.open(link.removeprefix(reader.url))
    expect(sheet(reader).get_by_text("Kept Jenkins running for 30 people.")).to_be_visible()
    reader.look()

    page.reload()
    expect(page.get_by_text("1 view", exact=False)).to_be_visible()


def test_another_tab_is_asked_before_it_overwrites(visit: Visit) -> None:
    visitor = visit()
    workspace = sign_up_company(visitor, "Two Tabs", "two-tabs@journey.example")
    start_trial(visitor, workspace)
    visitor.open(f"{workspace}cv-analysis/builder/new/")
    visitor.press("Begin")
    address = visitor.page.url.removeprefix(visitor.url)
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    other.get_by_label("Headline").fill("From the other tab")
    expect(other.locator("[data-autosave-state]")).to_have_text(SAVED)

    visitor.allow_refusal(address)
    visitor.page.get_by_label("Headline").fill("From this tab")
    expect(visitor.page.get_by_role("alert")).to_contain_text("This CV was changed elsewhere meanwhile")
    visitor.look()
    visitor.press("Keep mine")

    expect(sheet(visitor).get_by_text("From this tab")).to_be_visible()
    expect(visitor.page.get_by_label("Headline")).to_have_value("From this tab")
