"""Job postings: what is read out of them, where it stands, and what no text may break."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.cv_analysis.parsing.postings import ParsedJob, parse_job
from apps.cv_analysis.parsing.postings.signs import readable
from apps.cv_analysis.parsing.postings.tokens import sentences_of

POSTING = """Senior Python Developer (m/f/d) - Leeds
We pay £60,000 - £70,000 a year, hybrid working.

About us
We have written Java for 20 years.

Requirements
- 5+ years of experience with Python and Django
- Bachelor's or Master's degree in computer science, or equivalent experience

Nice to have
- Kubernetes

Benefits
- Courses on Rust
"""


@pytest.fixture(scope="module")
def job() -> ParsedJob:
    return parse_job(POSTING)


def test_parse_job_answers_line_by_line_without_a_database(tmp_path: Path) -> None:
    wanted = [{"id": "a", "text": POSTING}, {"id": 7, "text": ""}]
    run = subprocess.run(
        [sys.executable, "manage.py", "parse_job", "--jsonl"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "ROSTRUM_HOME": str(tmp_path)},
        input="\n".join(map(json.dumps, wanted)),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]

    assert [(answer["id"], answer["pred"]["title"]) for answer in answers] == [
        ("a", "Senior Python Developer"),
        (7, None),
    ]
    assert set(answers[0]) == {"id", "ms", "pred"}


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"id": 1, "text": 5}'])
def test_a_line_without_a_text_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    source = tmp_path / "wanted.jsonl"
    source.write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^Line 2: "):
        call_command("parse_job", str(source), jsonl=True, stdout=io.StringIO())


def test_every_value_stands_where_it_says(job: ParsedJob) -> None:
    places: dict[str, Any] = {
        name: POSTING[found.start : found.end]
        for name in ("title", "seniority", "min_years", "education", "location", "workplace", "salary")
        if (found := getattr(job, name))
    }

    assert places == {
        "title": "Senior Python Developer",
        "seniority": "Senior",
        "min_years": "5+ years",
        "education": "Bachelor's",
        "location": "Leeds",
        "workplace": "hybrid",
        "salary": "£60,000 - £70,000",
    }


def test_the_values_are_on_the_scales_that_cvs_are_compared_by(job: ParsedJob) -> None:
    prediction = job.prediction()

    assert {name: prediction[name] for name in ("seniority", "min_years", "education", "workplace")} == {
        "seniority": "senior",
        "min_years": 5.0,
        "education": "bachelor",
        "workplace": "hybrid",
    }
    assert job.education is not None
    assert (job.education.value.is_required, job.education.value.or_experience) == (True, True)
    assert prediction["salary"] == {"minimum": 60000, "maximum": 70000, "currency": "GBP", "period": "year"}


@pytest.mark.parametrize("line", ["Berlin, hybrid. 70,000 to 85,000 EUR.", "Berlin. EUR 70,000 to 85,000 a year"])
def test_a_salary_at_the_end_of_a_sentence_is_read(line: str) -> None:
    posting = f"Senior Python Developer\n\n{line}\n"
    job = parse_job(posting)

    assert job.prediction()["salary"] == {"minimum": 70000, "maximum": 85000, "currency": "EUR", "period": "year"}
    assert job.salary is not None
    assert posting[job.salary.start] in "7E"


def test_skills_are_required_or_preferred_and_those_of_the_offer_do_not_count(job: ParsedJob) -> None:
    named = {skill.name: (skill.kind, POSTING[skill.start : skill.end]) for skill in job.skills}

    assert {name: named.get(name) for name in ("Python", "Django", "Kubernetes", "Java", "Rust")} == {
        "Python": ("required", "Python"),
        "Django": ("required", "Django"),
        "Kubernetes": ("preferred", "Kubernetes"),
        "Java": None,
        "Rust": None,
    }


def test_a_web_page_is_read_as_its_reader_sees_it() -> None:
    page = (
        "<html><head><style>b{}</style></head><body><h1>Welder</h1><p>Pay &amp; more</p>"
        "<li>Must have: <b>Python</b></li></body>"
    )
    job = parse_job(page)

    assert job.title is not None
    assert page[job.title.start : job.title.end] == "Welder"
    assert [page[skill.start : skill.end] for skill in job.skills] == ["Python"]


def test_what_comes_after_sixty_thousand_characters_is_not_read() -> None:
    assert readable("x" * 60_000 + "Requirements") == "x" * 60_000


def test_text_that_a_program_cut_keeps_its_cuts() -> None:
    cut = "Experience with Docker ( or similar ) and C# .NET ."
    plain = "Experience with Docker (or similar), and C#, .NET."

    assert [cut[token.start : token.end] for sentence in sentences_of(cut) for token in sentence] == cut.split()
    assert [plain[token.start : token.end] for sentence in sentences_of(plain) for token in sentence] == [
        *("Experience", "with", "Docker", "(", "or", "similar", ")", "and", "C#", ".NET", ".")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "\ud800 \x00 \u202e ﬁ " * 20,
        "<html><body><ul><li>Java</li></ul><script>x()</script></body></html>",
        "Wir suchen eine Pflegefachkraft (m/w/d) in Köln. 我们正在招聘工程师。 نبحث عن مهندس",
        "(" * 2000,
        "3 years " * 400,
        "a" * 50_000,
        "$1,000 - " * 400,
        "Python, " * 400,
    ],
    ids=["nothing", "blank", "odd-signs", "html", "languages", "brackets", "years", "one-word", "money", "list"],
)
def test_no_text_breaks_the_reader_and_all_places_lie_inside_it(text: str) -> None:
    job = parse_job(text)

    assert job == parse_job(text)
    places = [(item.start, item.end) for item in job.spans] + [(item.start, item.end) for item in job.skills]
    assert all(0 <= start < end <= len(text) for start, end in places)
