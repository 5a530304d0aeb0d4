"""Deeds of correcting: what people know better than the reader, with all that follows from it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.cv_analysis.models import Correction, Cv
from apps.cv_analysis.people import refresh_candidate
from apps.cv_analysis.queries import findings_of
from apps.cv_analysis.scoring import corrections
from apps.cv_analysis.scoring.wording import say
from apps.cv_analysis.services import StillWorkingError, score_analysis

# More than anybody corrects by hand.
MOST = 500


class CorrectionRefusedError(ProblemError):
    code = "correction-refused"
    title = _("This cannot be taken as a correction.")
    status = 422


class TooManyCorrectionsError(ProblemError):
    code = "too-many-corrections"
    title = _("This CV has as many corrections as it can have.")
    status = 409


def refuse_misfit(one: corrections.Correction) -> None:
    """Raises CorrectionRefusedError for what cannot be laid over any findings."""
    if (why := corrections.refusal(one)) is not None:
        raise CorrectionRefusedError(say(why))


@transaction.atomic
def correct_cv(
    cv: Cv, *, by: Membership, path: str, action: str = corrections.SET, value: Any = None, target: Any = None
) -> Correction:
    """Lay what somebody says over what was read, now and at every later reading; scores and matches follow."""
    said_by = Correction.By.PERSON if by.is_candidate else Correction.By.STAFF
    one = corrections.Correction(path, action, value, target, said_by)
    refuse_misfit(one)
    locked = _locked(cv)
    if locked.corrections.count() >= MOST:
        raise TooManyCorrectionsError(_("Take back some that are not needed any more."))
    name = path.partition(".")[0]
    kept = corrections.of_record(name, target) if target is not None else None
    row = Correction.objects.create(
        cv=locked, path=path, action=action, value=value, target=kept, by=said_by, member_id=by.pk
    )
    # Which field, never what stands in it: the log cannot forget a person.
    record("cv.corrected", target=locked, note=f"{action} {path}")
    _follow(locked)
    return row


@transaction.atomic
def undo_correction(correction: Correction) -> None:
    """What was read counts again."""
    cv = _locked(correction.cv)
    record("cv.correction-undone", target=cv, note=f"{correction.action} {correction.path}")
    Correction.objects.filter(pk=correction.pk).delete()
    _follow(cv)


def _locked(cv: Cv) -> Cv:
    locked = Cv.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=cv.pk)
    if locked.is_waiting or locked.analysis is None:
        raise StillWorkingError(_("Wait for the result, then try again."))
    return locked


def _follow(cv: Cv) -> None:
    """Name, scores, record and matches as they are with the corrections of now."""
    analysis = cv.analyses.current().get()
    score_analysis(analysis)
    name = str((findings_of(analysis).get("name") or {}).get("value") or "")
    Cv.objects.filter(pk=cv.pk).update(candidate_name=name[:200], updated_at=timezone.now())
    if cv.candidate is not None:
        refresh_candidate(cv.candidate)
