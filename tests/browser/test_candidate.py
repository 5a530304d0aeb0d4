"""A candidate signs up and reads their own CV with the engine that companies use."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import sign_up_candidate
from tests.browser.visitor import Visit, Visitor


def test_candidate_signs_up_and_sees_what_the_engine_finds(visitor: Visitor, cvs: Path) -> None:
    page = visitor.page
    visitor.open("/")
    visitor.follow("I am a candidate")
    visitor.title_is("Sign up as a candidate")
    visitor.look()
    visitor.focus_shows("Create my account")
    sign_up_candidate(visitor, "cleo@journey.example")

    expect(page).to_have_url(f"{visitor.url}/t/practice/")
    visitor.title_is("Good to see you, Cleo")
    visitor.look()
    expect(page.get_by_role("link", name="Marketplace")).to_have_count(0)

    visitor.follow("Upload CVs")
    visitor.drop(cvs / "plain.txt")
    visitor.wait_until_read("plain.txt")
    visitor.follow("Noor Iyer")
    visitor.title_is("Noor Iyer")
    expect(page.get_by_label("What was found").get_by_role("link", name="niyer@example.com")).to_be_visible()
    visitor.look()


def test_candidates_see_nothing_of_each_other(visit: Visit, visitor: Visitor, cvs: Path) -> None:
    sign_up_candidate(visitor, "first@journey.example")
    visitor.open("/t/practice/cv-analysis/")
    visitor.drop(cvs / "plain.txt")
    visitor.wait_until_read("plain.txt")
    path = visitor.row("plain.txt").get_by_role("link").get_attribute("href")

    other = visit()
    sign_up_candidate(other, "second@journey.example")
    other.open("/t/practice/cv-analysis/")
    expect(other.page.get_by_text("No CV yet")).to_be_visible()
    other.open(str(path), status=404)
    other.title_is("There is nothing at this address")
