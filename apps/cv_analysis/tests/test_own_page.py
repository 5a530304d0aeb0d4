"""A candidate sees on one page what is known of them, corrects it, deletes it, and learns how long it is kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.formats import day
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.cv_analysis.queries import findings_of
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.models import Job
from apps.hiring.services import apply_to_job, candidate_of_member, create_job, open_job
from apps.marketplace.models import License
from tests.people import NewMember, SignedIn

pytestmark = pytest.mark.django_db

MINE = "/t/acme/cv-analysis/mine/"
Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


@pytest.fixture
def eve(ada: Membership, licensed: License, new_member: NewMember) -> Membership:
    return new_member("eve", ada.tenant, Role.CANDIDATE)


def applied(eve: Membership, by: Membership, title: str) -> Job:
    with scope(eve.tenant):
        job = open_job(create_job(by=by, title=title))
        person = candidate_of_member(eve.pk, name="Eve", email=eve.user.email)
        apply_to_job(job, person, by=by)
    return job


def test_page_shows_what_was_read_where_it_is_used_and_how_long_it_is_kept(
    ada: Membership, eve: Membership, upload: Upload, run_queued: RunQueued, signed_in: SignedIn
) -> None:
    cv = upload(eve, eves_cv(), "eve.txt")
    applied(eve, ada, "Data Engineer")
    run_queued()
    eve.tenant.retention_days = 30
    eve.tenant.save()

    text = signed_in(eve).get(MINE).text

    with scope(eve.tenant):
        until = day(timezone.localdate(Cv.objects.get().updated_at + timedelta(days=30)))
    assert [word in text for word in ("Eve Moss", "Python", "Data Engineer", "under consideration")] == [True] * 4
    assert f"kept until {until} unless it is changed" in text
    assert "90 days after the last job that you applied for is closed" in text
    assert [f"{cv.pk}/{deed}/" in text for deed in ("correct", "delete", "original")] == [True] * 3


def test_day_of_deletion_is_named_when_all_jobs_are_closed(
    ada: Membership, eve: Membership, signed_in: SignedIn
) -> None:
    job = applied(eve, ada, "Data Engineer")
    closed = timezone.now() + timedelta(days=1)
    with scope(eve.tenant):
        Job.objects.filter(pk=job.pk).update(status=Job.Status.CLOSED, closed_at=closed)

    text = signed_in(eve).get(MINE).text

    assert f"is deleted after {day(closed + timedelta(days=90))}." in text
    assert ("the job is closed" in text, "Nothing was read yet" in text) == (True, True)


def test_nobody_sees_what_is_known_of_others(
    ada: Membership, eve: Membership, new_member: NewMember, upload: Upload, run_queued: RunQueued, signed_in: SignedIn
) -> None:
    upload(eve, eves_cv(), "eve.txt")
    applied(eve, ada, "Data Engineer")
    run_queued()
    other = new_member("fay", ada.tenant, Role.CANDIDATE)

    theirs, staff = signed_in(other).get(MINE).text, signed_in(ada).get(MINE)

    assert ("eve.txt" in theirs, "Data Engineer" in theirs) == (False, False)
    assert (staff.status_code, staff["Location"]) == (302, "/t/acme/cv-analysis/")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_statements_for_one_cv_and_for_three(
    ada: Membership,
    eve: Membership,
    upload: Upload,
    run_queued: RunQueued,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        upload(eve, eves_cv(), f"eve-{number}.txt")
        applied(eve, ada, f"Job {number}")
    run_queued()
    client = signed_in(eve)
    client.get(MINE)

    # User, membership with license, CVs, readings, corrections, applications, and the frame.
    with django_assert_num_queries(8):
        client.get(MINE)


def test_links_and_publications_are_corrected_too(
    eve: Membership, upload: Upload, run_queued: RunQueued, signed_in: SignedIn
) -> None:
    cv = upload(eve, eves_cv(), "eve.txt")
    run_queued()
    client, page = signed_in(eve), f"/t/acme/cv-analysis/{cv.pk}/correct/"

    client.post(page, {"list": "links", "deed": "add", "url": "https://github.com/evemoss"})
    client.post(page, {"list": "publications", "deed": "add", "text": "On wheels, 2020"})
    client.post(page, {"list": "publications", "deed": "add", "text": " "})
    client.post(page, {"list": "publications", "deed": "set", "target": '"On wheels, 2020"', "text": "On wheels, 2021"})

    with scope(eve.tenant):
        analysis = Cv.objects.get().analysis
        assert analysis is not None
        found = findings_of(analysis)
    assert {"kind": "github", "url": "https://github.com/evemoss"} in [one["value"] for one in found["links"]]
    assert [one["value"] for one in found["publications"]] == ["On wheels, 2021"]
