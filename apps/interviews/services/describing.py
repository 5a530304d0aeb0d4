"""What people say of themselves for the report over groups: kept apart, and taken back whenever they like."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.problems import MissingError
from apps.interviews.models import SelfDescription, Session
from apps.interviews.voluntary import keys_of


def may_describe(session: Session) -> bool:
    """After an assessment: nobody is asked while anything is still judged."""
    return not session.is_practice and session.is_over and session.candidate_id is not None


def description_of(session: Session) -> SelfDescription | None:
    """What the person said; for themselves only."""
    if session.candidate_id is None:
        return None
    return SelfDescription.objects.filter(pk__in=list(keys_of(session.candidate_id))).first()


@transaction.atomic
def describe_oneself(session: Session, *, sex: str, ethnicity: str) -> None:
    """Keep what the person says, or nothing where they would rather not; it is not written into the log who did."""
    if not may_describe(session) or session.candidate_id is None:
        raise MissingError(_("This is asked after an interview that a company asked for."))
    keys = list(keys_of(session.candidate_id))
    SelfDescription.objects.filter(pk__in=keys).delete()
    if sex or ethnicity:
        SelfDescription.objects.create(key=keys[0], sex=sex, ethnicity=ethnicity)


@transaction.atomic
def note_export() -> None:
    """Write into the log that the rates left the workspace."""
    record("interviews.fairness-exported")
