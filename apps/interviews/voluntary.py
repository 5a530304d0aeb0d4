"""Where a candidate's voluntary statement lies, and the people of the report over groups, without their names."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.core.scope import current_tenant
from apps.hiring.models import Stage
from apps.hiring.models.applications import StageChange
from apps.interviews.fairness import Assessed
from apps.interviews.models import SelfDescription, Session

DAYS = 365
SALT = "interviews.self-description"


def keys_of(candidate_id: UUID) -> Iterator[str]:
    """Where the candidate's statement lies: by the secret key of today, then by older ones."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        said = f"{current_tenant().pk}:{candidate_id}"
        yield salted_hmac(SALT, said, secret=secret, algorithm="sha256").hexdigest()


def assessed_people() -> list[Assessed]:
    """Whom assessments of the last DAYS days scored, once each with the last score, in no order that tells who it is.

    Selected is who came into a stage of kind offer or hired, for the job of the interview if it was for one.
    """
    since = timezone.now() - timedelta(days=DAYS)
    sessions = (
        Session.objects.assessments()
        .filter(state=Session.State.COMPLETED, score__isnull=False, candidate__isnull=False, ended_at__gte=since)
        .order_by("candidate_id", "-ended_at")
        .distinct("candidate_id")
        .values_list("candidate_id", "job_id", "score")
    )
    chosen = StageChange.objects.filter(to_stage__kind__in=(Stage.Kind.OFFER, Stage.Kind.HIRED))
    pairs = set(chosen.values_list("application__candidate_id", "application__job_id"))
    anywhere = {candidate for candidate, _job in pairs}
    said = {one.pk: one for one in SelfDescription.objects.all()}
    people = []
    for candidate, job, score in sessions:
        own = next((said[key] for key in keys_of(candidate) if key in said), SelfDescription())
        is_selected = (candidate, job) in pairs if job else candidate in anywhere
        people.append(Assessed(score or 0, is_selected, sex=own.sex, ethnicity=own.ethnicity))
    return sorted(people, key=lambda one: (one.sex, one.ethnicity, one.score, one.is_selected))
