"""What pages read: the list of people, a job's board and funnel, who fits best, who stands beside whom."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.problems import MissingError
from apps.hiring.exchange import Finding, MatchRow
from apps.hiring.models import Application, Job, StageChange
from apps.hiring.queries import (
    TooManyComparedError,
    applications_of,
    applications_of_board,
    candidates_of,
    compare,
    funnel,
    jobs_with_counts,
    ranked,
    time_in_stage,
)
from apps.hiring.services import (
    add_note,
    apply_to_job,
    create_job,
    delete_candidate,
    move_application,
    pipeline,
    record_result,
    reject,
    store_matches,
)
from apps.hiring.tests.people import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]


def statements(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def fits(job: Job, points: dict[Any, int]) -> None:
    rows = [MatchRow(one.pk, Decimal(score), Decimal(0), Decimal(0)) for one, score in points.items()]
    store_matches(job, rows, "match 1")


def test_people_are_found_by_words_tag_source_job_and_stage(job: Job, person: Person, ada: Membership) -> None:
    ines = person("Ines Okafor", tags=["python"], source="Referral", headline="Data engineer")
    omar = person("Omar Haddad", source="Website")
    one = apply_to_job(job, ines, by=ada)
    reject(one, by=ada)
    stages = pipeline()

    def names(**asked: Any) -> list[str]:
        return [candidate.name for candidate in candidates_of(**asked)]

    assert names() == ["Omar Haddad", "Ines Okafor"]
    assert names(search="okafor DATA") == ["Ines Okafor"]
    assert (names(tag="python"), names(source="Website")) == (["Ines Okafor"], [omar.name])
    assert (names(job_id=job.pk), names(stage_id=stages[-1].pk), names(stage_id=stages[0].pk)) == (
        ["Ines Okafor"],
        ["Ines Okafor"],
        [],
    )


def test_list_of_people_costs_the_same_for_one_and_for_three(job: Job, person: Person, ada: Membership) -> None:
    def read() -> list[list[str]]:
        return [[one.job.title + one.stage.name for one in row.applications.all()] for row in candidates_of()]

    apply_to_job(job, person("Ines"), by=ada)
    assert statements(read) == 2
    for name in ("Omar", "Lena"):
        apply_to_job(job, person(name), by=ada)
    assert (statements(read), len(read())) == (2, 3)


def test_applications_of_a_list_are_those_that_each_person_has(job: Job, person: Person, ada: Membership) -> None:
    people = [person(name) for name in ("Ines", "Omar", "Lena")]
    other = create_job(by=ada, title="Another")
    for one, wanted in ((people[0], job), (people[0], other), (people[2], job)):
        apply_to_job(wanted, one, by=ada)

    found = applications_of(people)

    assert statements(lambda: applications_of(people)) == 1
    assert statements(lambda: applications_of([])) == 0
    for one in candidates_of():
        known = [*one.applications.all()]
        assert [(row.pk, row.job.title, row.stage.name) for row in found[one.pk]] == [
            (row.pk, row.job.title, row.stage.name) for row in known
        ]
    assert [len(found[one.pk]) for one in people] == [2, 0, 1]


def test_board_shows_cards_in_order_with_score_and_notes_in_three_statements(
    job: Job, person: Person, ada: Membership
) -> None:
    people = [person(name) for name in ("Ines", "Omar", "Lena")]
    rows = [apply_to_job(job, one, by=ada) for one in people]
    move_application(rows[2], stage=pipeline()[0], position=0, by=ada)
    add_note(people[0], text="Good talk.", by=ada, application=rows[0])
    fits(job, {people[0]: 70})

    def shown(card: Any) -> tuple[str, Decimal | None, int]:
        return (card.candidate.name, card.match_score, card.note_count)

    def read() -> list[Any]:
        return [
            (column.stage.name, column.count, column.more, [shown(card) for card in column.cards])
            for column in applications_of_board(job, most=2)
        ]

    assert (statements(read), read()[:2]) == (
        3,
        [("Applied", 3, 1, [("Lena", None, 0), ("Ines", Decimal("70.00"), 1)]), ("Screening", 0, 0, [])],
    )


def test_funnel_counts_how_far_people_came_also_those_who_were_rejected_later(
    job: Job, person: Person, ada: Membership
) -> None:
    stages = pipeline()
    rows = [apply_to_job(job, person(name), by=ada) for name in ("Ines", "Omar", "Lena", "Ravi")]
    move_application(rows[0], stage=stages[4], by=ada)
    move_application(rows[1], stage=stages[2], by=ada)
    reject(rows[1], reason="Too far away.", by=ada)
    reject(rows[2], by=ada)

    assert [(s.stage.name, s.now, s.reached, s.percent_of_all, s.percent_of_previous) for s in funnel(job)] == [
        ("Applied", 1, 4, 100, 100),
        ("Screening", 0, 2, 50, 50),
        ("Interview", 0, 2, 50, 100),
        ("Offer", 0, 1, 25, 50),
        ("Hired", 1, 1, 25, 100),
        ("Rejected", 2, 2, 50, 0),
    ]
    counted = jobs_with_counts().get(pk=job.pk)
    assert (counted.application_count, counted.new_count) == (4, 1)  # type: ignore[attr-defined]  # annotated


def test_time_in_a_stage_tells_those_who_left_from_those_who_wait(job: Job, person: Person, ada: Membership) -> None:
    stages, now = pipeline(), timezone.now()
    rows = [apply_to_job(job, person(name), by=ada) for name in ("Ines", "Omar", "Lena")]
    for row, days in zip(rows, (10, 6, 3), strict=True):
        StageChange.objects.filter(application=row).update(at=now - timedelta(days=days))
    for row in rows[:2]:
        move_application(row, stage=stages[1], by=ada)
    StageChange.objects.filter(to_stage=stages[1]).update(at=now - timedelta(days=2))

    times = {one.stage.name: one for one in time_in_stage(job)}
    applied, screening = times["Applied"], times["Screening"]
    assert (applied.left, applied.median_left, applied.waiting) == (2, timedelta(days=6), 1)
    assert (screening.left, screening.median_left, screening.waiting) == (0, None, 2)
    assert screening.median_waiting is not None
    assert screening.median_waiting.days == 2
    assert list(times) == ["Applied", "Screening", "Interview", "Offer"]


def test_best_come_first_with_the_stage_that_they_are_in(job: Job, person: Person, ada: Membership) -> None:
    ines, omar = person("Ines"), person("Omar")
    apply_to_job(job, omar, by=ada)
    fits(job, {ines: 40, omar: 90})

    rows = [(match.candidate.name, float(match.score), match.stage_name) for match in ranked(job)]  # type: ignore[attr-defined]  # annotated
    assert rows == [("Omar", 90.0, "Applied"), ("Ines", 40.0, None)]


def test_up_to_four_stand_side_by_side_with_what_is_known_now(job: Job, person: Person, ada: Membership) -> None:
    people = [person(f"Person {number}") for number in range(5)]
    for score in (50, 80):
        record_result(people[1], Finding("interviews", "interview", "judge 1", score=score))
    fits(job, {people[0]: 40})

    first, second = compare([people[1].pk, people[0].pk], job_id=job.pk)
    assert (first.candidate.name, first.results["interviews", "interview"].score, first.match) == (
        "Person 1",
        Decimal("80.00"),
        None,
    )
    assert (second.results, second.match and second.match.score) == ({}, Decimal("40.00"))
    with pytest.raises(TooManyComparedError):
        compare([one.pk for one in people])
    asked = [people[0].pk, people[1].pk]
    delete_candidate(people[0])
    with pytest.raises(MissingError):
        compare(asked)
    assert Application.objects.count() == 0
