"""The page on which people correct what was read in a CV."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.problems import ProblemError
from apps.cv_analysis import correcting
from apps.cv_analysis.correct_form import Shown, lists_of, shown_corrections, singles_of, typed_changes
from apps.cv_analysis.models import Cv
from apps.cv_analysis.queries import cvs_for, laid_over, with_progress
from apps.cv_analysis.scoring.corrections import Corrected
from apps.cv_analysis.views import NotReadYetError

CORRECT = "cv_analysis.correct"


def _cv(request: PersonRequest, pk: str) -> Cv:
    membership = require_right(request.membership, CORRECT)
    return with_progress([get_object_or_404(cvs_for(membership), pk=pk)])[0]


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(CORRECT)
def correct(request: PersonRequest, pk: str) -> HttpResponse:
    """Every field and every record as it counts now; what is sent is laid over it."""
    cv = _cv(request, pk)
    analysis = cv.analysis
    if analysis is None or cv.is_working:
        raise NotReadYetError(_("Open the CV to see how far its reading is."))
    laid = laid_over(analysis)
    refused = None
    if request.method == "POST":
        try:
            count = _take(request, cv, laid.findings)
        except ProblemError as problem:
            messages.error(request, f"{problem.title} {problem.detail}")
            refused = problem
        else:
            said = _("Corrected. Scores and matches follow.") if count else _("Nothing was changed.")
            messages.success(request, said)
            return redirect("cv_analysis:correct", cv.pk)
    typed = request.POST if refused else None
    context = {
        "cv": cv,
        "singles": singles_of(laid.findings, typed),
        "lists": lists_of(laid.findings, typed),
        "corrections": _shown(cv, laid),
    }
    status = refused.status if refused else HTTPStatus.OK
    return render(request, "cv_analysis/correct.html", context, status=status)


def _shown(cv: Cv, laid: Corrected) -> list[Shown]:
    rows = list(cv.corrections.select_related("member"))
    people = [str(row.member or row.get_by_display()) for row in rows]
    return shown_corrections(
        laid, people, lambda number: reverse("cv_analysis:correction_undo", args=(cv.pk, rows[number].pk))
    )


def _take(request: PersonRequest, cv: Cv, findings: dict[str, Any]) -> int:
    """Lay what was sent over the findings; says how many corrections that were."""
    membership = require_right(request.membership, CORRECT)
    changes = typed_changes(request.POST, findings)
    # All before any: a form is taken as a whole or not at all.
    for one in changes:
        correcting.refuse_misfit(one)
    for one in changes:
        correcting.correct_cv(cv, by=membership, path=one.path, action=one.action, value=one.value, target=one.target)
    return len(changes)


@require_POST
@needs_right(CORRECT)
def undo(request: PersonRequest, pk: str, correction: str) -> HttpResponse:
    """What was read counts again."""
    cv = _cv(request, pk)
    correcting.undo_correction(get_object_or_404(cv.corrections.select_related("cv"), pk=correction))
    messages.success(request, _("Taken back. What was read counts again."))
    return redirect("cv_analysis:correct", cv.pk)
