"""The problems that there are for somebody: the library's, and the workspace's own."""

from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.code_assessment.content import Content
from apps.code_assessment.library import problem as library_problem
from apps.code_assessment.models import Problem
from apps.core.ids import is_uuid
from apps.core.problems import MissingError
from apps.core.scope import current_schema

EDIT = "code_assessment.edit"


@cache
def library_content(slug: str) -> Content | None:
    found = library_problem(slug)
    return Content.of_library(found) if found else None


def own_of(key: str) -> Problem | None:
    return Problem.objects.filter(pk=UUID(key)).first() if is_uuid(key) else None


def content_of(key: str, version: str = "") -> Content:
    """The problem of that key, in the version asked for where it is still known; MissingError when there is none."""
    if shipped := library_content(key):
        return shipped
    own = own_of(key)
    if own is None:
        raise MissingError(_("This problem is not there any more."))
    current = Content.from_json(own.content)
    if version and version != current.version:
        known = (Content.from_json(row["content"]) for row in reversed(own.earlier))
        return next((one for one in known if one.version == version), current)
    return current


def scope_of(key: str) -> str:
    """Where generated tests of the problem lie: nowhere in particular for the library's."""
    return "" if library_content(key) else current_schema()


def own_problems_for(membership: Membership) -> "list[Problem]":
    """What writers of problems may see is everything; others see what was approved and may be practised."""
    rows = Problem.objects.select_related("made_by")
    if has_right(membership, EDIT):
        return list(rows)
    return list(rows.filter(state=Problem.State.APPROVED, is_for_assessments=False))


def problem_for(membership: Membership, key: str) -> tuple[Content, Problem | None]:
    """A problem that the member may practise or edit; MissingError otherwise."""
    if shipped := library_content(key):
        return shipped, None
    own = own_of(key)
    if own is None or not (has_right(membership, EDIT) or (own.is_askable and not own.is_for_assessments)):
        raise MissingError(_("Look for the problem in the list."))
    return Content.from_json(own.content), own
