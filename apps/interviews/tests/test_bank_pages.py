"""The pages of the question library, of sets and of templates."""

import re
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.interviews.bank import sets_for
from apps.interviews.bank_listing import QuestionListing
from apps.interviews.library import all_items
from apps.interviews.models import OwnQuestion, QuestionSet, Session, Template
from apps.interviews.services.bank import mark_question, review_question, submit_question, write_question, write_set
from apps.interviews.services.templates import create_template
from apps.interviews.template_listing import TemplateListing
from apps.interviews.tests.test_own_questions import ITEM, SLUG
from apps.interviews.tests.test_own_templates import ROUNDS
from tests.people import Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db
BASE = "/t/acme/interviews"
TYPED = {
    "text": "Why do two orders not sell the same item?",
    "kind": "open",
    "role": "backend",
    "level": "mid",
    "difficulty": "3",
    "seconds": "120",
    "language": "en",
    "skills": "PostgreSQL, Locks",
    "tags": "stock",
    "point_text": ["A row lock keeps two orders apart.", ""],
    "point_follow_up": ["What happens at the same moment?", ""],
    "choice_text": ["", ""],
    "choice_right": ["", ""],
}


@pytest.fixture
def browser(ada: Membership, grant: Grant, signed_in: SignedIn) -> Client:
    """Ada's, with a license of the module."""
    grant(ada.tenant, "interviews")
    return signed_in(ada)


def _rows(text: str) -> list[str]:
    return re.findall(r'class="row-link[^>]*>([^<]+)<', text)


def test_a_question_is_written_changed_handed_in_and_approved(browser: Client, ada: Membership) -> None:
    written = browser.post(f"{BASE}/questions/new/", {**TYPED, "is_shared": "on", "is_for_assessments": "on"})
    address = written["Location"]
    changed = {**TYPED, "hint": "Think of two clerks.", "is_shared": "on", "version": "1"}
    browser.post(f"{address}edit/", changed)
    stale = browser.post(f"{address}edit/", changed | {"hint": "Again."})
    browser.post(f"{address}review/", {"deed": "submit"})
    browser.post(f"{address}review/", {"deed": "approve"})
    page = browser.get(address)

    with scope(ada.tenant):
        question = OwnQuestion.objects.get()
        assert (question.skills, question.points, question.version, question.hint, question.state) == (
            ["PostgreSQL", "Locks"],
            [{"text": TYPED["point_text"][0], "follow_up": TYPED["point_follow_up"][0]}],
            *(2, "Think of two clerks.", "approved"),
        )
        assert (question.is_for_assessments, question.reviewed_by_id) == (False, ada.pk)
    assert (stale.status_code, "Somebody else changed this question" in stale.text) == (422, True)
    assert (page.text.count("Version 1"), "Show what a good answer holds" in page.text) == (1, True)


def test_each_mistake_stands_beside_its_field(browser: Client) -> None:
    page = browser.post(
        f"{BASE}/questions/new/", {**TYPED, "text": "No end", "point_text": ["Short.", ""], "skills": "a,b,c,d,e"}
    )

    found = re.findall(r'id="id_(\w+)_error" class="field-error', page.text)
    assert (page.status_code, found, page.text.count("Write a whole statement of 3 to 40 words.")) == (
        *(422, ["text", "skills"]),
        2,
    )


def test_the_list_finds_by_what_was_chosen(browser: Client, ada: Membership, ben: Membership) -> None:
    with scope(ada.tenant):
        mine = write_question(ada, ITEM)
        write_question(ben, ITEM)
        mark_question(ada, SLUG, is_bookmarked=True)
        queries = ("from=mine", "from=bookmarked", "role=sales&level=junior&kind=open", "skill=PostgreSQL", "q=zzz")
        listings = {
            query: QuestionListing(ada, dict(part.split("=") for part in query.split("&"))) for query in queries
        }
        sales = {
            one.slug for one in all_items().values() if (one.role, one.level, one.kind) == ("sales", "junior", "open")
        }
        keys = {query: {one.key for one in listing.rows} for query, listing in listings.items()}

    assert keys["from=mine"] == {str(mine.pk)}
    assert keys["from=bookmarked"] == {SLUG}
    assert keys["role=sales&level=junior&kind=open"] == sales
    assert keys["skill=PostgreSQL"] == {
        str(mine.pk),
        *(one.slug for one in all_items().values() if "PostgreSQL" in one.skills),
    }
    assert keys["q=zzz"] == set()
    assert _rows(browser.get(f"{BASE}/questions/?from=mine").text) == [ITEM.text]


def test_each_column_sorts_both_ways(ada: Membership) -> None:
    with scope(ada.tenant):
        for name in ("question", "role", "level", "kind", "time", "rating"):
            up, down = (QuestionListing(ada, {"sort": sort}).rows for sort in (name, f"-{name}"))
            assert {one.key for one in up} == {one.key for one in down}
            assert len(up) == len(all_items())
        assert next(one.level for one in QuestionListing(ada, {"sort": "-level"}).rows) == "senior"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_three_times_however_long_it_is(
    ada: Membership, django_assert_num_queries: Any, number: int
) -> None:
    with scope(ada.tenant):
        for _ in range(number):
            write_question(ada, ITEM)
        with django_assert_num_queries(3):
            listing = QuestionListing(ada, {})
            page = list(listing.page.object_list)

    assert sum(one.is_own for one in page) == number


def test_candidates_find_nothing_that_is_for_assessments_only(
    ada: Membership, browser: Client, new_member: NewMember, signed_in: SignedIn
) -> None:
    carl = new_member("carl", ada.tenant, Role.CANDIDATE)
    with scope(ada.tenant):
        secret = write_question(ada, ITEM, is_shared=True, is_for_assessments=True)
        submit_question(secret, by=ada)
        review_question(secret, by=ada, is_approved=True)
        chosen = write_set(ada, title="All hands", questions=[str(secret.pk), SLUG], is_shared=True)
    candidate = signed_in(carl)
    pages = [
        candidate.get(f"{BASE}/{path}")
        for path in (f"questions/{secret.pk}/", "questions/?from=ours", "questions/own/export/", f"sets/{chosen.pk}/")
    ]
    texts = [b"".join(page).decode() if page.streaming else page.text for page in pages]

    assert [page.status_code for page in pages] == [404, 200, 200, 200]
    assert [ITEM.text in text or ITEM.points[0].text in text for text in texts] == [False] * 4
    assert browser.get(f"{BASE}/questions/{secret.pk}/").status_code == 200


def test_chosen_questions_become_a_set_that_is_ordered_and_deleted(browser: Client, ada: Membership) -> None:
    slugs = list(all_items())[:3]
    made = browser.post(f"{BASE}/questions/collect/", {"ids": slugs[:2], "set": "new"})
    with scope(ada.tenant):
        chosen = sets_for(ada).get()
    browser.post(f"{BASE}/questions/collect/", {"ids": [slugs[2]], "set": str(chosen.pk)})
    browser.post(
        made["Location"],
        {"title": "Monday", "is_shared": "on", f"place_{slugs[0]}": "9", "drop": [slugs[1]]},
    )
    with scope(ada.tenant):
        chosen.refresh_from_db()
    page = browser.get(f"{BASE}/sets/{chosen.pk}/")
    browser.post(f"{BASE}/sets/{chosen.pk}/delete/")

    assert (chosen.title, chosen.is_shared, chosen.questions) == ("Monday", True, [slugs[2], slugs[0]])
    assert _rows(page.text) == [
        all_items()[slug].text.replace('"', "&quot;").replace("'", "&#x27;") for slug in chosen.questions
    ]
    with scope(ada.tenant):
        assert QuestionSet.objects.count() == 0


def test_a_question_is_bookmarked_and_rated(browser: Client, ada: Membership) -> None:
    browser.post(f"{BASE}/questions/{SLUG}/mark/", {"bookmark": "on"})
    browser.post(f"{BASE}/questions/{SLUG}/mark/", {"rating": "4"})
    page = browser.get(f"{BASE}/questions/{SLUG}/").text

    pressed = re.findall(r'aria-pressed="true" aria-label="([^"]+)"', page)
    assert (pressed, 'name="bookmark" value="off"' in page.replace("  ", " ")) == (["4 of 5"], True)
    assert browser.post(f"{BASE}/questions/no-such-slug/mark/", {"rating": "4"}).status_code == 404


def _typed_rounds(*rounds: dict[str, str]) -> dict[str, str]:
    plain = {"kind": "technical", "number": "3", "minutes": "2", "total_minutes": "0", "follow_ups": "1"}
    plain |= {"opens_at": "0", "difficulty": "fixed", "tone": "neutral", "feedback": "each"}
    sent = {"form-TOTAL_FORMS": str(len(rounds)), "form-INITIAL_FORMS": "0"}
    return sent | {
        f"form-{place}-{name}": value for place, one in enumerate(rounds) for name, value in (plain | one).items()
    }


WEIGHTS = {"relevance": "30", "examples": "20", "structure": "20", "accuracy": "20", "alignment": "10"}


def test_a_shipped_template_is_copied_changed_and_archived(browser: Client, ada: Membership) -> None:
    begun = browser.get(f"{BASE}/templates/new/?copy=backend-process")
    rounds = _typed_rounds({"title": "Call"}, {"title": "Deep", "opens_at": "60", "tone": "challenging"}, {"title": ""})
    made = browser.post(f"{BASE}/templates/new/", {"title": "Ours", "role": "backend", **WEIGHTS, **rounds})
    with scope(ada.tenant):
        template = Template.objects.get()
    shown = browser.get(made["Location"])
    off = browser.post(
        f"{BASE}/templates/{template.pk}/edit/", {"title": "Ours", **WEIGHTS, **rounds, "relevance": "31"}
    )
    archived = browser.post(f"{BASE}/templates/{template.pk}/archive/")

    assert re.findall(r'name="form-\d-title" value="([^"]*)"', begun.text) == [
        "Phone", "Technical", "Behavioural", "Final",
    ]  # fmt: skip
    assert [(one["title"], one["seconds"], one["opens_at"], one["tone"]) for one in template.rounds] == [
        ("Call", 120, 0, "neutral"),
        ("Deep", 120, 60, "challenging"),
    ]
    assert (template.weights["relevance"], shown.text.count('<h2 class="text-sm">')) == (30, 3)
    assert (off.status_code, "now they make 101" in off.text) == (422, True)
    assert (archived.status_code, browser.get(made["Location"]).status_code) == (302, 404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_templates_asks_once(ada: Membership, django_assert_num_queries: Any, number: int) -> None:
    with scope(ada.tenant):
        for place in range(number):
            create_template(ada, title=f"Ours {place}", rounds=ROUNDS)
        with django_assert_num_queries(1):
            listing = TemplateListing(ada, {"from": "own"})
            titles = [one.title for one in listing.page.object_list]

    assert titles == [f"Ours {place}" for place in range(number)]


def test_a_question_is_practised_by_its_link(browser: Client, ada: Membership) -> None:
    page = browser.get(f"{BASE}/questions/{SLUG}/").text
    link = re.search(r'href="(/t/acme/interviews/new/[^"]+)"', page)
    assert link
    form = browser.get(link[1].replace("&amp;", "&")).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    begun = browser.post(f"{BASE}/new/", typed)

    assert begun.status_code == 302
    with scope(ada.tenant):
        session = Session.objects.get()
        assert [one.asked["slug"] for one in session.questions.all()] == [SLUG]


def test_a_template_fills_the_page_that_sets_an_interview_up(browser: Client) -> None:
    form = browser.get(f"{BASE}/new/?template=backend-behavioural").context["form"]

    assert [form[name].value() for name in ("role", "kind", "number", "follow_ups", "template")] == [
        *("backend", "behavioural", 4, 2, "backend-behavioural"),
    ]
