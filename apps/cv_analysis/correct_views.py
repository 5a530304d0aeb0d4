"""The page on which people correct what was read in a CV."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.problems import ProblemError
from apps.cv_analysis import correcting
from apps.cv_analysis.correct_form import (
    RECORDS,
    changed_singles,
    lists_of,
    shown_corrections,
    singles_of,
    typed_record,
)
from apps.cv_analysis.models import Cv
from apps.cv_analysis.queries import cvs_for, laid_over, with_progress
from apps.cv_analysis.scoring.corrections import ADD, REMOVE, SET
from apps.cv_analysis.views import NotReadYetError

CORRECT = "cv_analysis.correct"
LONGEST_TARGET = 20_000


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
    if request.method == "POST":
        try:
            count = _take(request, cv, laid.findings)
        except ProblemError as problem:
            messages.error(request, f"{problem.title} {problem.detail}")
        else:
            said = _("Corrected. Scores and matches follow.") if count else _("Nothing was changed.")
            messages.success(request, said)
        return redirect("cv_analysis:correct", cv.pk)
    context = {
        "cv": cv,
        "singles": singles_of(laid.findings),
        "lists": lists_of(laid.findings),
        "corrections": shown_corrections(cv, laid),
    }
    return render(request, "cv_analysis/correct.html", context)


def _take(request: PersonRequest, cv: Cv, findings: dict[str, Any]) -> int:
    """Lay what was sent over the findings; says how many corrections that were."""
    membership = require_right(request.membership, CORRECT)
    name = request.POST.get("list", "")
    if name not in RECORDS:
        changes = changed_singles(request.POST, findings)
        for path, value in changes:
            correcting.correct_cv(cv, by=membership, path=path, action=SET if value else REMOVE, value=value)
        return len(changes)
    deed = request.POST.get("deed", "")
    value = typed_record(name, request.POST)
    is_empty = not (value if isinstance(value, str) else any(value.values()))
    if deed == ADD:
        if is_empty:
            return 0
        correcting.correct_cv(cv, by=membership, path=name, action=ADD, value=value)
        return 1
    target = _target(request.POST.get("target", ""))
    if deed == REMOVE or is_empty:
        correcting.correct_cv(cv, by=membership, path=name, action=REMOVE, target=target)
        return 1
    if _says_the_same(value, target):
        return 0
    correcting.correct_cv(cv, by=membership, path=name, action=SET, value=value, target=target)
    return 1


def _says_the_same(value: dict[str, Any] | str, target: dict[str, Any] | str) -> bool:
    if isinstance(value, str) or isinstance(target, str):
        return value == target
    return all(target.get(part) == said or not (target.get(part) or said) for part, said in value.items())


def _target(sent: str) -> dict[str, Any] | str:
    """The record that is meant, as the page showed it."""
    try:
        found = json.loads(sent[:LONGEST_TARGET])
    except ValueError:
        found = None
    if not isinstance(found, dict | str):
        raise correcting.CorrectionRefusedError(_("Load the page again, then try once more."))
    return found


@require_POST
@needs_right(CORRECT)
def undo(request: PersonRequest, pk: str, correction: str) -> HttpResponse:
    """What was read counts again."""
    cv = _cv(request, pk)
    correcting.undo_correction(get_object_or_404(cv.corrections.select_related("cv"), pk=correction))
    messages.success(request, _("Taken back. What was read counts again."))
    return redirect("cv_analysis:correct", cv.pk)
