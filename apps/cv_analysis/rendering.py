"""A CV of the builder as a page and as files."""

import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from apps.core.pdf import PdfError, pdf_of
from apps.core.problems import ProblemError
from apps.cv_analysis.builder.json_resume import resume_to_json
from apps.cv_analysis.builder.looks import FONTS, printed_files, printed_styles, style_names
from apps.cv_analysis.builder.plain_text import as_text
from apps.cv_analysis.builder.resume import Resume
from apps.cv_analysis.builder.sheet import Sheet, sheet_of
from apps.cv_analysis.builder.word import as_docx


class NoPdfError(ProblemError):
    code = "no-pdf"
    title = _("The PDF could not be made.")
    status = 503


ADVICE = {
    "no-pango": _(
        "This machine lacks the library that lays out text. Whoever runs Rostrum installs it with: apt-get install"
        " libpango-1.0-0 libpangoft2-1.0-0 (macOS: brew install pango). Word, text and JSON work without it."
    ),
    "too-long": _("It would have more than thirty pages. Shorten the CV, then try again."),
    "busy": _("Many people make PDFs at the moment. Try again in half a minute."),
}
OTHERWISE = _("Try again. If it fails again, take the Word file, and tell whoever runs Rostrum.")


def page_of(sheet: Sheet, *, look: str, paper: str, title: str, styles: list[str]) -> str:
    context = {"sheet": sheet, "look": look, "paper": paper, "title": title, "styles": styles}
    return render_to_string("cv_analysis/resume/page.html", context)


def preview_of(resume: Resume, *, look: str, paper: str, title: str) -> str:
    """The CV as a page for the screen; what a PDF shows, apart from where pages end."""
    styles = [static(f"cv_analysis/resume/{name}") for name in style_names(look)]
    return page_of(sheet_of(resume), look=look, paper=paper, title=title, styles=styles)


def exported(resume: Resume, *, kind: str, look: str, paper: str, title: str) -> bytes:
    """The CV as a file of that kind; raises NoPdfError."""
    if kind == "json":
        return json.dumps(resume_to_json(resume), ensure_ascii=False, indent=2).encode()
    sheet = sheet_of(resume)
    if kind == "txt":
        return as_text(sheet).encode()
    if kind == "docx":
        return as_docx(sheet, look=look, paper=paper, title=title)
    page = page_of(sheet, look=look, paper=paper, title=title, styles=printed_styles(look))
    try:
        return pdf_of(page, printed_files(look, _fonts()))
    except PdfError as error:
        raise NoPdfError(ADVICE.get(error.code, OTHERWISE)) from error


def _fonts() -> dict[str, Path]:
    """The product's fonts, as far as they are built."""
    found: dict[str, Any] = {f"{name}.woff2": finders.find(f"fonts/{name}.woff2") for name in FONTS}
    return {name: Path(path) for name, path in found.items() if path}
