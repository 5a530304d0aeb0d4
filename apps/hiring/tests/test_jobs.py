"""Jobs: what they ask, how they open and close, and what is read out of their text."""

from decimal import Decimal
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.core.hiring_contract import Activity
from apps.core.modules import get_module
from apps.hiring.exchange import JobDraft, MatchRow, SkillDraft
from apps.hiring.models import Application, Assignment, Job, Match
from apps.hiring.services import (
    AssignmentStateError,
    DoubleSkillError,
    JobStateError,
    NoActivityError,
    SalaryError,
    WeightsError,
    apply_to_job,
    assign,
    cancel_assignment,
    close_job,
    copy_job,
    create_job,
    delete_job,
    draft_job_from_text,
    finish_assignment,
    open_job,
    reopen_job,
    set_job_skills,
    store_matches,
    update_job,
)
from apps.hiring.tests.people import Person
from apps.marketplace.models import License

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]
TEXT = "\n  Senior data engineer \n\nYou need SQL and five years."
asked_to_match: list[tuple[Any, Any]] = []


def read_job(text: str) -> JobDraft:
    """Stands in for a module's reader of jobs."""
    at = text.index("SQL")
    return JobDraft(
        title="Data engineer",
        seniority="senior",
        minimum_years=Decimal(5),
        education="wizard",
        skills=(SkillDraft("sql", kind="preferred"), SkillDraft("SQL", "esco/sql", start=at, end=at + 3)),
        read_from={"minimum_years": [at + 8, at + 18]},
    )


def match_later(*, job_id: object, candidate_id: object) -> None:
    """Stands in for a module's matcher."""
    asked_to_match.append((job_id, candidate_id))


def start_test(assignment: Assignment) -> str:
    """Stands in for a module's activity."""
    return f"/cv-analysis/{assignment.pk}/"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installed module, for this test with parts in hiring."""
    asked_to_match.clear()
    config = get_module("cv_analysis")
    here = "apps.hiring.tests.test_jobs"
    monkeypatch.setattr(type(config), "job_reader", f"{here}.read_job")
    monkeypatch.setattr(type(config), "matcher", f"{here}.match_later")
    activity = Activity("questions", "Questions", "A few questions.", f"{here}.start_test")
    monkeypatch.setattr(type(config), "activities", (activity,))
    return config


def test_job_opens_closes_and_opens_again(ada: Membership) -> None:
    job = create_job(by=ada, title="Python developer")
    with pytest.raises(JobStateError):
        close_job(job)

    job = close_job(open_job(job))
    assert (job.status, job.closed_at is None) == ("closed", False)
    job = reopen_job(job)
    assert (job.status, job.closed_at) == ("open", None)
    with pytest.raises(JobStateError):
        reopen_job(job)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"weight_skills": 60}, WeightsError),
        ({"salary_min": Decimal(50), "salary_max": Decimal(40)}, SalaryError),
        ({"skills": [SkillDraft("SQL"), SkillDraft(" sql ")]}, DoubleSkillError),
    ],
)
def test_what_does_not_go_together_is_refused(ada: Membership, fields: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        create_job(by=ada, title="Python developer", **fields)

    assert Job.objects.count() == 0


def test_change_of_what_is_scored_makes_matches_out_of_date_and_another_does_not(
    job: Job, person: Person, module: Any, licensed: License
) -> None:
    store_matches(job, [MatchRow(person("Ines").pk, Decimal(50), Decimal(20), Decimal(5))], "match 1")

    update_job(job, location="Berlin", is_blind=True)
    assert (Match.objects.get().is_stale, asked_to_match) == (False, [])

    update_job(job, weight_skills=60, weight_experience=20)
    assert (Match.objects.get().is_stale, asked_to_match) == (True, [(job.pk, None)])

    set_job_skills(job, [SkillDraft("Go", kind="preferred"), SkillDraft("Rust")])
    assert [one.name for one in job.skills.all()] == ["Rust", "Go"]
    assert len(asked_to_match) == 2


def test_pasted_text_is_read_by_a_licensed_module(ada: Membership, module: Any, licensed: License) -> None:
    job = draft_job_from_text(TEXT, by=ada)

    skill = job.skills.get()
    assert (job.title, job.seniority, job.minimum_years, job.education) == ("Data engineer", "senior", Decimal(5), "")
    assert (skill.skill_id, skill.kind, TEXT[skill.start : skill.end]) == ("esco/sql", "required", "SQL")
    assert TEXT[slice(*job.read_from["minimum_years"])] == "five years"
    assert update_job(job, description="Another text.").read_from == {}
    assert list(job.skills.values_list("start", flat=True)) == [None]


def test_pasted_text_gives_its_first_line_where_no_module_reads_it(ada: Membership, module: Any) -> None:
    job = draft_job_from_text(TEXT, by=ada)

    assert (job.title, job.description, job.skills.count()) == ("Senior data engineer", TEXT, 0)


def test_copy_asks_the_same_and_has_nobody(job: Job, person: Person, ada: Membership) -> None:
    apply_to_job(job, person("Ines"), by=ada)
    copy = copy_job(job, by=ada)

    assert (copy.title, copy.status, copy.applications.count()) == ("Copy of Python developer", "draft", 0)
    assert [one.name for one in copy.skills.all()] == ["Python", "SQL"]
    delete_job(job)
    assert (Application.objects.count(), list(Job.objects.values_list("pk", flat=True))) == (0, [copy.pk])


def test_activity_is_assigned_by_a_licensed_module_only_and_ends_once(
    person: Person, ada: Membership, module: Any, grant: Any
) -> None:
    ines = person("Ines")
    with pytest.raises(NoActivityError):
        assign(ines, module="cv_analysis", activity="questions", by=ada)

    grant(ada.tenant)
    one = assign(ines, module="cv_analysis", activity="questions", by=ada)
    assert (one.link, one.state_now) == (f"/cv-analysis/{one.pk}/", "open")

    assert finish_assignment(one).state == "done"
    with pytest.raises(AssignmentStateError):
        cancel_assignment(one)
