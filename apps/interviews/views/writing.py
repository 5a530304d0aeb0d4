"""Having questions written for the bank: the order, and what came of it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.ai.queries import is_answering
from apps.core.problems import ProblemError
from apps.core.scope import current_tenant
from apps.interviews import services
from apps.interviews.bank import own_questions_for
from apps.interviews.models import WritingOrder
from apps.interviews.previewing import why_of
from apps.interviews.queries import jobs_for
from apps.interviews.services.writing import brief_of
from apps.interviews.views.asking import EDIT, member, rights_of
from apps.interviews.views.bank import UNFIT, said
from apps.interviews.writing_forms import WritingForm


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def order(request: PersonRequest) -> HttpResponse:
    """Say which questions are wanted; they come in as drafts that wait for a review."""
    membership = member(request)
    sent = request.POST if request.method == "POST" else None
    has_model = is_answering(current_tenant())
    form = WritingForm(sent, jobs=jobs_for(membership), has_model=has_model)
    if sent is not None and form.is_valid():
        try:
            made = services.order_drafts(membership, brief_of(form.cleaned_data))
        except ProblemError as problem:
            form.add_error(None, said(problem))
        else:
            return redirect("interviews:bank_written", made.pk)
    context = {"form": form, "has_model": has_model, **rights_of(membership)}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "interviews/bank/write.html", context, status=status)


@require_GET
@needs_right(EDIT)
def written(request: PersonRequest, pk: str) -> HttpResponse:
    """How far it is, then the drafts."""
    found = get_object_or_404(WritingOrder, pk=pk, session=None)
    if request.htmx and not found.is_waiting:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["HX-Refresh"] = "true"
        return response
    drafts = own_questions_for(member(request)).filter(pk__in=found.questions).order_by("created_at", "pk")
    context = {"order": found, "drafts": drafts, "why": why_of(found)}
    name = "partials/writing_bank.html" if request.htmx else "written.html"
    return render(request, f"interviews/bank/{name}", context)
