"""Which interviews go when a workspace keeps nothing for ever."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Expiring
from apps.interviews.models import CoachTurn, Question, SkillProgress
from apps.interviews.models.sessions import Session, SessionQuerySet
from apps.interviews.services.erasing import delete_progress, delete_sessions


def _untouched(rows: SessionQuerySet, before: datetime) -> SessionQuerySet:
    """Neither moved on, answered, evaluated nor reviewed since, nor spoken about with the coach."""
    touched = Question.objects.filter(session_id=OuterRef("pk"), updated_at__gte=before)
    spoken = CoachTurn.objects.filter(session_id=OuterRef("pk"), updated_at__gte=before)
    untouched = rows.filter(updated_at__lt=before).exclude(Exists(touched)).exclude(Exists(spoken))
    return untouched.select_related("candidate").order_by("updated_at")


def expiring_practice(before: datetime) -> Expiring:
    """Practice that nobody has touched since then, with its answers."""
    rows = _untouched(Session.objects.practice(), before)
    return Expiring("practice_interviews", _("Practice interviews"), rows, delete_sessions)


def expiring_assessments(before: datetime) -> Expiring:
    """Assigned interviews that nobody has touched since then, with what they left on candidates' records."""
    rows = _untouched(Session.objects.assessments(), before)
    return Expiring("assigned_interviews", _("Assigned interviews"), rows, delete_sessions)


def expiring_progress(before: datetime) -> Expiring:
    """Practice areas without an answer since then."""
    rows = SkillProgress.objects.filter(updated_at__lt=before).order_by("updated_at")
    return Expiring("practice_areas", _("Practice areas"), rows, delete_progress)
