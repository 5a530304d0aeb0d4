"""Which candidates go when a workspace keeps nobody for ever."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Expiring
from apps.hiring.models import Application, Candidate, CandidateQuerySet, Job, Note, Result
from apps.hiring.services import delete_candidates


def _without_hope() -> CandidateQuerySet:
    """People for whom no job is open any more."""
    mine = Application.objects.filter(candidate_id=OuterRef("pk"))
    return Candidate.objects.present().exclude(Exists(mine.exclude(job__status=Job.Status.CLOSED)))


def untouched(before: datetime) -> Expiring:
    """Whom nobody has touched since, and for whom no job is open."""
    rows = _without_hope().filter(updated_at__lt=before)
    for model in (Application, Note, Result):
        # What is written about a person is a touch, too.
        rows = rows.exclude(Exists(model._default_manager.filter(candidate_id=OuterRef("pk"), updated_at__gte=before)))
    rows = rows.order_by("updated_at")
    return Expiring("candidates", _("Candidates"), rows, delete_candidates)


def after_closing(before: datetime) -> Expiring:
    """Who applied only for jobs of which the last was closed before."""
    mine = Application.objects.filter(candidate_id=OuterRef("pk"))
    late = mine.filter(Q(job__closed_at__gte=before) | Q(applied_at__gte=before))
    rows = _without_hope().filter(Exists(mine)).exclude(Exists(late))
    return Expiring("candidates_after_closing", _("Candidates of closed jobs"), rows.order_by("pk"), delete_candidates)
