"""For statements, verdicts and programs: {{ text|markdown }}, {{ verdict|verdict_title }}, {% editor_phrases %}."""

import json

from django import template
from django.utils.safestring import SafeString

from apps.code_assessment.colouring import CodeLine, lines_of
from apps.code_assessment.complaints import Complaint
from apps.code_assessment.differences import Row, line_by_line
from apps.code_assessment.models import Submission
from apps.code_assessment.presenting import complaints_of
from apps.code_assessment.readiness import readiness
from apps.code_assessment.reasons import reason_of
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.wording import DIFFICULTY_TITLES, EDITOR_PHRASES, VERDICT_HINTS, VERDICT_KINDS, VERDICT_TITLES
from apps.core import formats
from apps.core.markdown import to_html
from apps.core.modules import Text

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return to_html(text, deeper_by=2)


@register.filter
def verdict_title(verdict: str) -> Text:
    return VERDICT_TITLES.get(verdict, verdict)


@register.filter
def verdict_kind(verdict: str) -> str:
    """The kind of status that a verdict is shown as."""
    return VERDICT_KINDS.get(verdict, "error")


@register.filter
def verdict_hint(verdict: str) -> Text:
    return VERDICT_HINTS.get(verdict, "")


@register.filter
def difficulty_title(difficulty: str) -> Text:
    return DIFFICULTY_TITLES.get(difficulty, difficulty)


@register.filter
def language_title(name: str) -> str:
    language = LANGUAGES.get(name)
    return language.display_name if language else name


@register.simple_tag
def sandbox_refusal() -> str:
    """Why nothing is judged at the moment; empty when all is well."""
    return readiness().refusal


@register.filter
def lines(source: str, language: str) -> list[CodeLine]:
    """A program as numbered lines with coloured words."""
    return lines_of(source, language)


@register.filter
def mebibytes(kib: int | None) -> str:
    """Memory as people read it: 12.5 MiB, or 12,5 MiB."""
    return f"{formats.number((kib or 0) / 1024, 1)} MiB"


@register.filter
def reason(said: str) -> str:
    return reason_of(said)


@register.filter
def complaints(submission: Submission) -> list[Complaint]:
    return complaints_of(submission)


@register.filter
def beside(got: str, expected: str) -> list[Row]:
    """What was written beside what was expected, line by line."""
    return line_by_line(expected, got)


@register.simple_tag
def editor_phrases() -> str:
    """What the editor says of itself, for the page's script."""
    return json.dumps({name: str(text) for name, text in EDITOR_PHRASES.items()})
