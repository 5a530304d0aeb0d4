"""What the builder says about a CV: how a line could be better, and what of it a job asks for."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cv_analysis.builder.resume import Degree, Job, Project, Resume, SkillGroup, all_said
from apps.cv_analysis.builder.suggestions import MOST_WORDS, Suggestion, suggestions_for
from apps.cv_analysis.builder.tailoring import Asked, Wanted, tailored, wanted_of
from apps.cv_analysis.parsing.postings import parse_job
from apps.cv_analysis.tests.test_builder_resume import RESUMES


def about(line: str, *, end: str = "2021-05", language: str = "en") -> list[tuple[str, str, tuple[str, ...]]]:
    """What is said about a line of a job that has results elsewhere."""
    measured = ("Cut costs by 40 %.", "Won 3 prizes.")
    job = Job("Cook", "Acme", start="2020", end=end, lines=(line, *measured))
    found = suggestions_for(Resume(experience=(job,), language=language))
    return [(one.kind, one.words, one.rewrites) for one in found if one.line == 0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Responsible for managing a team of four",
            [("weak-opening", "Responsible for", ("Managed a team of four",))],
        ),
        (
            "In charge of stock",
            [("weak-opening", "In charge of", ("Led stock", "Managed stock", "Directed stock", "Headed stock"))],
        ),
        ("Helped to build the app", [("weak-opening", "Helped to", ("Contributed to building the app",))]),
        ("I built the settlement service", [("first-person", "I", ("Built the settlement service",))]),
        ("Trained the cooks of my team", [("first-person", "my", ())]),
        ("Reports were written by interns", [("passive", "were written", ())]),
        ("Successfully opened a canteen", [("vague", "Successfully", ("Opened a canteen",))]),
        ("Cooked numerous dishes", [("vague", "numerous", ())]),
        ("Manage a budget", [("tense", "Manage", ("Managed a budget",))]),
        ("Design team lead for EMEA", []),
        ("Built the settlement service in Python", []),
    ],
)
def test_a_line_is_told_what_weakens_it_and_how_to_say_it(line: str, said: object) -> None:
    assert about(line) == said


def test_the_present_is_right_for_a_job_that_goes_on() -> None:
    assert about("Manage a budget", end="present") == []


def test_a_long_line_is_cut_where_a_sentence_ends() -> None:
    half = "Rebuilt the pipeline " + "and the tests " * (MOST_WORDS // 3)

    assert about(f"{half.strip()}; led the team.") == [("too-long", "", (f"{half.strip()}\nLed the team.",))]


def test_lines_without_a_figure_are_asked_for_one_unless_half_of_them_have_it() -> None:
    lines = ("Ran the kitchen.", "Cut waste by 30 %.", "Trained cooks.")
    job = Job("Cook", "Acme", start="2020", end="2021", lines=lines)

    found = suggestions_for(Resume(experience=(job, replace(job, lines=lines[:2]))))

    assert found == [Suggestion("no-result", "experience", 0, 0), Suggestion("no-result", "experience", 0, 2)]


def test_what_is_missing_from_an_entry_is_said_of_the_whole_entry() -> None:
    resume = Resume(experience=(Job("Cook", "Acme", start="2020"),), education=(Degree("BSc", institution="Leeds"),))

    assert suggestions_for(resume) == [
        Suggestion("no-dates", "experience", 0),
        Suggestion("no-lines", "experience", 0),
        Suggestion("no-dates", "education", 0),
    ]


def test_english_wording_is_no_measure_for_other_languages() -> None:
    assert about("Worked on various tasks", language="de") == []


ASKED = Wanted(
    (Asked("Kubernetes"), Asked("Terraform"), Asked("Rust", kind="preferred")), "You run Kubernetes clusters."
)
PLAIN = Resume(
    experience=(
        Job("Engineer", "Acme", lines=("Wrote reports.", "Moved services to Kubernetes.", "Answered mail.")),
        Job("Developer", "Beta", lines=("Fixed defects.",)),
    ),
    projects=(Project("Reef", lines=("Drew maps.", "Wrote the parser in Rust.")),),
    education=(Degree("BSc", institution="Leeds"),),
    skills=(SkillGroup("Office", skills=("Excel",)), SkillGroup("Platforms", skills=("Docker", "Kubernetes"))),
)


def test_what_the_job_asks_for_comes_first_and_jobs_keep_the_order_of_time() -> None:
    result = tailored(PLAIN, ASKED)

    assert [job.lines for job in result.resume.experience] == [
        ("Moved services to Kubernetes.", "Wrote reports.", "Answered mail."),
        ("Fixed defects.",),
    ]
    assert result.resume.projects[0].lines == ("Wrote the parser in Rust.", "Drew maps.")
    assert [group.skills for group in result.resume.skills] == [("Kubernetes", "Docker"), ("Excel",)]
    assert result.resume.order[:5] == ("summary", "experience", "skills", "projects", "education")
    assert (result.found, result.missing) == (("Kubernetes", "Rust"), ("Terraform",))


@given(RESUMES, st.lists(st.sampled_from(["Python", "SQL", "0", "a", "Communication"]), unique=True, max_size=4))
@settings(max_examples=60)
def test_tailoring_invents_nothing_and_loses_nothing(resume: Resume, skills: list[str]) -> None:
    wanted = Wanted(tuple(Asked(name) for name in skills), " ".join(all_said(resume)[:3]))

    result = tailored(resume, wanted)

    assert sorted(all_said(result.resume)) == sorted(all_said(resume))
    assert sorted(result.resume.order) == sorted(resume.order)
    assert sorted((*result.found, *result.missing)) == sorted(skills)
    # Once is enough: a CV that fits stays as it is.
    assert tailored(result.resume, wanted).moves == 0


def test_a_skill_is_found_by_any_of_its_spellings() -> None:
    text = "We need Python. Nice to have: PostgreSQL."
    wanted = wanted_of(parse_job(text), text)
    resume = Resume(experience=(Job("Engineer", lines=("Ran PostgreSQL.", "Wrote python.")),))

    result = tailored(resume, wanted)

    assert [(skill.name, skill.kind) for skill in wanted.skills] == [
        ("Python", "required"),
        ("PostgreSQL", "preferred"),
    ]
    assert result.found == ("Python", "PostgreSQL")
