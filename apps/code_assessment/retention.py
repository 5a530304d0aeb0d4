"""Which programs go when a workspace keeps nothing for ever."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.code_assessment.models import Attempt, Draft, ProblemProgress, Submission
from apps.code_assessment.services.erasing import (
    delete_attempts,
    delete_drafts,
    delete_progress,
    delete_submissions,
)
from apps.core.modules import Expiring


def expiring_programs(before: datetime) -> Expiring:
    """Programs of practice that nobody has touched since then."""
    rows = Submission.objects.filter(attempt=None, updated_at__lt=before).order_by("updated_at")
    return Expiring("code_programs", _("Programs of practice"), rows, delete_submissions)


def expiring_drafts(before: datetime) -> Expiring:
    """What has stood in editors of practice since then."""
    rows = Draft.objects.filter(attempt=None, updated_at__lt=before).order_by("updated_at")
    return Expiring("code_drafts", _("Drafts of programs"), rows, delete_drafts)


def expiring_attempts(before: datetime) -> Expiring:
    """Assessments in which nothing has happened since then, with what they left on candidates' records."""
    touched = Submission.objects.filter(attempt_id=OuterRef("pk"), updated_at__gte=before)
    rows = Attempt.objects.filter(updated_at__lt=before).exclude(Exists(touched))
    return Expiring(
        "code_attempts",
        _("Code assessments"),
        rows.select_related("candidate").order_by("updated_at"),
        delete_attempts,
    )


def expiring_progress(before: datetime) -> Expiring:
    """Progress of problems without a submission since then."""
    rows = ProblemProgress.objects.filter(updated_at__lt=before).order_by("updated_at")
    return Expiring("code_progress", _("Progress of problems"), rows, delete_progress)
