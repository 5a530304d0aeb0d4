"""A CV of the builder as a file to be kept."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from apps.core.problems import MissingError
from apps.cv_analysis.builder.looks import FORMATS
from apps.cv_analysis.models import Resume
from apps.cv_analysis.rendering import exported
from apps.cv_analysis.resumes import content_of


class NoSuchFormatError(MissingError):
    title = _("A CV cannot be taken away in this format.")


def file_of(resume: Resume, kind: str) -> HttpResponse:
    """The CV as a file of that kind, to be kept."""
    if kind not in FORMATS:
        raise NoSuchFormatError(_("There are PDF, Word, text and JSON Resume."))
    content = content_of(resume)
    title = (
        f"{content.name} \u2013 {resume.title}" if content.name and content.name not in resume.title else resume.title
    )
    data = exported(content, kind=kind, look=resume.look, paper=resume.paper, title=title)
    response = HttpResponse(data, content_type=FORMATS[kind].content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(resume.title) or "cv"}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
