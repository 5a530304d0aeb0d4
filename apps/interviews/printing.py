"""The report of an interview as a PDF: tagged, with its language and title, and without anything from elsewhere."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.pdf import PdfError, pdf_of
from apps.interviews.models import Session
from apps.interviews.presenting import ResultPage
from apps.interviews.services.problems import NoPdfError

# Where the style and the fonts seem to lie; nobody ever asks that host.
BASE = "http://report.invalid/static"
STYLE = "interviews/report.css"
FONTS = ("fonts/inter-latin.woff2", "fonts/inter-latin-ext.woff2")
ADVICE = {
    "no-pango": _(
        "This machine lacks the library that lays out text. Whoever runs Rostrum installs it with: apt-get install"
        " libpango-1.0-0 libpangoft2-1.0-0 (macOS: brew install pango). The page can be printed without it."
    ),
    "too-long": _("It would have more than thirty pages. Print the page instead."),
    "busy": _("Many people make PDFs at the moment. Try again in half a minute."),
}
OTHERWISE = _("Try again. If it fails again, print the page, and tell whoever runs Rostrum.")


def report_as_html(session: Session, *, is_shared: bool = False) -> str:
    """The page that becomes the PDF, in the reader's language."""
    context = {
        "session": session,
        "result": ResultPage(session),
        "is_shared": is_shared,
        "made_at": timezone.now(),
        "language": get_language(),
        "style": f"{BASE}/{STYLE}",
    }
    return render_to_string("interviews/printed/report.html", context)


def report_as_pdf(session: Session, *, is_shared: bool = False) -> bytes:
    """The report as a file to be kept; raises NoPdfError."""
    try:
        return pdf_of(report_as_html(session, is_shared=is_shared), _files())
    except PdfError as error:
        raise NoPdfError(ADVICE.get(error.code, OTHERWISE)) from error


def pdf_name(session: Session) -> str:
    return f"{slugify(session.title) or 'interview'}.pdf"


def _files() -> dict[str, Path]:
    """What the page may use, by address: its style, and the product's fonts as far as they are built."""
    found: dict[str, Any] = {name: finders.find(name) for name in (STYLE, *FONTS)}
    return {f"{BASE}/{name}": Path(path) for name, path in found.items() if path}
