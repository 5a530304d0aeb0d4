"""The check of a CV against one job: what is there, what is missing and where it belongs, before and after."""

import json
from datetime import date
from typing import Any

import pytest

from apps.cv_analysis.job_reading import wanted_in
from apps.cv_analysis.parsing import outcome_of_text
from apps.cv_analysis.scoring.ats import AtsCheck, check
from apps.cv_analysis.scoring.curing import edited
from apps.cv_analysis.scoring.matching import Wanted, WantedSkill
from apps.cv_analysis.scoring.wording import say

CV = """Alice Brown
alice@mail.example

Experience
Backend Developer, Globex Corporation
Mar 2021 - Present
\u2022 Moved reports of 40 branches to MySQL and wrote the loader in Python
Developer, Initech
01/2017 - 06/2020
\u2022 Built 12 dashboards for sales\tin\tspreadsheets \U0001f680

Education
BSc in Computer Science, University of Somewhere, 2016

Skills
Python, MySQL, Git
"""
JOB = Wanted(
    title="Senior Backend Engineer",
    minimum_years=5,
    education="bachelor",
    skills=(
        WantedSkill("Python", "tech:python"),
        WantedSkill("PostgreSQL", "tech:postgresql", weight=5),
        WantedSkill("Terraform", "tech:terraform", kind="preferred"),
    ),
    text="We look for a Senior Backend Engineer with Python and PostgreSQL. PostgreSQL is our only database.",
)


def findings_of(text: str) -> dict[str, Any]:
    parsed = outcome_of_text(text, as_of=date(2026, 6, 1)).parsed
    assert parsed is not None
    found: dict[str, Any] = json.loads(parsed.to_json())
    # As a later taxonomy calls them.
    known = {"python": "tech:python", "mysql": "tech:mysql", "git": "tech:git"}
    for field in found["skills"]:
        field["value"]["id"] = known.get(field["value"]["name"].lower(), field["value"]["id"])
    return found


@pytest.fixture(scope="module")
def checked() -> AtsCheck:
    findings = findings_of(CV)
    return check(findings, findings["text"], JOB, file_name="cv.txt")


def test_each_keyword_is_there_near_or_missing(checked: AtsCheck) -> None:
    assert [(word.name, word.state, word.own, word.frequency) for word in checked.keywords] == [
        ("Python", "present", "", 1),
        ("PostgreSQL", "near", "MySQL", 2),
        ("Terraform", "missing", "", 1),
    ]


def test_a_near_keyword_belongs_where_the_near_skill_was_used(checked: AtsCheck) -> None:
    assert [(word.where, word.job) for word in checked.keywords] == [
        ("", ""),
        ("job", "Backend Developer, Globex Corporation"),
        ("skills", ""),
    ]


def test_the_score_is_the_sum_of_its_parts_before_and_after(checked: AtsCheck) -> None:
    for score in (checked.before, checked.after):
        assert sum(part.out_of for part in score.parts) == 100
        assert all(say(part.reason) for part in score.parts)
    assert checked.after.points > checked.before.points


def test_curing_changes_words_and_form_but_no_facts(checked: AtsCheck) -> None:
    before = {part.key: part.points for part in checked.before.parts}
    after = {part.key: part.points for part in checked.after.parts}

    assert (after["keywords"], after["form"] > before["form"]) == (50, True)
    assert {key: after[key] for key in ("title", "years", "degree")} == {
        key: before[key] for key in ("title", "years", "degree")
    }
    assert {problem.key for problem in checked.problems} >= {"contact", "date_style", "file"}


def test_a_check_against_a_pasted_job_reads_what_it_asks_for() -> None:
    wanted = wanted_in(
        "Data Engineer\n\nRequirements\n- 3+ years of experience\n- Python and PostgreSQL\n- Bachelor's degree\n\n"
        "Nice to have\n- Docker\n"
    )

    assert (wanted.title, wanted.minimum_years, wanted.education) == ("Data Engineer", 3, "bachelor")
    assert {(skill.name, skill.kind) for skill in wanted.skills} >= {
        ("Python", "required"),
        ("PostgreSQL", "required"),
        ("Docker", "preferred"),
    }


def test_evidence_moves_with_the_text_that_is_edited() -> None:
    text = "one two three four"
    findings = {"skills": [{"value": "x", "evidence": [{"start": start, "end": start + 3}]} for start in (0, 4)]}
    findings["skills"].append({"value": "four", "evidence": [{"start": 14, "end": 18}]})

    moved, changed = edited(findings, text, [(8, 13, "3"), (3, 4, " and ")])

    assert changed == "one and two 3 four"
    assert [changed[f["evidence"][0]["start"] : f["evidence"][0]["end"]] for f in moved["skills"]] == [
        "one",
        "two",
        "four",
    ]
