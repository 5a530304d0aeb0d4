"""Rates by group as Local Law 144 reckons them, and voluntary statements that lead to nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.models import AuditEntry
from apps.core.problems import MissingError
from apps.core.scope import scope
from apps.hiring.models import Stage
from apps.hiring.models.applications import StageChange
from apps.hiring.services import apply_to_job, create_candidate, create_job
from apps.interviews import services
from apps.interviews.fairness import Assessed, Group, Table, report_of
from apps.interviews.models import SelfDescription, Session
from apps.interviews.tests.conftest import Prepare
from apps.interviews.voluntary import assessed_people
from apps.tenants.models import Tenant
from tests.people import Api, NewMember, SignedIn


def people(sex: str, ethnicity: str, *, high: int, low: int, selected: int) -> list[Assessed]:
    """So many who scored 80 and 40; the first ones of them were selected."""
    scores = [80] * high + [40] * low
    return [Assessed(score, place < selected, sex, ethnicity) for place, score in enumerate(scores)]


# Twenty women, twenty men, ten who said nothing: 25 score 80 and 25 score 40, so that the median is 60.
FIFTY = [
    *people("female", "white", high=5, low=5, selected=2),
    *people("female", "black", high=3, low=7, selected=1),
    *people("male", "white", high=8, low=2, selected=4),
    *people("male", "black", high=6, low=4, selected=2),
    *people("", "", high=3, low=7, selected=0),
]


def figures(table: Table) -> dict[tuple[str, ...], tuple[Any, ...]]:
    return {one.name: (one.people, one.above_median, one.selected, *ratios(one)) for one in table.groups}


def ratios(group: Group) -> tuple[float | None, ...]:
    found = (group.scoring_rate, group.scoring_ratio, group.selection_rate, group.selection_ratio)
    return tuple(None if one is None else round(one, 4) for one in found)


def test_rates_and_impact_ratios_of_fifty_people_worked_out_by_hand() -> None:
    report = report_of(FIFTY)

    sex, ethnicity, both = report.tables
    assert (report.people, report.median, [(one.known, one.unknown) for one in report.tables]) == (
        *(50, 60),
        [(40, 10)] * 3,
    )
    # 8 of 20 and 14 of 20 above the median: 0.4 / 0.7 = 0.5714; 3 and 6 of 20 selected: 0.15 / 0.3 = 0.5.
    assert figures(sex) == {
        ("female",): (20, 8, 3, 0.4, 0.5714, 0.15, 0.5),
        ("male",): (20, 14, 6, 0.7, 1.0, 0.3, 1.0),
    }
    assert figures(ethnicity) == {
        ("white",): (20, 13, 6, 0.65, 1.0, 0.3, 1.0),
        ("black",): (20, 9, 3, 0.45, 0.6923, 0.15, 0.5),
    }
    assert figures(both) == {
        ("female", "white"): (10, 5, 2, 0.5, 0.625, 0.2, 0.5),
        ("female", "black"): (10, 3, 1, 0.3, 0.375, 0.1, 0.25),
        ("male", "white"): (10, 8, 4, 0.8, 1.0, 0.4, 1.0),
        ("male", "black"): (10, 6, 2, 0.6, 0.75, 0.2, 0.5),
    }


def test_groups_under_two_percent_keep_their_rates_and_take_no_part_in_ratios() -> None:
    many = people("female", "white", high=100, low=195, selected=59)
    few = people("male", "white", high=5, low=0, selected=5)

    report = report_of([*many, *few])

    assert figures(report.tables[0]) == {
        ("female",): (295, 100, 59, 0.339, 1.0, 0.2, 1.0),
        ("male",): (5, 5, 5, 1.0, None, 1.0, None),
    }


def test_fewer_than_five_have_no_figures_and_nobody_can_take_them_from_a_total() -> None:
    women = people("female", "white", high=4, low=4, selected=3)
    men = [
        *people("male", "white", high=5, low=5, selected=2),
        *people("male", "black", high=3, low=3, selected=1),
        *people("male", "asian", high=1, low=1, selected=1),
    ]

    sex, _ethnicity, both = report_of([*women, *men]).tables

    assert [one.is_withheld for one in sex.groups] == [False, False]
    # Two Asian men are too few; of 18 men, the six black ones beside them are held back so that 8 are not shown.
    assert {one.name: (one.is_few, one.is_withheld, one.selected) for one in both.groups} == {
        ("female", "white"): (False, False, 3),
        ("male", "white"): (False, False, 2),
        ("male", "black"): (False, True, None),
        ("male", "asian"): (True, True, None),
    }
    assert report_of(women[:4]) == report_of(women[:4]).__class__(4, None, ())


Assess = Any


@pytest.fixture
def assess(ada: Membership, prepared: Prepare, new_member: NewMember, acme: Tenant) -> Assess:
    """Makes a candidate with a completed assessment for a job, who came into a stage of that kind."""
    with scope(acme):
        job = create_job(by=ada, title="Backend engineer")

    def make(name: str, score: int, kind: str = Stage.Kind.ACTIVE) -> Session:
        member = new_member(name, acme, Role.CANDIDATE)
        candidate = create_candidate(by=ada, name=name, email=member.user.email, member_id=member.pk)
        application = apply_to_job(job, candidate, by=ada)
        stage = Stage.objects.filter(kind=kind).first()
        StageChange.objects.create(application=application, to_stage=stage)
        occasion = services.Occasion(mode=Session.Mode.ASSESSMENT, candidate=candidate, assignment=None, job=job)
        session = prepared(member, occasion=occasion, number=1)
        session.state, session.score, session.ended_at = Session.State.COMPLETED, score, timezone.now()
        session.save()
        return session

    return make


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme", "module")
def test_a_statement_is_joined_to_score_and_stage_only_in_the_report(assess: Assess) -> None:
    first, second = assess("first", 80, Stage.Kind.OFFER), assess("second", 40)
    services.describe_oneself(first, sex="female", ethnicity="asian")
    services.describe_oneself(first, sex="female", ethnicity="white")

    assert assessed_people() == [Assessed(40, False), Assessed(80, True, "female", "white")]
    services.describe_oneself(first, sex="", ethnicity="")
    assert (SelfDescription.objects.count(), assessed_people()[1].sex) == (0, "")
    Session.objects.filter(pk=second.pk).update(ended_at=timezone.now() - timedelta(days=366))
    assert len(assessed_people()) == 1
    # No column tells whose it is, or when it was written; nor does the log.
    assert {one.name for one in SelfDescription._meta.fields} == {"key", "sex", "ethnicity"}
    assert not AuditEntry.objects.filter(action__startswith="interviews.").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme", "module")
def test_nobody_is_asked_before_the_end_or_about_practice(assess: Assess, ada: Membership, prepared: Prepare) -> None:
    running = assess("first", 80)
    running.state = Session.State.RUNNING

    for session in (running, prepared(ada)):
        with pytest.raises(MissingError):
            services.describe_oneself(session, sex="female", ethnicity="")


@pytest.mark.django_db
@pytest.mark.usefixtures("module")
def test_the_person_says_it_and_managers_see_rates_and_never_who(
    assess: Assess, acme: Tenant, ada: Membership, ben: Membership, signed_in: SignedIn, api: Api
) -> None:
    with scope(acme):
        sessions = [assess(f"person-{number}", 40 + 10 * number) for number in range(6)]
        members = [Membership.objects.get(pk=one.member_id) for one in sessions]
    for session, member in zip(sessions, members, strict=True):
        answer = signed_in(member).post(f"/t/acme/interviews/{session.pk}/about-you/", {"sex": "female"})
        assert answer.status_code == 302

    page = signed_in(ada).get("/t/acme/interviews/fairness/")
    file = signed_in(ada).get("/t/acme/interviews/fairness/export/")
    table = api(ada).get("/api/v1/interviews/fairness/").json()["tables"][0]

    assert ("3 · 0.5" in page.text, "person-1" in page.text) == (True, False)
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # it is sent piece by piece
    assert lines[1] == f"{timezone.localdate()},By sex,Female,6,3,0.5000,1.0000,0,0.0000,,"
    assert (table["known"], table["groups"][0]["name"], table["groups"][0]["scoring_rate"]) == (6, ["female"], 0.5)
    refused = [signed_in(who).get("/t/acme/interviews/fairness/").status_code for who in (ben, members[0])]
    assert (refused, api(ben).get("/api/v1/interviews/fairness/").status_code) == ([403, 403], 403)
    with scope(acme):
        assert AuditEntry.objects.filter(action="interviews.fairness-exported").count() == 1
        assert SelfDescription.objects.count() == 6
