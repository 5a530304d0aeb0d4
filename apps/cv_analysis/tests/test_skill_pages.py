"""The pages of skills: what candidates have, what jobs ask for, what is becoming more, and who has one."""

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.listing import SkillListing
from apps.cv_analysis.models import Cv
from apps.cv_analysis.profiles import keep_profile
from apps.cv_analysis.scoring.matching import Own, Person
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate
from apps.hiring.services import create_job
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
SKILLS = "/t/acme/cv-analysis/skills/"


def know(by: Membership, name: str, *skills: tuple[str, str, int]) -> Candidate:
    candidate = Candidate.objects.create(name=name)
    Cv.objects.create(uploaded_by_id=by.pk, file="tenants/none", file_name="cv.pdf", size=1, candidate=candidate)
    keep_profile(candidate, Person(tuple(Own(key, title, sure, 30) for key, title, sure in skills), 60, 4))
    return candidate


@pytest.fixture
def workspace(ada: Membership, licensed: License) -> None:
    with scope(ada.tenant):
        know(ada, "Ines Sandberg", ("tech:python", "Python", 95), ("name:lighthouse", "Lighthouse", 60))
        know(ada, "Noor Iyer", ("tech:python", "python", 70))
        create_job(by=ada, title="Data Engineer", skills=[SkillDraft("Python"), SkillDraft("SQL")])


def listed(query: str = "") -> list[tuple[str, str, int, int, int]]:
    listing = SkillListing(dict(pair.split("=") for pair in query.split("&") if pair))
    return [(one.name, one.category_title, one.candidates, one.jobs, one.change) for one in listing.page.object_list]


def test_skills_are_counted_over_candidates_and_jobs_with_how_that_changed(ada: Membership, workspace: None) -> None:
    with scope(ada.tenant):
        found = {
            query: listed(query)
            for query in ("", "q=light", "category=technology&sort=name", "sort=-jobs", "used_by=candidates&days=90")
        }
        whole = SkillListing({"used_by": "all", "q": "python"}).rows

    python, sql = ("Python", "Technology", 2, 1, 3), ("SQL", "Technology", 0, 1, 1)
    light = ("Lighthouse", "Other", 1, 0, 1)
    assert found == {
        "": [python, light, sql],
        "q=light": [light],
        "category=technology&sort=name": [python, sql],
        "sort=-jobs": [python, sql, light],
        "used_by=candidates&days=90": [python, light],
    }
    assert (whole[0].name, len(whole) > 3) == ("Python", True)


def test_page_asks_the_same_questions_for_one_skill_and_for_three(
    ada: Membership, workspace: None, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(ada)
    # The first loads the catalogue, so long that what was remembered of the workspace is asked anew.
    for _turn in range(2):
        client.get(SKILLS)

    for query in ("?q=SQL", ""):
        with django_assert_num_queries(10):
            page = client.get(f"{SKILLS}{query}").text

    assert page.count('class="row-link"') == 3
    assert 'href="/t/acme/cv-analysis/skills/tech:python/"' in page


def test_skill_leads_to_the_candidates_who_have_it_the_surest_first(
    ada: Membership, workspace: None, signed_in: SignedIn
) -> None:
    client = signed_in(ada)

    page = client.get(f"{SKILLS}tech:python/")
    file = b"".join(client.get(f"{SKILLS}tech:python/export/?q=Noor")).decode("utf-8-sig")
    listed_file = b"".join(client.get(f"{SKILLS}export/?q=SQL")).decode("utf-8-sig")

    assert [str(row.facts.candidate) for row in page.context["rows"]] == ["Ines Sandberg", "Noor Iyer"]
    assert file.splitlines()[1:] == ["Noor Iyer,,python,70,30,60"]
    assert listed_file.splitlines()[1:] == ["SQL,Technology,0,1,1"]
    assert client.get(f"{SKILLS}tech:no-such-thing/").status_code == 404
