"""A CV of the builder comes from anywhere and goes to JSON Resume and back without losing anything."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cv_analysis.builder.from_parsed import lines_of, resume_from_parsed
from apps.cv_analysis.builder.json_resume import resume_from_json, resume_to_json
from apps.cv_analysis.builder.linkedin import MOST_BYTES_OF_A_TABLE, LinkedInError, resume_from_linkedin
from apps.cv_analysis.builder.reading import LINE_LIMIT, LIST_LIMIT
from apps.cv_analysis.builder.resume import (
    SECTIONS,
    Certificate,
    Degree,
    Job,
    Language,
    Link,
    Project,
    Publication,
    Resume,
    ResumeInvalidError,
    SkillGroup,
    moved,
    without_blanks,
)
from apps.cv_analysis.parsing import parse_file

FILES = Path(__file__).parent / "files"
SAMPLE: dict[str, Any] = json.loads((FILES / "resume.json").read_text(encoding="utf-8"))
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=12)
TEXT = st.one_of(st.just(""), WORDS)
LINES = st.lists(WORDS, max_size=3).map(tuple)
YEAR = st.integers(1960, 2029).map(str)
DAY = st.one_of(st.just(""), YEAR, st.builds("{}-{:02d}".format, YEAR, st.integers(1, 12)))
URL = st.sampled_from(["", "https://example.com/a", "example.org/b?c=1"])
REST = st.sampled_from(["", '{"x-note": ["kept", 1]}'])
SPAN = st.one_of(st.tuples(DAY, st.sampled_from(["", "present"])), st.just(("2001-02", "2003")), st.just(("", "2010")))
RESUMES = st.builds(
    Resume,
    name=TEXT,
    headline=TEXT,
    email=st.sampled_from(["", "ada@example.com"]),
    phone=TEXT,
    location=TEXT,
    links=st.lists(st.builds(Link, WORDS, URL.filter(bool)), max_size=2).map(tuple),
    summary=TEXT,
    experience=st.lists(
        st.builds(
            lambda span, **said: Job(start=span[0], end=span[1], **said),
            SPAN,
            title=WORDS,
            company=TEXT,
            location=TEXT,
            url=URL,
            summary=TEXT,
            lines=LINES,
            rest=REST,
        ),
        max_size=3,
    ).map(tuple),
    education=st.lists(st.builds(Degree, WORDS, TEXT, TEXT, URL, DAY, score=TEXT, courses=LINES), max_size=2).map(
        tuple
    ),
    skills=st.lists(st.builds(SkillGroup, WORDS, TEXT, LINES, REST), max_size=2).map(tuple),
    certifications=st.lists(st.builds(Certificate, WORDS, TEXT, DAY, URL), max_size=2).map(tuple),
    languages=st.lists(st.builds(Language, WORDS, TEXT), max_size=2).map(tuple),
    projects=st.lists(st.builds(Project, WORDS, URL, DAY, lines=LINES, keywords=LINES), max_size=2).map(tuple),
    publications=st.lists(st.builds(Publication, WORDS, TEXT, DAY, URL, TEXT), max_size=2).map(tuple),
    order=st.permutations(SECTIONS).map(tuple),
    language=st.sampled_from(["en", "de"]),
    rest=st.sampled_from(["", '{"awards": [{"title": "Best talk"}], "basics": {"image": "a.png"}}']),
)


@given(RESUMES)
def test_nothing_of_a_cv_is_lost_on_the_way_to_json_resume_and_back(resume: Resume) -> None:
    assert resume_from_json(json.loads(json.dumps(resume_to_json(resume)))) == resume


def test_nothing_of_a_json_resume_is_lost_though_we_do_not_show_it() -> None:
    document: dict[str, Any] = {
        "basics": {
            "name": "Ada Winter",
            "image": "https://example.com/a.png",
            "location": {"city": "Leeds", "countryCode": "GB"},
            "profiles": [{"network": "Mastodon", "username": "ada", "url": "https://social.example/@ada"}],
        },
        "work": [{"name": "Acme", "position": "Engineer", "startDate": "2020-01-15", "description": "Robots"}],
        "awards": [{"title": "Best talk", "awarder": "PyCon"}],
        "references": [{"name": "Ben", "reference": "Good."}],
        "meta": {"canonical": "https://example.com/ada.json", "version": "v1.0.0"},
    }

    written = resume_to_json(resume_from_json(document))

    ours = written["meta"].pop("rostrum")
    del written["$schema"]
    assert (written, ours["present"]["work"]) == (document, [0])


def test_each_field_that_cannot_be_taken_is_named_with_the_reason() -> None:
    document = {
        "basics": {"name": ["Ada"], "email": "ada at example", "url": "javascript:alert(1)", "label": "x" * 301},
        "work": [{"startDate": "March", "highlights": "one"}, {"startDate": "2021-05", "endDate": "2019"}],
        "skills": [{}] * (LIST_LIMIT + 1),
        "education": "none",
    }

    with pytest.raises(ResumeInvalidError) as refused:
        resume_from_json(document)

    assert {error.path: (error.reason, error.limit) for error in refused.value.errors} == {
        "basics.name": ("text", None),
        "basics.email": ("email", None),
        "basics.url": ("url", None),
        "basics.label": ("too-long", LINE_LIMIT),
        "work.0.startDate": ("date", None),
        "work.0.highlights": ("list", None),
        "work.1.endDate": ("before-start", None),
        "skills": ("too-many", LIST_LIMIT),
        "education": ("list", None),
    }


@pytest.mark.parametrize("document", [[], "text", 1, {"basics": 3, "work": [4]}])
def test_what_is_no_cv_at_all_is_refused_in_words(document: Any) -> None:
    with pytest.raises(ResumeInvalidError, match="object"):
        resume_from_json(document)


def test_signs_that_no_database_or_file_can_hold_are_left_out() -> None:
    resume = resume_from_json({"basics": {"name": "A\x00da\u202e \ud800Winter\u200b", "image": "\x00"}})

    assert (resume.name, resume.rest) == ("Ada Winter", '{"basics": {"image": ""}}')


def test_an_analysis_becomes_a_cv_with_all_that_was_read() -> None:
    parsed = parse_file(FILES / "plain.txt", as_of=date(2026, 6, 1)).parsed
    assert parsed is not None

    resume = resume_from_parsed(parsed.to_dict())

    jobs = [(job.title, job.company, job.start, job.end) for job in resume.experience]
    assert (resume.name, resume.email, jobs) == (
        "Noor Iyer",
        "niyer@example.com",
        [
            ("Technical Support Engineer", "Convergys India Pvt. Ltd", "2023-06", "2026-04"),
            ("Research Assistant", "Department of Statistics", "2021-04", "2023-04"),
        ],
    )


def test_an_analysis_in_which_nothing_was_found_makes_an_empty_cv() -> None:
    assert resume_from_parsed({}) == Resume()


def test_broken_lines_of_a_description_become_points_again() -> None:
    text = "Team of nine.\n\u2022 Built the settlement\nservice in Python.\n\u2022 Led reviews.\n"

    assert lines_of(text) == ["Team of nine.", "Built the settlement service in Python.", "Led reviews."]
    assert lines_of("Wrote the handbook that\nteams use.\nTrained leads.") == [
        "Wrote the handbook that teams use.",
        "Trained leads.",
    ]


def test_sections_move_within_the_order_and_never_out_of_it() -> None:
    first = moved(Resume(), "skills", places=-9)

    assert first.order[:2] == ("skills", "summary")
    assert moved(first, "skills", places=3) == Resume()


def test_what_nobody_filled_in_is_taken_out() -> None:
    resume = Resume(experience=(Job(), Job(title="Cook", lines=("", "Baked."))), links=(Link("GitHub", ""),))

    assert without_blanks(resume) == Resume(experience=(Job(title="Cook", lines=("Baked.",)),))


def linkedin(**tables: str) -> bytes:
    """An export with these tables, by their names with `_` for a space."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("Registration.csv", "Registered At\n")
        for name, text in tables.items():
            archive.writestr(f"{name.replace('_', ' ')}.csv", text)
    return target.getvalue()


def test_the_export_of_linkedin_becomes_a_cv() -> None:
    archive = linkedin(
        Profile="\ufeffFirst Name,Last Name,Headline,Summary,Geo Location,Websites\n"
        'Ada,Winter,Engineer,"Builds, runs.","Leeds, England","[PORTFOLIO:https://ada.example,BLOG:https://blog.example/a]"\n',
        Positions="Company Name,Title,Description,Location,Started On,Finished On\n"
        'Acme Ltd,Engineer,"- Built a service.\n- Ran it.",Leeds,Mar 2021,\nBeta GmbH,Developer,,,2018,Feb 2021\n',
        Education="School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
        "University of Leeds,2013,2014,,MSc Physics,\n",
        Skills="Name\nPython\nGo\nPython\n",
        Languages="Name,Proficiency\nGerman,Full professional proficiency\nEnglish,Native or bilingual proficiency\n",
        Certifications="Name,Url,Authority,Started On,Finished On,License Number\nCKA,,CNCF,May 2022,,1\n",
        Projects="Title,Description,Url,Started On,Finished On\n"
        "Tidewatch,Shows queues.,https://t.example,Jan 2020,Jun 2020\n",
        Email_Addresses="Email Address,Confirmed,Primary,Updated On\nold@a.example,Yes,No,\nada@a.example,Yes,Yes,\n",
        PhoneNumbers="Extension,Number,Type\n,+44 20 7946 0113,Mobile\n",
    )

    assert resume_from_linkedin(archive) == Resume(
        name="Ada Winter",
        headline="Engineer",
        email="ada@a.example",
        phone="+44 20 7946 0113",
        location="Leeds, England",
        links=(Link("", "https://ada.example"), Link("", "https://blog.example/a")),
        summary="Builds, runs.",
        experience=(
            Job(
                "Engineer",
                "Acme Ltd",
                "Leeds",
                start="2021-03",
                end="present",
                lines=("Built a service.", "Ran it."),
            ),
            Job("Developer", "Beta GmbH", start="2018", end="2021-02"),
        ),
        education=(Degree("MSc Physics", "", "University of Leeds", start="2013", end="2014"),),
        skills=(SkillGroup("", skills=("Python", "Go")),),
        certifications=(Certificate("CKA", "CNCF", "2022-05"),),
        languages=(Language("German", "C1"), Language("English", "native")),
        projects=(Project("Tidewatch", "https://t.example", "2020-01", "2020-06", lines=("Shows queues.",)),),
    )


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (b"%PDF-1.7", "not-a-zip"),
        (b"PK\x03\x04 cut off", "damaged"),
        (linkedin(), "no-profile"),
        (linkedin(Profile="First Name,Last Name\n" + "x" * MOST_BYTES_OF_A_TABLE), "too-large"),
    ],
)
def test_what_is_no_export_of_linkedin_is_refused_with_the_reason(archive: bytes, code: str) -> None:
    with pytest.raises(LinkedInError, match=code):
        resume_from_linkedin(archive)
