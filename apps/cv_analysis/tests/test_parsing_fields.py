"""What is found in CVs that were made up for these tests, and that every finding can be shown in the text."""

import json
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from apps.cv_analysis.parsing import Field, ParsedCv, parse_file, parse_text

Value = TypeVar("Value")

AS_OF = date(2026, 6, 1)
FILES = Path(__file__).parent / "files"
ADA = """Ada M. Winter
Structural Engineer
Leeds, UK | +44 113 496 0113 | ada.winter@example.com | linkedin.com/in/ada-winter

PROFILE
Builds bridges that stay where they are.

PROFESSIONAL EXPERIENCE

Senior Structural Engineer, Harbour Works Ltd, May 2019 - Present
- Designed steel bridges with AutoCAD; wrote Python scripts for load checks

Graduate Engineer at Pier & Sons (09/2015 - 04/2019)
- Surveyed foundations from 2016 to 2017 for the city

EDUCATION
MEng Civil Engineering, University of Leeds, 2015

TECHNICAL SKILLS
Languages: Python, SQL
Tools: AutoCAD (8 years), Mathcad, Zorblax 3000

CERTIFICATIONS
- Chartered Engineer (CEng)

LANGUAGES
English (native), German (B2)

REFERENCES
Prof. Otto Brandt, +49 30 23125 219, otto.brandt@example.org
"""


@pytest.fixture(scope="module")
def ada() -> ParsedCv:
    return parse_text(ADA, as_of=AS_OF)


def values(fields: tuple[Field[Value], ...]) -> list[Value]:
    return [field.value for field in fields]


def jobs_of(parsed: ParsedCv) -> list[tuple[str | None, ...]]:
    jobs = values(parsed.experience)
    return [(job.title, job.company, job.start, job.end) for job in jobs]


def value(field: Field[str] | None) -> str | None:
    return field.value if field else None


def test_contact_data_is_the_persons_own_and_not_the_referees(ada: ParsedCv) -> None:
    assert (value(ada.name), value(ada.email), value(ada.phone), [link.url for link in values(ada.links)]) == (
        "Ada M. Winter",
        "ada.winter@example.com",
        "+44 113 496 0113",
        ["linkedin.com/in/ada-winter"],
    )


def test_jobs_keep_their_title_company_and_dates(ada: ParsedCv) -> None:
    assert jobs_of(ada) == [
        ("Senior Structural Engineer", "Harbour Works Ltd", "2019-05", "present"),
        ("Graduate Engineer", "Pier & Sons", "2015-09", "2019-04"),
    ]


def test_years_of_experience_depend_on_the_date_asked_for() -> None:
    years = [parse_text(ADA, as_of=date(year, 5, 1)).years_of_experience for year in (2020, 2026)]

    assert [field.value for field in years if field] == [4.6, 10.6]


def test_overlapping_jobs_count_once() -> None:
    text = "WORK EXPERIENCE\nChef, Inn Ltd, 01/2010 - 01/2014\nBaker, Mill Ltd, 01/2012 - 01/2015\n"
    years = parse_text(text, as_of=AS_OF).years_of_experience

    assert years is not None
    assert years.value == 5.0


def test_education_certifications_and_languages_come_from_their_sections(ada: ParsedCv) -> None:
    assert (
        values(ada.degrees),
        values(ada.institutions),
        values(ada.grad_years),
        [certification.name for certification in values(ada.certifications)],
        [language.name for language in values(ada.languages)],
    ) == (
        ["MEng Civil Engineering"],
        ["University of Leeds"],
        ["2015"],
        ["Chartered Engineer (CEng)"],
        ["English", "German"],
    )


def test_sections_cover_the_text_in_order(ada: ParsedCv) -> None:
    assert [field.value.kind for field in ada.sections] == [
        "header",
        "summary",
        "experience",
        "education",
        "skills",
        "certifications",
        "languages",
        "references",
    ]
    spans = [field.evidence[0] for field in ada.sections]
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]


def test_listed_skills_are_kept_even_when_no_list_knows_them(ada: ParsedCv) -> None:
    skills = {field.value.name: field.value for field in ada.skills}

    assert list(skills) == ["AutoCAD", "Python", "SQL", "Mathcad", "Zorblax 3000"]
    assert skills["Zorblax 3000"].id is None
    assert skills["Python"].id == "tech:python"
    assert [skills[name].category for name in ("AutoCAD", "Python", "Mathcad")] == ["technology"] * 3


def test_a_skill_named_twice_is_one_skill_with_two_places(ada: ParsedCv) -> None:
    python = next(field for field in ada.skills if field.value.name == "Python")

    assert [ada.text[span.start : span.end] for span in python.evidence] == ["Python", "Python"]


@pytest.mark.parametrize(
    ("sentence", "skills"),
    [
        ("Skills: C, C++, C#", ["C", "C++", "C#"]),
        ("Skills: Java (5 years), JavaScript", ["Java", "JavaScript"]),
        ("Skills: HTML/CSS and Django", ["HTML", "CSS", "Django"]),
        ("Summary\nWent to the market to get fresh access to the word of the day.", []),
    ],
)
def test_skill_names_end_where_they_end(sentence: str, skills: list[str]) -> None:
    assert [field.value.name for field in parse_text(sentence, as_of=AS_OF).skills] == skills


@pytest.mark.parametrize(
    "lines",
    [
        "Welder, Dock Works Ltd\nMar 2015 \u2013 Apr 2018",
        "Dock Works Ltd\tMar 2015 \u2013 Apr 2018\nWelder",
        "Welder\nDock Works Ltd - Leeds, UK\n03/2015 - 04/2018",
        "Welder | Dock Works Ltd\t03.2015 \u2013 04.2018",
        "Welder at Dock Works Ltd (MAR 2015 \u2013 APR 2018)",
        "March 2015 to April 2018\tWelder\nDock Works Ltd, Leeds, UK",
        "2015-03 — 2018-04\nWelder\nDock Works Ltd",
        "Welder\n\nDock Works Ltd - Leeds\n\nMarch 2015 to April 2018",
    ],
)
def test_a_job_is_read_in_every_usual_arrangement(lines: str) -> None:
    found = parse_text(f"Work Experience\n{lines}\n- Joined plates of steel for ships\n", as_of=AS_OF)

    assert jobs_of(found) == [("Welder", "Dock Works Ltd", "2015-03", "2018-04")]
    assert [(field.value.months, field.value.text) for field in found.experience] == [
        (38, "- Joined plates of steel for ships")
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("PROFESSIONAL EXPERIENCE", "experience"),
        ("Employment History:", "experience"),
        ("3. Education", "education"),
        ("Licenses & Certifications", "certifications"),
        ("Key Skills and Competencies", "skills"),
        ("E X P E R I E N C E", "experience"),
        ("Ke y S ki ll s", "skills"),
        ("About Me", "summary"),
        ("\u25a0 Professional Experience", "experience"),
        ("\u2022 Education", "education"),
    ],
)
def test_headings_are_known_in_their_usual_forms(heading: str, kind: str) -> None:
    sections = parse_text(f"Ada Winter\n\n{heading}\nSomething of her own\n", as_of=AS_OF).sections

    assert [field.value.kind for field in sections] == ["header", kind]


def test_an_address_that_a_narrow_column_breaks_is_put_together() -> None:
    broken = parse_text("Ada Winter\nada.winter@mail.example\n.net\n", as_of=AS_OF)

    assert value(broken.email) == "ada.winter@mail.example.net"


def test_a_job_without_dates_still_names_its_title_and_company() -> None:
    parsed = parse_text("Ada Winter\nWORK EXPERIENCE\nWelder\nDock Works Ltd\n- Joined plates\n", as_of=AS_OF)

    assert (values(parsed.titles), values(parsed.companies), parsed.experience) == (["Welder"], ["Dock Works Ltd"], ())


def test_claimed_years_count_only_where_no_job_is_dated() -> None:
    claim = "Ada Winter\nSUMMARY\nWelder with 13 years of experience in docks.\n"
    dated = claim + "WORK EXPERIENCE\nWelder, Dock Works Ltd, 01/2010 - 01/2014\n"
    found = [parse_text(text, as_of=AS_OF).years_of_experience for text in (claim, dated)]

    assert [field.value for field in found if field] == [13.0, 4.0]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Ada Winter\nPhone: (312) 555-0198", "(312) 555-0198"),
        ("Ada Winter\n01 99 00 81 99", "01 99 00 81 99"),
        ("Ada Winter\nWORK HISTORY\nBaker, Mill Ltd, 2010 - 2014", None),
        ("Ada Winter\nPassport No: 123456789", None),
    ],
)
def test_a_phone_number_is_not_a_date_or_another_number(text: str, phone: str | None) -> None:
    assert value(parse_text(text, as_of=AS_OF).phone) == phone


def test_nothing_is_made_up_where_nothing_is_said() -> None:
    prediction = parse_text("EDUCATION\n\nSKILLS\n\nEXPERIENCE\n", as_of=AS_OF).prediction()

    assert {key: found for key, found in prediction.items() if found} == {}


def test_the_same_text_gives_the_same_json(ada: ParsedCv) -> None:
    again = parse_text(ADA, as_of=AS_OF).to_json()

    assert again == ada.to_json()
    assert json.loads(again)["email"] == {
        "value": "ada.winter@example.com",
        "confidence": 0.99,
        "evidence": [{"start": 65, "end": 87, "page": None, "boxes": []}],
    }


@pytest.mark.parametrize("name", ["two-pages.pdf", "table.docx", "plain.txt"])
def test_every_value_can_be_shown_in_the_text(name: str) -> None:
    parsed = parse_file(FILES / name, as_of=AS_OF).parsed
    assert parsed is not None

    shown: list[tuple[str | None, Field[Any]]] = [
        *((field.value, field) for field in (parsed.name, parsed.email, parsed.phone) if field),
        *((field.value.url, field) for field in parsed.links),
        *((field.value.name, field) for field in parsed.certifications),
        *((field.value.name, field) for field in parsed.languages),
        *((field.value.name, field) for field in parsed.skills),
        *((field.value.title, field) for field in parsed.experience),
        *((field.value.company, field) for field in parsed.experience),
        *((field.value.degree, field) for field in parsed.education),
        *((field.value.institution, field) for field in parsed.education),
        *((field.value.year, field) for field in parsed.education),
    ]
    missing = [
        found
        for found, field in shown
        if found and not any(squeezed(found) in squeezed(parsed.text[s.start : s.end]) for s in field.evidence)
    ]

    assert len(shown) > 20
    assert missing == []
    assert all(0 < field.confidence <= 1 for _, field in shown)


def squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def test_the_journey_files_read_as_they_should() -> None:
    found = {name: parse_file(FILES / name, as_of=AS_OF) for name in ("two-pages.pdf", "table.docx", "plain.txt")}

    assert {name: (outcome.status, outcome.pages) for name, outcome in found.items()} == {
        "two-pages.pdf": ("parsed", 2),
        "table.docx": ("parsed", 1),
        "plain.txt": ("parsed", 1),
    }
    assert [outcome.parsed.prediction()["name"] for outcome in found.values() if outcome.parsed] == [
        "Emeka Y\u0131ld\u0131z",
        "Oluwaseun García-López",
        "Noor Iyer",
    ]
    assert [len(outcome.parsed.experience) for outcome in found.values() if outcome.parsed] == [4, 3, 2]


FORM = """Europass Curriculum Vitae
Personal information
First name(s) / Surname(s)\tMila Horvat
E-mail\tmila.horvat@example.org

Work experience
Dates\tJanuary 2020 - March 2024
Occupation or position held\tLab technician
Main activities and responsibilities\tPrepared samples from May 2021 to June 2021
Name and address of employer\tZorblax d.o.o., Zagreb, Croatia
Dates\t2017 - 2019
Occupation or position held\tBarista
Name and address of employer\tCafe Quux

Education and training
Dates\t2013 - 2016
Title of qualification awarded\tBachelor of Science in Chemistry
Name and type of organisation providing education and training\tUniversity of Zagreb, Croatia

Personal skills
Mother tongue(s)\tCroatian
Other language(s)\tEnglish, German
"""


def test_a_form_is_read_by_its_labels() -> None:
    parsed = parse_text(FORM, as_of=AS_OF)

    assert parsed.prediction()["name"] == "Mila Horvat"
    assert jobs_of(parsed) == [
        ("Lab technician", "Zorblax d.o.o.", "2020-01", "2024-03"),
        ("Barista", "Cafe Quux", "2017", "2019"),
    ]
    assert [(school.degree, school.institution, school.year) for school in values(parsed.education)] == [
        ("Bachelor of Science in Chemistry", "University of Zagreb", "2016")
    ]
    assert [language.name for language in values(parsed.languages)] == ["Croatian", "English", "German"]


def test_a_title_that_wraps_beside_its_date_and_place_is_whole() -> None:
    lines = """Bo Lind

EXPERIENCE
Chief Project\tApril 2019 - May 2021
Leeds, UK
Manager
Hanover County Council
- Planned budgets for 40 people
Quux\tJanuary 2015 - March 2019
Leeds, UK
Manager
- Planned rosters for 40 people
"""
    parsed = parse_text(lines, as_of=AS_OF)

    assert jobs_of(parsed) == [
        ("Chief Project Manager", "Hanover County Council", "2019-04", "2021-05"),
        ("Manager", "Quux", "2015-01", "2019-03"),
    ]
    first = parsed.experience[0].evidence
    assert [parsed.text[span.start : span.end] for span in first] == [
        "Chief Project",
        "April 2019 - May 2021",
        "Manager",
        "Hanover County Council",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "Maya Lindqvist maya@lindqvist.example | +49 30 23125 219 | Berlin",
        "Maya Lindqvist\n\nEXPERIENCE\nCook, Zorblax, 2019 - 2021\n- Ate\nmaya@lindqvist.example\n+49 30 23125 219",
    ],
)
def test_name_and_telephone_are_read_beside_the_address(lines: str) -> None:
    found = parse_text(lines, as_of=AS_OF).prediction()

    assert [found[name] for name in ("name", "email", "phone")] == [
        "Maya Lindqvist",
        "maya@lindqvist.example",
        "+49 30 23125 219",
    ]
