"""What the parser says of a person beside jobs, schools and skills, and how sure it is that it reads a CV."""

import re
import subprocess
import sys
from datetime import date

import pytest

from apps.cv_analysis.parsing import ParsedCv, outcome_of_text, parse_text
from apps.cv_analysis.parsing.dates import one_of
from apps.cv_analysis.parsing.model import Certification, Experience, Field, Language, Project

AS_OF = date(2026, 6, 1)
BO = """Bo Lindqvist
Senior Data Engineer
Gothenburg, Sweden | bo.lindqvist@example.com | +46 70 174 06 35 | linkedin.com/in/bolindqvist

PROFILE
Builds pipelines that nobody has to get up for at night.

WORK EXPERIENCE
Data Engineer, Harbour Works Ltd, Gothenburg, Sweden
01/2020 - 12/2022
- Moved 40 jobs from Oracle to PostgreSQL with Python
Data Engineering Intern, Pier & Sons, London, UK
06/2019 - 08/2019
- Wrote Python tests

EDUCATION
2014 - 2019 MSc Computer Science, Chalmers University of Technology

SKILLS
Python (expert), PostgreSQL, Oracle (3 years)

CERTIFICATIONS
AWS Certified Solutions Architect, 2021

LANGUAGES
Swedish (native), English - C1, German: basic

PROJECTS
Tidewatch: shows the level of the harbour by the hour
"""
POSTING = """Data Engineer
We are looking for a data engineer to join our team. You will work with Python and SQL.
Requirements
3+ years of experience. Python, SQL, Airflow.
What we offer
Remote work. Apply now! We are an equal opportunity employer.
"""


@pytest.fixture(scope="module")
def bo() -> ParsedCv:
    return parse_text(BO, as_of=AS_OF)


def said(field: Field[str] | None) -> str | None:
    return field.value if field else None


def test_place_headline_and_summary_are_the_persons_own(bo: ParsedCv) -> None:
    assert (said(bo.location), said(bo.headline), said(bo.summary)) == (
        "Gothenburg, Sweden",
        "Senior Data Engineer",
        "Builds pipelines that nobody has to get up for at night.",
    )


def test_a_job_has_its_months_its_text_and_its_place(bo: ParsedCv) -> None:
    jobs: list[Experience] = [field.value for field in bo.experience]

    assert [(job.title, job.months, job.is_internship, job.text) for job in jobs] == [
        ("Data Engineer", 36, False, "- Moved 40 jobs from Oracle to PostgreSQL with Python"),
        ("Data Engineering Intern", 3, True, "- Wrote Python tests"),
    ]
    assert (bo.years_of_experience and bo.years_of_experience.value, bo.internship_months) == (3.1, 3)


def test_a_degree_has_its_level_field_and_first_year(bo: ParsedCv) -> None:
    [school] = [field.value for field in bo.education]

    assert (school.level, school.field, school.start, school.year) == ("master", "Computer Science", "2014", "2019")


def test_a_skill_says_how_long_and_until_when_it_was_used(bo: ParsedCv) -> None:
    skills = {field.value.name.split()[0]: field.value for field in bo.skills}

    assert [
        (name, skills[name].level, skills[name].months, skills[name].last_used) for name in ("Python", "Oracle")
    ] == [
        ("Python", "expert", 39, "2022-12"),
        ("Oracle", None, 36, "2022-12"),
    ]


def test_levels_issuers_and_projects_stand_beside_their_names(bo: ParsedCv) -> None:
    assert [field.value for field in bo.languages] == [
        Language("Swedish", "sv", "native"),
        Language("English", "en", "C1"),
        Language("German", "de", "A2"),
    ]
    assert [field.value for field in bo.certifications] == [
        Certification("AWS Certified Solutions Architect", "Amazon Web Services", "2021")
    ]
    assert [field.value for field in bo.projects] == [
        Project("Tidewatch", "shows the level of the harbour by the hour")
    ]


def test_a_posting_is_no_cv_and_a_cv_is_one(bo: ParsedCv) -> None:
    posting = outcome_of_text(POSTING, as_of=AS_OF)

    assert (posting.status, posting.error_code) == ("not_a_cv", "no-cv-found")
    assert posting.probability is not None
    assert posting.probability < 0.5
    assert bo.probability > 0.95


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Ich habe zehn Jahre für verschiedene Firmen gearbeitet und dabei viele Projekte mit einem Team geleitet.",
            "de",
        ),
        (
            "J'ai travaillé dix ans dans une entreprise et je suis responsable de plusieurs projets pour des clients.",
            "fr",
        ),
        ("Он работал в банке десять лет и был руководителем проекта, который мы вместе с ним делали для всех.", "ru"),
    ],
)
def test_a_cv_in_another_language_says_what_was_not_read(text: str, language: str) -> None:
    parsed = parse_text(f"Cleo Brandt\ncleo@example.com\n\n{text}\n", as_of=AS_OF)

    assert (parsed.language, said(parsed.email)) == (language, "cleo@example.com")
    assert {"experience", "education"} <= set(parsed.unread)


def test_what_names_a_group_of_skills_is_none_itself() -> None:
    text = f"{ABROAD['en']}Skills\nData: Python, SQL, PostgreSQL\nCloud: Docker, Kubernetes\n"

    skills = [field.value.name for field in parse_text(text, as_of=AS_OF).skills]

    assert skills == ["Python", "SQL", "PostgreSQL", "Docker", "Kubernetes"]


ABROAD = {
    "en": """Noor Iyer
noor@mail.example
Experience
Junior Engineer
Irwell Health, Manchester
Feb 2024 - Present
- Loads results of the laboratory every night
""",
    "de": """Ayse Kaya
Mechatronikerin
ayse@mail.example
Berufserfahrung
Inbetriebnahmetechnikerin
Neckar Robotik GmbH, Stuttgart
Januar 2020 – heute
• Inbetriebnahme von Roboterzellen in neun Ländern und Schulung der Bediener
Mechatronikerin
Filder Anlagenbau, Stuttgart
02/2017 – 12/2019
• Aufbau von Schaltschränken für die Fertigung
""",
    "fr": """Claire Dubois
Chargée de clientèle
claire@mail.example
Expérience professionnelle
Chargée de clientèle
Flandre Machines, Lille
février 2020 – aujourd'hui
• Suivi de trente-cinq clients dans le nord de la France et pour toute la Belgique
Assistante commerciale
Lys Emballages, Lille
juin 2016 – janvier 2020
• Réponses aux appels pour les clients de la région
""",
}


@pytest.mark.parametrize(
    ("language", "periods"),
    [
        ("de", [("2020-01", "present"), ("2017-02", "2019-12")]),
        ("fr", [("2020-02", "present"), ("2016-06", "2020-01")]),
    ],
)
def test_cv_abroad_is_a_cv_and_its_jobs_have_their_dates(language: str, periods: list[tuple[str, str]]) -> None:
    outcome = outcome_of_text(ABROAD[language], as_of=AS_OF)

    assert outcome.status == "parsed"
    assert outcome.parsed is not None
    assert outcome.parsed.language == language
    assert [(job.value.start, job.value.end) for job in outcome.parsed.experience] == periods


def test_an_english_cv_was_read_whole(bo: ParsedCv) -> None:
    assert (bo.language, bo.unread) == ("en", ())


def test_every_process_reads_the_same() -> None:
    """Sets have another order in each process: none of it may reach the result."""
    program = (
        "import sys; from datetime import date; from apps.cv_analysis.parsing import parse_text;"
        "print(parse_text(sys.stdin.read(), as_of=date(2026, 6, 1)).to_json())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=BO,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert "Gothenburg" in answers.pop()


def test_a_pattern_of_words_fits_these_words_and_none_that_begins_or_ends_like_them() -> None:
    pattern = re.compile(one_of(("may", "maio", "mar", "march", "o.k")))

    fitting = [
        word for word in ("may", "maio", "mar", "march", "o.k", "ma", "marc", "oak", "") if pattern.fullmatch(word)
    ]

    assert fitting == ["may", "maio", "mar", "march", "o.k"]


def test_the_language_is_told_without_building_the_tokenisers_of_other_languages() -> None:
    code = (
        "import sys; from apps.cv_analysis.parsing.language import language_of;"
        "print(language_of('Seit dem Jahr bin ich bei der Bahn und nicht mehr auf den Schiffen, weil ich dort war.'),"
        "[name for name in sys.modules if name in ('spacy.lang.fr', 'spacy.lang.de')])"
    )

    told = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True).stdout

    assert told == "de []\n"
