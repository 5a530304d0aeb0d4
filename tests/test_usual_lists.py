"""What lists show when nothing was chosen is compiled before, and is what they would have asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from apps.accounts.listing import MemberListing, usual_members
from apps.accounts.models import Membership
from apps.accounts.queries import members_of
from apps.accounts.roles import Role
from apps.core.prepared import PreparedList
from apps.cv_analysis.listing import CvListing, usual_cvs
from apps.cv_analysis.models import Cv
from apps.cv_analysis.queries import cvs_for
from apps.hiring.listing import CandidateListing, JobListing, usual_candidates, usual_jobs
from apps.hiring.models import Candidate
from apps.hiring.queries import jobs_with_counts
from apps.hiring.services import apply_to_job, create_candidate, create_job, open_job
from apps.interviews.listing import SHOWN, SessionListing, usual_sessions
from apps.interviews.models import Session
from apps.interviews.queries import sessions_for
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember, SignedIn
from tests.test_together import fields_of

pytestmark = pytest.mark.django_db
Asked = tuple["PreparedList[Any]", "QuerySet[Any]"]


@pytest.fixture
def records(ada: Membership, ben: Membership, in_acme: Tenant) -> None:
    """Thirty of each, of two people, so that there is a second page."""
    jobs = [open_job(create_job(by=ada, title=f"Nurse {number}")) for number in range(30)]
    for number, job in enumerate(jobs):
        candidate = create_candidate(by=ada, name=f"Noor {number}", tags=["ward", "night"])
        apply_to_job(job, candidate, by=ada)
        who = (ada, ben)[number % 2]
        Cv.objects.create(uploaded_by_id=who.pk, file="x", file_name=f"{number}.pdf", size=1, candidate=candidate)
        mode = (Session.Mode.PRACTICE, Session.Mode.ASSESSMENT)[number % 3 == 0]
        setup = {"number": 1, "focus": ["python"]}
        Session.objects.create(
            member_id=who.pk, mode=mode, title=f"{number}", setup=setup, job=job, candidate=candidate
        )


def cvs(who: Membership) -> Asked:
    return usual_cvs(who), CvListing(cvs_for(who), {}).rows


def jobs(_who: Membership) -> Asked:
    return usual_jobs().of(), JobListing(jobs_with_counts(), {}).rows


def candidates(_who: Membership) -> Asked:
    return usual_candidates().of(), CandidateListing(Candidate.objects.present(), {}).rows


def members(who: Membership) -> Asked:
    return usual_members().of(who.tenant_id), MemberListing(members_of(who.tenant), {}).rows


def sessions(who: Membership) -> Asked:
    usual = usual_sessions(reviews=who.has_right("interviews.review")).of(who.pk)
    return usual, SessionListing(sessions_for(who).select_related(*SHOWN), {}).rows


def told(row: Any) -> dict[str, Any]:
    known = fields_of(row)
    came_along = known.pop("_prefetched_objects_cache", {})
    known.pop("count_of_all", None)
    return known | {name: [one.pk for one in rows] for name, rows in came_along.items()}


@pytest.mark.parametrize("of", [cvs, jobs, candidates, members, sessions])
@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER, Role.CANDIDATE])
def test_rows_order_and_count_are_those_of_the_list(
    records: None, acme: Tenant, new_member: NewMember, role: Role, of: Callable[[Membership], Asked]
) -> None:
    who = new_member("eve", acme, role)
    Cv.objects.filter(file_name="1.pdf").update(uploaded_by_id=who.pk)
    Session.objects.filter(title="1").update(member_id=who.pk)
    usual, rows = of(who)

    first = usual.query.run(*usual.ids, limit=25)
    second = usual.query.run(*usual.ids, limit=25, offset=25)
    wanted = list(rows)

    assert [told(row) for row in (*first, *second)] == [told(row) for row in wanted]
    assert {row.count_of_all for row in (*first, *second)} == {len(wanted)}
    assert [row.pk for row in usual.uncounted.run(*usual.ids)] == [row.pk for row in wanted]


@pytest.mark.parametrize("path", ["cv-analysis/", "hiring/jobs/", "hiring/candidates/", "interviews/", "team/"])
def test_whoever_narrows_or_turns_the_page_gets_what_was_asked_for(
    records: None, ada: Membership, grant: Grant, signed_in: SignedIn, path: str
) -> None:
    for module in ("cv_analysis", "interviews"):
        grant(ada.tenant, module)
    client = signed_in(ada)
    found, nothing, second = (client.get(f"/t/acme/{path}{query}") for query in ("", "?q=zzz", "?page=2"))

    pages = [answer.context["page"] for answer in (found, nothing, second)]
    assert (nothing.context["listing"].is_narrowed, pages[1].paginator.count) == (True, 0)
    assert 0 < len(pages[0]) <= 25
    if pages[0].paginator.count > 25:
        assert pages[2].paginator.count == pages[0].paginator.count
        assert not {row.pk for row in pages[0]} & {row.pk for row in pages[2]}
