"""The words of any document that the reader of CVs can open, for whoever asks for a text and not for a CV."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.problems import ProblemError
from apps.cv_analysis.parsing import extract
from apps.cv_analysis.parsing.sniff import UnreadableError
from apps.cv_analysis.parsing.statuses import ERROR_CODES, STATUSES


class DocumentError(ProblemError):
    code = "document-unreadable"
    title = gettext_lazy("This file could not be read.")
    status = 422


def text_of(path: Path) -> str:
    """The text page by page; read in a process of its own that can be stopped."""
    try:
        extraction, _has_pages = extract(path)
    except UnreadableError as error:
        status = STATUSES[ERROR_CODES.get(error.code, "corrupt")]
        raise DocumentError(_(status.advice)) from error
    text = "\n\n".join(extraction.pages).strip()
    if not text:
        scanned = STATUSES["needs_ocr"]
        raise DocumentError(_(scanned.advice))
    return text
