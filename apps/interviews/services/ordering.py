"""Orders for questions that a language model writes: rows and their tasks, nothing that takes time."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import require_right
from apps.ai.base import Failure
from apps.ai.breaker import CACHE_ERRORS
from apps.ai.queries import is_answering
from apps.core.queue import later
from apps.core.scope import current_tenant
from apps.interviews.bank import EDIT
from apps.interviews.configuration import Setup
from apps.interviews.models import Question, Session, WritingOrder
from apps.interviews.models.writing import due
from apps.interviews.services.problems import BeingWrittenError, NoProviderError
from apps.interviews.writing import PROMPT, Brief

HOUR_SECONDS = 3600
# Of one person; each costs the workspace's budget a little.
MOST_AN_HOUR = 40
OFTEN = "too-often"
KEPT = timedelta(days=30)
State = WritingOrder.State


def order_for_session(session: Session, questions: Sequence[Question], *, is_again: bool = False) -> WritingOrder:
    """Have these questions of a practice interview written anew; where nobody can, the order says why at once."""
    setup = Setup.from_json(session.setup)
    brief = Brief(
        role=setup.role,
        level=setup.level,
        kinds=dict(Counter(one.kind for one in questions)),
        interview=setup.kind,
        tone=setup.tone,
        focus=setup.focus,
        job=session.job.title if session.job else "",
        job_skills=setup.job_skills,
        works=setup.works,
    )
    failure = "" if is_answering(current_tenant()) else Failure.NO_PROVIDER.value
    if not failure and not _has_share_left(session):
        failure = OFTEN
    fresh = {
        "ordered_by_id": session.member_id,
        "brief": brief.to_json(),
        "questions": [str(one.pk) for one in questions],
        "is_again": is_again,
        "number": len(questions),
        "written": 0,
        "state": State.FAILED if failure else State.WAITING,
        "due_at": due(),
        "failure": failure,
        "engine": "",
        "prompt": PROMPT,
    }
    order, _is_new = WritingOrder.objects.update_or_create(session=session, defaults=fresh)
    if not failure:
        later("interviews.write_questions", order_id=order.pk)
    return order


def _has_share_left(session: Session) -> bool:
    key = f"interviews-writing:{session.member_id}"
    try:
        cache.add(key, 0, timeout=HOUR_SECONDS)
        return bool(cache.incr(key) <= MOST_AN_HOUR)
    except (*CACHE_ERRORS, ValueError):
        # A cache that is gone limits nobody; the budget of the month still does.
        return True


def check_not_writing(session: Session) -> None:
    """BeingWrittenError while questions of the interview are being written."""
    order = WritingOrder.objects.filter(session=session).first()
    if order is not None and order.is_waiting:
        raise BeingWrittenError(_("Wait until they are there, or start with questions of the library."))


@transaction.atomic
def order_drafts(by: Membership, brief: Brief) -> WritingOrder:
    """Have questions written for the bank; they come in as shared ones that wait for a review."""
    require_right(by, EDIT)
    if not is_answering(current_tenant()):
        raise NoProviderError(_("An owner or admin can add one in the settings."))
    WritingOrder.objects.filter(session=None, created_at__lt=timezone.now() - KEPT).delete()
    order = WritingOrder.objects.create(ordered_by_id=by.pk, brief=brief.to_json(), number=brief.number, prompt=PROMPT)
    later("interviews.write_questions", order_id=order.pk)
    return order
