"""Corrections hold over every reading, and two readings can be compared field by field and point by point."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from apps.cv_analysis.parsing import outcome_of_text
from apps.cv_analysis.scoring.corrections import Correction, corrected, refusal
from apps.cv_analysis.scoring.quality import score_cv
from apps.cv_analysis.scoring.versions import compare
from apps.cv_analysis.scoring.wording import say

CV = """Alice Brown
alice@mail.example | +44 20 7946 0958

Experience
Backend Developer, Globex Corporation
Mar 2021 - Present
\u2022 Moved reports of 40 branches to PostgreSQL
Developer, Initech
Jan 2017 - Jun 2020
\u2022 Built 12 dashboards in Python

Education
BSc in Computer Science, University of Somewhere, 2016

Skills
Python, PostgreSQL, Git
"""
INITECH = {"title": "Developer", "company": "Initech", "start": "2017-01", "end": "2020-06"}


def findings_of(text: str) -> dict[str, Any]:
    parsed = outcome_of_text(text, as_of=date(2026, 6, 1)).parsed
    assert parsed is not None
    found: dict[str, Any] = json.loads(parsed.to_json())
    return found


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    return findings_of(CV)


def jobs_of(findings: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(field["value"][key] for key in INITECH) for field in findings["experience"]]


def test_a_corrected_field_is_sure_and_says_who_and_what_was_read(read: dict[str, Any]) -> None:
    found = corrected(read, CV, [Correction("phone", "set", "+49301234", by="staff")]).findings["phone"]

    assert (found["value"], found["confidence"], found["source"]) == ("+49301234", 1.0, "staff")
    assert (found["read"], found["evidence"]) == (read["phone"]["value"], read["phone"]["evidence"])


def test_laying_corrections_leaves_the_reading_as_it_was(read: dict[str, Any]) -> None:
    before = copy.deepcopy(read)
    corrected(read, CV, [Correction("skills", "remove", target={"name": "Git"}), Correction("name", "set", "Bea")])

    assert read == before


def test_a_part_of_a_record_is_corrected_wherever_the_record_stands_next_time(read: dict[str, Any]) -> None:
    one = Correction("experience.title", "set", "Lead Developer", target=INITECH)
    again = copy.deepcopy(read)
    again["experience"] = [copy.deepcopy(read["experience"][0]), *reversed(again["experience"])]

    for findings in (read, again):
        laid = corrected(findings, CV, [one])
        assert [state.is_gone for state in laid.laid] == [False]
        assert ("Lead Developer", "Initech", "2017-01", "2020-06") in jobs_of(laid.findings)


def test_a_later_correction_means_the_record_as_it_was_shown(read: dict[str, Any]) -> None:
    title = Correction("experience.title", "set", "Lead Developer", target=INITECH)
    company = Correction("experience.company", "set", "Initech Ltd", target=INITECH | {"title": "Lead Developer"})
    found = corrected(read, CV, [title, company]).findings["experience"][1]

    assert (found["value"]["title"], found["value"]["company"]) == ("Lead Developer", "Initech Ltd")
    assert (found["corrected"], found["read"]["title"], found["confidence"]) == (["company", "title"], "Developer", 1.0)


def test_what_has_nothing_to_correct_any_more_is_kept_and_told(read: dict[str, Any]) -> None:
    one = Correction("experience.title", "set", "Chef", target={"title": "Cook", "company": "Diner", "start": "1999"})
    laid = corrected(read, CV, [one])

    assert [(state.correction, state.is_gone) for state in laid.laid] == [(one, True)]
    assert laid.findings == read


def test_what_was_added_stays_and_what_was_removed_stays_away(read: dict[str, Any]) -> None:
    changes = [
        Correction("skills", "add", {"name": "Kubernetes", "id": "tech:kubernetes"}),
        Correction("skills", "remove", target={"name": "Git"}),
        Correction("skills", "add", {"name": "python"}),
    ]
    found = corrected(read, CV, changes).findings["skills"]

    assert {field["value"]["name"]: field.get("source") for field in found} == {
        "PostgreSQL": None,
        "python": "person",
        "Kubernetes": "person",
    }


def test_years_follow_corrected_dates_unless_they_are_corrected_themselves(read: dict[str, Any]) -> None:
    dates = Correction("experience.start", "set", "2016-01", target=INITECH)
    years = Correction("years_of_experience", "set", 12)

    assert corrected(read, CV, [dates]).findings["years_of_experience"]["value"] == 9.8
    assert corrected(read, CV, [dates]).findings["experience"][1]["value"]["months"] == 54
    assert corrected(read, CV, [dates, years]).findings["years_of_experience"]["value"] == 12


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Correction("shoe_size", "set", "42"), "“shoe_size” is not a field that can be corrected."),
        (Correction("skills.colour", "set", "red", target={}), "“skills.colour” is not a field that can be corrected."),
        (
            Correction("experience.start", "set", "May 21", target=INITECH),
            "Write a year or a month, such as 2021 or 2021-03.",
        ),
        (Correction("experience.title", "set", "Chef"), "Say which record is meant by repeating what it says."),
        (Correction("years_of_experience", "set", 200), "Write a number of years from 0 to 80."),
        (Correction("skills", "add", {"name": "x" * 301}), "Write at most 300 characters."),
        (Correction("skills", "add", "Python"), "Give the record as an object of its known parts."),
    ],
)
def test_a_correction_that_cannot_be_taken_says_why(wrong: Correction, said: str) -> None:
    refused = refusal(wrong)
    assert refused is not None
    assert say(refused) == said


def test_a_good_correction_is_not_refused() -> None:
    assert [
        refusal(one)
        for one in (
            Correction("phone", "set", "+49301234"),
            Correction("experience.end", "set", "present", target=INITECH),
            Correction("education", "add", {"degree": "MSc", "level": "master", "year": "2019"}),
            Correction("publications", "add", "On Plain Code"),
            Correction("skills", "remove", target={"name": "Git"}),
        )
    ] == [None] * 5


def test_two_versions_of_a_cv_are_compared_field_by_field_and_point_by_point(read: dict[str, Any]) -> None:
    text = CV.replace("Jan 2017 - Jun 2020", "2017 - 2020").replace(
        "Python, PostgreSQL, Git", "Python, PostgreSQL, Docker"
    )
    text = text.replace("+44 20 7946 0958", "+44 20 7946 0959")
    new = findings_of(text)
    compared = compare(read, new, score_cv(read, CV), score_cv(new, text))

    assert {(change.path, change.kind, change.before, change.after) for change in compared.changes} == {
        ("phone", "changed", read["phone"]["value"], new["phone"]["value"]),
        ("years_of_experience", "changed", *(str(found["years_of_experience"]["value"]) for found in (read, new))),
        ("experience.start", "changed", "2017-01", "2017"),
        ("experience.end", "changed", "2020-06", "2020"),
        ("skills", "removed", "Git", ""),
        ("skills", "added", "", "Docker"),
    }
    for score in compared.scores:
        assert score.after - score.before == sum(part.after - part.before for part in score.parts)
    months = [part for score in compared.scores for part in score.parts if part.key == "months"]
    assert [(part.before, part.after, part.out_of) for part in months] == [(8, 4, 8)]
