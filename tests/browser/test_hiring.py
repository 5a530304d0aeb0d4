"""Hiring from an empty workspace to a board whose cards are moved with the pointer, by keyboard and several at once."""

import json
import re

from playwright.sync_api import Locator, expect

from tests.browser.judge import PHONE
from tests.browser.people import sign_up_company
from tests.browser.visitor import Visitor

MOVE = re.compile("/move/$")
PEOPLE = ("Ines Okafor", "Noor Iyer", "Anton Weiss")


def add_candidates(visitor: Visitor, workspace: str) -> None:
    for name in PEOPLE:
        visitor.open(f"{workspace}hiring/candidates/new/")
        visitor.page.get_by_label(re.compile("^Name")).fill(name)
        visitor.press("Save")
        visitor.title_is(name)


def make_job(visitor: Visitor, workspace: str) -> None:
    """By the form, with two skills, the second in a row that the script adds."""
    visitor.open(f"{workspace}hiring/jobs/new/")
    visitor.page.get_by_label("Title", exact=True).fill("Night nurse")
    rows = visitor.page.get_by_label("Skill", exact=True)
    rows.first.fill("Wound care")
    visitor.press("Add a skill")
    rows.last.fill("Driving")
    visitor.look()
    visitor.press("Save as a draft")
    visitor.title_is("Night nurse")
    visitor.press("Open the job")
    expect(visitor.page.get_by_text("The job is open.")).to_be_visible()


def cards(visitor: Visitor, stage: str) -> Locator:
    return visitor.page.get_by_role("region", name=stage, exact=True).locator("[data-card]")


def names(visitor: Visitor, stage: str) -> list[str]:
    return [str(card.get_attribute("data-name")) for card in cards(visitor, stage).all()]


def are_in(visitor: Visitor, stage: str, *names: str) -> None:
    expect(cards(visitor, stage)).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(cards(visitor, stage).nth(place)).to_have_attribute("data-name", name)


def drag(visitor: Visitor, card: Locator, to: Locator) -> None:
    """Held by its lower edge, where nothing can be pressed."""
    start, end = card.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    mouse = visitor.page.mouse
    mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 4)
    mouse.down()
    mouse.move(start["x"] + start["width"] / 2 + 20, start["y"] + start["height"] + 10, steps=3)
    mouse.move(end["x"] + end["width"] / 2, end["y"] + 80, steps=6)
    mouse.up()


def said(visitor: Visitor, sentence: str) -> None:
    expect(visitor.page.locator("#announcer")).to_have_text(sentence)


def consider_everybody(visitor: Visitor, workspace: str) -> None:
    visitor.open(f"{workspace}hiring/candidates/")
    visitor.page.get_by_label("Select all on this page").check()
    visitor.page.get_by_label("Job", exact=True).last.select_option(label="Night nurse")
    visitor.press("Consider")
    expect(visitor.page.get_by_text("3 candidates are now considered for Night nurse.")).to_be_visible()


def by_pointer_by_keyboard_and_by_menu(visitor: Visitor, first: str, second: str, third: str) -> None:
    page = visitor.page
    with page.expect_response(MOVE):
        drag(visitor, cards(visitor, "Applied").first, page.get_by_role("region", name="Interview"))
    said(visitor, f"{first} moved to Interview, place 1 of 1")

    # To the next stage, and to the top of it.
    handle = page.get_by_role("button", name=f"Move {second}")
    handle.focus()
    with page.expect_response(MOVE):
        page.keyboard.press("ArrowRight")
    said(visitor, f"{second} moved to Screening, place 1 of 1")
    expect(handle).to_be_focused()

    page.get_by_role("button", name=f"Move {third}").press("Enter")
    with page.expect_response(MOVE):
        page.get_by_role("dialog").get_by_role("button", name="Screening").press("Enter")
    said(visitor, f"{third} moved to Screening, place 2 of 2")
    with page.expect_response(MOVE):
        page.keyboard.press("ArrowUp")


def what_is_refused_goes_back_and_says_why(visitor: Visitor, second: str, third: str) -> None:
    page = visitor.page
    visitor.allow_refusal(str(cards(visitor, "Screening").last.get_attribute("data-url")))
    problem = json.dumps({"title": "This job is closed.", "detail": "Open it again."})
    page.route(MOVE, lambda route: route.fulfill(status=409, body=problem, content_type="application/problem+json"))
    page.get_by_role("button", name=f"Move {second}").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(f"This job is closed. Open it again. {second} is back in Screening.").first).to_be_visible()
    are_in(visitor, "Screening", third, second)
    page.unroute(MOVE)


def test_company_makes_a_job_and_moves_candidates_over_its_board(visitor: Visitor) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Ward Works", "ward@journey.example")
    add_candidates(visitor, workspace)
    make_job(visitor, workspace)
    consider_everybody(visitor, workspace)

    visitor.open(f"{workspace}hiring/jobs/")
    visitor.follow("Night nurse")
    visitor.follow("Board")
    expect(cards(visitor, "Applied")).to_have_count(3)
    visitor.look()
    first, second, third = names(visitor, "Applied")

    by_pointer_by_keyboard_and_by_menu(visitor, first, second, third)
    page.reload()
    for stage, there in (("Applied", ()), ("Screening", (third, second)), ("Interview", (first,))):
        are_in(visitor, stage, *there)

    what_is_refused_goes_back_and_says_why(visitor, second, third)

    # Several at once, on a phone, where one column after the other is seen.
    page.set_viewport_size(PHONE)
    for name in (third, second):
        page.get_by_label(f"Select {name}").check()
    page.get_by_label("Stage", exact=True).select_option(label="Offer")
    visitor.press("Move")
    expect(page.get_by_text("2 applications are now in “Offer”.")).to_be_visible()
    are_in(visitor, "Offer", third, second)

    # And side by side, and the record of one of them.
    for name in (third, second):
        page.get_by_label(f"Select {name}").check()
    visitor.press("Compare")
    visitor.title_is("Side by side")
    visitor.look()
    visitor.follow(second)
    visitor.title_is(second)
    visitor.look()
