"""Deeds on assessments: write one, change it, put it away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.code_assessment.catalogue import library_content, own_of
from apps.code_assessment.content import Content
from apps.code_assessment.library import problems
from apps.code_assessment.models import Assessment
from apps.code_assessment.models.assessments import MOST_PROBLEMS
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.services.refusals import BadAssessmentError, TitleTakenError
from apps.code_assessment.setups import Asked, Setup

MOST_POINTS = 1000
# What is asked where nobody chose anything: one problem each, from the library, of these difficulties.
USUAL = ("easy", "medium")
USUAL_POINTS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an assessment shall be."""

    title: str
    problems: Sequence[Mapping[str, Any]]
    total_minutes: int
    description: str = ""
    languages: Sequence[str] = ()
    attempts: int = 1
    has_practice_round: bool = True


def write_assessment(membership: Membership, wanted: Wanted, *, assessment: Assessment | None = None) -> Assessment:
    """A new one, or another shape of one that there is; TitleTakenError where another one has its title."""
    row = assessment or Assessment(made_by_id=membership.pk)
    row.title, row.description, row.total_minutes = wanted.title, wanted.description, wanted.total_minutes
    row.problems = [_checked(one) for one in wanted.problems]
    row.languages = [name for name in LANGUAGES if name in wanted.languages]
    row.attempts, row.has_practice_round = wanted.attempts, wanted.has_practice_round
    if not 1 <= len(row.problems) <= MOST_PROBLEMS:
        raise BadAssessmentError(_("Choose one to %(n)s problems.") % {"n": MOST_PROBLEMS})
    if len({one["key"] for one in row.problems}) < len(row.problems):
        raise BadAssessmentError(_("A problem stands in it twice."))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise TitleTakenError(_("Choose another title, or change that one.")) from error
    return row


def _checked(one: Mapping[str, Any]) -> dict[str, Any]:
    key, points = str(one["key"]), int(one["points"])
    _content(key)
    if not 1 <= points <= MOST_POINTS:
        raise BadAssessmentError(_("A problem gives 1 to %(n)s points.") % {"n": MOST_POINTS})
    return {"key": key, "points": points}


def _content(key: str) -> Content:
    """Of the library, or approved in the workspace; BadAssessmentError otherwise."""
    if shipped := library_content(key):
        return shipped
    own = own_of(key)
    if own is None or not own.is_askable:
        raise BadAssessmentError(_("“%(key)s” is no problem that can be asked.") % {"key": key})
    return Content.from_json(own.content)


def setup_of(assessment: Assessment) -> Setup:
    """As it is asked today: with the version of each problem."""
    return Setup(
        problems=tuple(_asked(one["key"], int(one["points"])) for one in assessment.problems),
        total_minutes=assessment.total_minutes,
        languages=tuple(assessment.languages),
        has_practice_round=assessment.has_practice_round,
    )


def _asked(key: str, points: int) -> Asked:
    content = _content(key)
    return Asked(key, content.version, content.title, points)


def usual_setup() -> Setup:
    """What is asked where no assessment was chosen."""
    # Not everybody whom nobody chose anything for writes in the one language that a problem may ask for.
    found = sorted((one for one in problems().values() if not one.languages), key=lambda one: one.slug)
    usual = [next((one for one in found if one.difficulty == difficulty), found[0]) for difficulty in USUAL]
    chosen = {one.slug: one for one in usual}
    asked = tuple(_asked(slug, USUAL_POINTS) for slug in chosen)
    minutes = sum(one.expected_minutes for one in chosen.values())
    return Setup(problems=asked, total_minutes=minutes)


@transaction.atomic
def archive_assessment(assessment: Assessment) -> Assessment:
    """Offer it no more; whoever was asked for it takes it all the same."""
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not locked.is_archived:
        locked.is_archived = True
        locked.save(update_fields=["is_archived", "updated_at"])
        record("code_assessment.assessment-archived", target=locked, label=locked.title)
    return locked
