"""Interviews that companies ask for: assigning, holding, reviewing them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.problems import MissingError, ProblemError
from apps.hiring.models import Candidate
from apps.hiring.services import candidate_of_member
from apps.interviews import services
from apps.interviews.bank import shared_sets
from apps.interviews.configuration import Setup
from apps.interviews.forms import AssignForm, ReviewForm
from apps.interviews.models import AssignedInterview
from apps.interviews.queries import asked_of, sessions_of
from apps.interviews.views.asking import REVIEW, VIEW, member, seen_session


@require_http_methods(["GET", "POST"])
@needs_right(REVIEW)
def assign(request: PersonRequest, candidate_id: str) -> HttpResponse:
    """Ask a candidate for an interview."""
    candidate = get_object_or_404(Candidate.objects.present(), pk=candidate_id)
    applications = candidate.applications.select_related("job").order_by("-applied_at")
    form = AssignForm(request.POST or None, applications=applications, sets=list(shared_sets()))
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_interview(candidate, by=member(request), order=form.order())
            messages.success(request, _("%(name)s is asked for an interview.") % {"name": candidate})
            return redirect("hiring:candidate", candidate.pk)
        except ProblemError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "interviews/assign.html", {"form": form, "candidate": candidate}, status=status)


@require_http_methods(["GET", "POST"])
@needs_right(VIEW)
def assigned(request: PersonRequest, pk: str) -> HttpResponse:
    """What the candidate is asked for, the notice, and the ways on."""
    membership = member(request)
    rows = AssignedInterview.objects.select_related("assignment__candidate", "assignment__application__job")
    found = get_object_or_404(rows.filter(asked_of(membership)), assignment_id=pk)
    if request.method == "POST":
        if membership.is_candidate:
            candidate_of_member(membership.pk, name=membership.user.name, email=membership.user.email)
        if request.POST.get("deed") == "another-way":
            services.ask_for_another_way(found)
            messages.success(request, _("The company was told. It will get in touch with you."))
            return redirect("interviews:assigned", pk)
        if request.POST.get("deed") != "begin":
            raise MissingError
        return redirect("interviews:session", services.prepare_assigned(found, membership).pk)
    context = {
        "assigned": found,
        "assignment": found.assignment,
        "setup": Setup.from_json(found.setup),
        "left": services.attempts_left(found),
        "can_begin": found.assignment.state_now in found.assignment.PENDING,
        "sessions": sessions_of(membership).filter(assignment_id=pk),
    }
    return render(request, "interviews/assigned.html", context)


@require_POST
@needs_right(REVIEW)
def review(request: PersonRequest, pk: str) -> HttpResponse:
    """A person's score of an answer, with its reason."""
    session = seen_session(request, pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return redirect("interviews:session", pk)
    try:
        services.review_answer(session, by=member(request), **form.cleaned_data)
        messages.success(request, _("Your score is kept beside the estimate."))
    except ProblemError as problem:
        messages.error(request, f"{problem.title} {problem.detail}")
    return redirect("interviews:session", pk)
