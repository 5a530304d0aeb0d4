"""A program that was handed in, and what came of it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.models import Submission
from apps.code_assessment.presenting import Comparison, LookedAt
from apps.code_assessment.queries import MOST_SHOWN, comparable_with, submissions_for, with_place
from apps.code_assessment.views.asking import REVIEW, VIEW, member, rights_of, said
from apps.core.ids import is_uuid
from apps.core.problems import MissingError, ProblemError


def _seen(request: PersonRequest, pk: str) -> Submission:
    found = get_object_or_404(submissions_for(member(request)), pk=pk)
    return with_place(found)


def _comparison(found: Submission, others: "QuerySet[Submission]", wanted: str) -> Comparison | None:
    """With the program that was chosen, if one was; the older of both is the first."""
    if not wanted:
        return None
    if not is_uuid(wanted):
        raise MissingError
    return Comparison.of(found, get_object_or_404(others, pk=wanted))


@require_GET
@needs_right(VIEW)
def submission(request: PersonRequest, pk: str) -> HttpResponse:
    """The program with its verdict."""
    found = _seen(request, pk)
    membership = member(request)
    others = comparable_with(found, membership)
    context = {
        "submission": found,
        "part": LookedAt(found),
        "is_own": found.member_id == membership.pk,
        "others": others[:MOST_SHOWN],
        "comparison": _comparison(found, others, request.GET.get("compare", "")),
        **rights_of(membership),
    }
    return render(request, "code_assessment/submission.html", context)


@require_GET
@needs_right(VIEW)
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """How far the judge is; the page asks while it waits."""
    return render(request, "code_assessment/partials/result.html", {"submission": _seen(request, pk)})


@require_POST
@needs_right(VIEW, post=REVIEW)
def rejudge(request: PersonRequest, pk: str) -> HttpResponse:
    """Judge it again by the problem as it is today."""
    try:
        services.rejudge(_seen(request, pk), by=member(request))
        messages.success(request, _("It is judged again."))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("code_assessment:submission", pk)
