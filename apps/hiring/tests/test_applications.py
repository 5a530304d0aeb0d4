"""Applications move through the stages of the tenant, and the board keeps their order."""

import pytest

from apps.accounts.models import Membership
from apps.core.problems import MissingError
from apps.hiring.exchange import Finding, MatchRow
from apps.hiring.models import GAP, Application, Job, Match, Result, Stage, StageChange
from apps.hiring.services import (
    AlreadyAppliedError,
    JobClosedError,
    StageInUseError,
    StageNeededError,
    add_stage,
    apply_to_job,
    close_job,
    create_candidate,
    delete_stage,
    move_application,
    move_applications,
    move_stage,
    pipeline,
    record_result,
    reject,
    store_matches,
)
from apps.hiring.tests.people import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]


def apply(job: Job, ada: Membership, *names: str) -> list[Application]:
    return [
        apply_to_job(job, create_candidate(by=ada, name=name, email=f"{name.lower()}@people.example"), by=ada)
        for name in names
    ]


def stages() -> dict[str, Stage]:
    return {stage.name: stage for stage in pipeline()}


def names_in(job: Job, stage: str) -> list[str]:
    rows = Application.objects.filter(job=job, stage__name=stage).order_by("position", "pk")
    return list(rows.values_list("candidate__name", flat=True))


def test_first_look_at_the_pipeline_makes_the_usual_stages() -> None:
    assert [(stage.name, stage.kind, stage.position) for stage in pipeline()] == [
        ("Applied", "new", 0),
        ("Screening", "active", 1),
        ("Interview", "active", 2),
        ("Offer", "offer", 3),
        ("Hired", "hired", 4),
        ("Rejected", "rejected", 5),
    ]


def test_application_begins_in_the_first_stage_and_says_so(job: Job, ada: Membership) -> None:
    one = apply(job, ada, "Ines")[0]

    assert (one.stage.name, one.position) == ("Applied", GAP)
    change = StageChange.objects.get(application=one)
    assert (change.from_stage, change.to_stage_id, change.by_id) == (None, one.stage_id, ada.pk)


def test_person_applies_to_a_job_once(job: Job, ada: Membership) -> None:
    one = apply(job, ada, "Ines")[0]

    with pytest.raises(AlreadyAppliedError) as refused:
        apply_to_job(job, one.candidate, by=ada)

    assert (refused.value.extra, Application.objects.count()) == ({"application": str(one.pk)}, 1)


def test_nobody_applies_to_a_closed_job(job: Job, ada: Membership) -> None:
    close_job(job)

    with pytest.raises(JobClosedError):
        apply(job, ada, "Ines")

    assert Application.objects.count() == 0


def test_card_stands_where_it_was_put_also_when_there_is_no_room_between_its_neighbours(
    job: Job, ada: Membership
) -> None:
    ines, omar, ravi, lena = apply(job, ada, "Ines", "Omar", "Ravi", "Lena")
    interview = stages()["Interview"]
    for one in (ines, omar, ravi):
        move_application(one, stage=interview, by=ada)
    Application.objects.filter(pk=omar.pk).update(position=ines.position + 1)

    move_application(lena, stage=interview, position=1, by=ada)
    assert names_in(job, "Interview") == ["Ines", "Lena", "Omar", "Ravi"]

    move_application(ravi, stage=interview, position=0, by=ada)
    assert names_in(job, "Interview") == ["Ravi", "Ines", "Lena", "Omar"]
    # Changing places within a stage is no step.
    assert StageChange.objects.filter(application=ravi).count() == 2


def test_many_move_together_or_not_at_all(job: Job, ada: Membership) -> None:
    ines, omar, lena = apply(job, ada, "Ines", "Omar", "Lena")
    screening = stages()["Screening"]

    with pytest.raises(MissingError):
        move_applications([ines.pk, job.pk], stage=screening, by=ada)
    assert names_in(job, "Screening") == []

    assert move_applications([omar.pk, ines.pk], stage=screening, by=ada) == 2
    assert (names_in(job, "Applied"), names_in(job, "Screening")) == (["Lena"], ["Ines", "Omar"])
    assert move_applications([omar.pk, lena.pk], stage=screening, by=ada) == 1


def test_rejection_keeps_its_reason_until_somebody_thinks_again(job: Job, ada: Membership) -> None:
    one = reject(apply(job, ada, "Ines")[0], reason="No Python.", by=ada)
    assert (one.stage.kind, one.rejected_reason) == ("rejected", "No Python.")

    one = move_application(one, stage=stages()["Screening"], by=ada)
    assert (one.stage.kind, one.rejected_reason) == ("active", "")


def test_stage_comes_before_the_final_ones_moves_and_goes_when_empty(job: Job, ada: Membership) -> None:
    trial = add_stage(name="Trial day")
    assert list(stages()) == ["Applied", "Screening", "Interview", "Offer", "Trial day", "Hired", "Rejected"]
    move_stage(trial, position=1)
    assert list(stages()) == ["Applied", "Trial day", "Screening", "Interview", "Offer", "Hired", "Rejected"]

    one = move_application(apply(job, ada, "Ines")[0], stage=trial, by=ada)
    with pytest.raises(StageInUseError):
        delete_stage(trial)
    delete_stage(trial, move_to=stages()["Screening"], by_id=ada.pk)

    one.refresh_from_db()
    assert (one.stage.name, list(stages())) == (
        "Screening",
        ["Applied", "Screening", "Interview", "Offer", "Hired", "Rejected"],
    )


def test_last_stage_of_a_kind_that_hiring_needs_stays() -> None:
    with pytest.raises(StageNeededError):
        delete_stage(stages()["Hired"])

    assert len(pipeline()) == 6


def test_newest_result_of_a_kind_is_the_current_one(person: Person) -> None:
    ines = person("Ines")
    for score in (61, 72.5):
        record_result(ines, Finding("cv_analysis", "cv", "parser 2", score=score, summary="Read."))
    record_result(ines, Finding("interviews", "interview", "judge 1"))

    current = Result.objects.current().order_by("module").values_list("module", "score")
    assert ([(module, score and float(score)) for module, score in current], Result.objects.count()) == (
        [("cv_analysis", 72.5), ("interviews", None)],
        3,
    )


def test_matches_are_replaced_and_those_of_a_job_that_changed_meanwhile_are_out_of_date(
    job: Job, person: Person
) -> None:
    ines = person("Ines")
    assert store_matches(job, [MatchRow(ines.pk, 40, 20, 10)], "match 1") == 1  # type: ignore[arg-type]  # whole points
    Job.objects.filter(pk=job.pk).update(changed_at=job.created_at)
    assert store_matches(job, [MatchRow(ines.pk, 41, 20, 10)], "match 1") == 1  # type: ignore[arg-type]  # as above

    match = Match.objects.get()
    assert (float(match.score), match.is_stale) == (71.0, True)
