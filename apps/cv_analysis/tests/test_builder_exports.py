"""What leaves the builder can be read by programs again, whatever it looks like."""

import io
import json
import sys
import time
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apps.core import pdf
from apps.core.pdf import pdf_child
from apps.cv_analysis.builder.json_resume import resume_from_json
from apps.cv_analysis.builder.looks import LOOKS
from apps.cv_analysis.builder.resume import Job, Resume
from apps.cv_analysis.builder.sheet import sheet_of, span_of
from apps.cv_analysis.parsing import parse_file
from apps.cv_analysis.rendering import NoPdfError, exported, preview_of

if TYPE_CHECKING:
    from pypdf import PdfReader

FILES = Path(__file__).parent / "files"


@cache
def sample() -> Resume:
    return resume_from_json(json.loads((FILES / "resume.json").read_text(encoding="utf-8")))


def made(kind: str, look: str, resume: Resume | None = None) -> bytes:
    return exported(resume or sample(), kind=kind, look=look, paper="a4", title="CV of Mirela")


@pytest.mark.parametrize(
    ("kind", "look"), [("txt", "ats"), *((kind, look) for look in LOOKS for kind in ("pdf", "docx"))]
)
def test_every_file_gives_back_what_the_cv_says(kind: str, look: str, tmp_path: Path) -> None:
    file = tmp_path / f"cv.{kind}"
    file.write_bytes(made(kind, look))

    parsed = parse_file(file, as_of=date(2026, 6, 1)).parsed

    assert parsed is not None
    found = parsed.prediction()
    assert (found["name"], found["email"], found["phone"], found["experience"], found["education"]) == (
        "Mirela Đorđević",
        "mirela.d@example.com",
        "+44 20 7946 0113",
        [
            {"title": job.title, "company": job.company, "start": job.start, "end": job.end}
            for job in sample().experience
        ],
        [
            {"degree": "MSc in Computer Science", "institution": "University of Leeds", "year": "2014"},
            {"degree": "BSc in Mathematics", "institution": "University of Belgrade", "year": "2013"},
        ],
    )
    assert {skill for group in sample().skills for skill in group.skills} - set(found["skills"]) == set()


def read_pdf(data: bytes) -> "PdfReader":
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data))


def test_a_pdf_is_tagged_titled_and_says_its_language() -> None:
    document = read_pdf(made("pdf", "two-column"))

    root: Any = document.root_object
    title = document.metadata.title if document.metadata else ""
    assert (str(root["/Lang"]), bool(root["/MarkInfo"]["/Marked"]), "/StructTreeRoot" in root, title) == (
        "en",
        True,
        True,
        "CV of Mirela",
    )
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_headings_keep_what_they_head_on_their_page() -> None:
    job = Job("Engineer", "Acme Ltd", start="2020-01", end="2021-01", lines=("Built a thing.", "And another one."))
    document = read_pdf(made("pdf", "ats", replace(sample(), experience=(job,) * 80)))

    texts = [page.extract_text().partition("\n")[2] for page in document.pages[1:-2]]
    ends = [text.rstrip("0123456789/ \n\u2022") for text in texts]

    assert (len(ends) > 4, {end[-1] for end in ends}) == (True, {"."})


def test_a_page_that_asks_for_anything_else_gets_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("h1::after { content: 'taken'; }", encoding="utf-8")
    page = f'<html lang="en"><title>t</title><link rel="stylesheet" href="{secret.as_uri()}"><h1>Ada</h1></html>'

    document = read_pdf(pdf.pdf_of(page, {}))

    assert document.pages[0].extract_text().strip() == "Ada"


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    started = time.monotonic()

    with pytest.raises(pdf.PdfError, match="over-time"):
        pdf.pdf_of("<p>a</p>" * 1000, {}, wall_seconds=0.2)

    assert time.monotonic() - started < 5


def test_without_the_library_for_text_the_answer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "child_command", lambda: (sys.executable, "-c", f"raise SystemExit({pdf_child.NO_PANGO})"))

    with pytest.raises(NoPdfError) as refused:
        made("pdf", "ats")

    assert (refused.value.status, "libpango-1.0-0 libpangoft2-1.0-0" in refused.value.detail) == (503, True)


def test_text_is_plain_and_no_line_is_longer_than_78() -> None:
    text = made("txt", "ats").decode()

    assert max(len(line) for line in text.splitlines()) <= 78
    assert text.startswith(
        "Mirela Đorđević\nSenior Platform Engineer\nmirela.d@example.com | +44 20 7946 0113 | London, UK\n"
    )


def test_json_is_what_the_cv_was_made_of() -> None:
    assert resume_from_json(json.loads(made("json", "ats"))) == sample()


def test_word_has_real_headings_and_lists() -> None:
    import docx

    document: Any = docx.Document(io.BytesIO(made("docx", "ats")))

    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert [text for style, text in styles if style == "Heading 1"] == [
        part.heading.upper() for part in sheet_of(sample()).parts
    ]
    assert [style for style, text in styles if text.startswith(("Led four", "Senior Platform", "Backend"))] == [
        "Subtitle",
        "Heading 2",
        "List Bullet",
        "Heading 2",
    ]


def test_what_people_write_never_becomes_markup() -> None:
    page = preview_of(Resume(name="<script>alert(1)</script>"), look="ats", paper="a4", title='a"b')

    assert ("<script>" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [("2021-03", "present", "Mar 2021 \u2013 Present"), ("2020", "2020", "2020"), ("", "2019-12-24", "Dec 2019")],
)
def test_dates_are_written_in_words(start: str, end: str, said: str) -> None:
    assert span_of(start, end, "en") == said


def test_headings_and_dates_speak_the_language_of_the_cv() -> None:
    german = sheet_of(replace(sample(), language="de"))

    assert (german.parts[1].heading, german.parts[1].items[0].when) == ("Berufserfahrung", "03/2021 \u2013 heute")
