"""The pages that show what follows from a CV: scores, matches, readings, and the panel on the candidate's record."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis import services
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate
from apps.hiring.services import create_job, open_job
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


@pytest.fixture
def cv(ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued) -> Cv:
    with scope(ada.tenant):
        open_job(create_job(by=ada, title="Data Engineer", skills=[SkillDraft("Python")]))
    made = upload(ada, eves_cv())
    run_queued()
    return made


def test_scores_are_shown_with_reasons_that_lead_to_the_words(ada: Membership, cv: Cv, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    page = client.get(f"/t/acme/cv-analysis/{cv.pk}/?tab=scores").content.decode()
    place = re.search(r'href="\?at=(\d+)-(\d+)#evidence-(\d+)"', page)
    assert place is not None
    with scope(ada.tenant):
        analysis = Analysis.objects.get()
    words = analysis.text[int(place[1]) : int(place[2])].splitlines()[0]

    shown = client.get(f"/t/acme/cv-analysis/{cv.pk}/?at={place[1]}-{place[2]}").content.decode()

    assert re.findall(r'id="score-(\w+)"', page) == ["experience", "education", "skills", "formatting"]
    assert f'<mark id="evidence-{place[1]}">{words}' in shown


def test_one_cure_for_several_parts_is_said_once(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued, signed_in: SignedIn
) -> None:
    jobless = "Eve Moss\neve@moss.example\n\nSkills\nPython, PostgreSQL, Docker, Kubernetes, Linux, Git\n"
    made = upload(ada, jobless.encode())
    run_queued()

    page = signed_in(ada).get(f"/t/acme/cv-analysis/{made.pk}/?tab=scores").text

    parts = page[page.index('id="score-experience"') : page.index('id="score-education"')]
    assert parts.count("No job was found.") > 1
    assert parts.count("Add a section “Experience”") == 1


def test_matches_name_the_job_and_what_they_are_made_of(ada: Membership, cv: Cv, signed_in: SignedIn) -> None:
    page = signed_in(ada).get(f"/t/acme/cv-analysis/{cv.pk}/?tab=matches").content.decode()

    assert page.count("Data Engineer</a>") == 1
    assert "Python" in page[page.index("made-of") :]


def test_readings_stand_side_by_side(ada: Membership, cv: Cv, signed_in: SignedIn, run_queued: RunQueued) -> None:
    with scope(ada.tenant):
        Analysis.objects.update(findings={**Analysis.objects.get().findings, "phone": None})
        services.reprocess_cv(Cv.objects.get())
    run_queued()

    page = signed_in(ada).get(f"/t/acme/cv-analysis/{cv.pk}/?tab=versions").content.decode()

    assert (page.count("+1 415 555 0134</ins>"), page.count("Reading 2 · current")) == (1, 1)


def test_candidates_record_has_the_cv_with_its_scores_and_a_way_to_it(
    ada: Membership, cv: Cv, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        candidate = Candidate.objects.get()
        analysis = Analysis.objects.get()

    page = signed_in(ada).get(f"/t/acme/hiring/candidates/{candidate.pk}/").content.decode()

    # From the panel and from the result.
    assert page.count(f'href="/t/acme/cv-analysis/{cv.pk}/"') == 2
    assert f'font-semibold tracking-tight">{analysis.overall}</span>' in page


def test_figures_count_cvs_people_and_jobs(ada: Membership, cv: Cv, signed_in: SignedIn) -> None:
    page = signed_in(ada).get("/t/acme/cv-analysis/figures/")

    assert page.context["statuses"] == [("Read", 1)]
    assert page.context["asked"] == [("Python", 1)]
    assert [pair for pair in page.context["education"] if pair[1]] == [("bachelor", 1)]
    assert page.text.count("<figure") == 10
