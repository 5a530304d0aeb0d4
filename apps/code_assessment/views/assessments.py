"""Assessments of the workspace, and asking candidates for them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.forms import AskedFormSet, AssessmentForm, AssignForm, asked_in
from apps.code_assessment.listing import AssessmentListing, lines_for
from apps.code_assessment.models import Assessment
from apps.code_assessment.views.asking import ASSIGN, EDIT, PRACTISE, REVIEW, UNFIT, list_page, member, rights_of, said
from apps.core.problems import ProblemError
from apps.hiring.models import Candidate


@require_GET
@needs_right(REVIEW)
def index(request: PersonRequest) -> HttpResponse:
    """Those that are offered."""
    rows = Assessment.objects.filter(is_archived=False)
    return list_page(request, AssessmentListing(rows, request.GET), "assessments.html")


def _assessment(pk: str) -> Assessment:
    return get_object_or_404(Assessment, pk=pk)


@require_GET
@needs_right(REVIEW)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """Its problems and terms."""
    found = _assessment(pk)
    lines = {one.key: one for one in lines_for(member(request))}
    rows = [(lines.get(one["key"]), one["key"], one["points"]) for one in found.problems]
    context = {"assessment": found, "rows": rows, **rights_of(member(request))}
    return render(request, "code_assessment/assessment.html", context)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def new(request: PersonRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    return _form(request, _assessment(pk))


def _form(request: PersonRequest, assessment: Assessment | None) -> HttpResponse:
    membership = member(request)
    lines = [one for one in lines_for(membership) if one.own is None or one.own.is_askable]
    sent = request.POST if request.method == "POST" else None
    form = AssessmentForm(sent, initial=AssessmentForm.initial_of(assessment))
    initial = list(assessment.problems) if assessment else []
    asked = AskedFormSet(sent, initial=initial, form_kwargs={"lines": lines})
    if sent is not None and all([form.is_valid(), asked.is_valid()]):
        try:
            saved = services.write_assessment(membership, form.wanted(asked_in(asked)), assessment=assessment)
        except ProblemError as problem:
            form.add_error("title" if problem.status == HTTPStatus.CONFLICT else None, said(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("code_assessment:assessment", saved.pk)
    elif asked.is_bound and not asked.is_valid():
        form.add_error(None, _("Look at the problems: something in them cannot be."))
    context = {"form": form, "asked": asked, "own": assessment, **rights_of(membership)}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "code_assessment/assessment_form.html", context, status=status)


@require_POST
@needs_right(REVIEW, post=EDIT)
def archive(request: PersonRequest, pk: str) -> HttpResponse:
    """Offer it no more."""
    found = _assessment(pk)
    services.archive_assessment(found)
    messages.success(request, _("“%(title)s” is archived.") % {"title": found.title})
    return redirect("code_assessment:assessments")


@require_POST
@needs_right(REVIEW, post=PRACTISE)
def trial(request: PersonRequest, pk: str) -> HttpResponse:
    """Take it oneself, to see what candidates will see."""
    found = _assessment(pk)
    try:
        occasion = services.Occasion(assessment=found)
        attempt = services.prepare_attempt(
            member(request), services.setup_of(found), title=found.title, occasion=occasion
        )
    except ProblemError as problem:
        messages.error(request, said(problem))
        return redirect("code_assessment:assessment", pk)
    return redirect("code_assessment:attempt", attempt.pk)


@require_http_methods(["GET", "POST"])
@needs_right(ASSIGN)
def assign(request: PersonRequest, candidate_id: str) -> HttpResponse:
    """Ask a candidate for an assessment."""
    candidate = get_object_or_404(Candidate.objects.present(), pk=candidate_id)
    applications = candidate.applications.select_related("job").order_by("-applied_at")
    form = AssignForm(request.POST or None, applications=applications)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_assessment(candidate, by=member(request), order=form.order())
            messages.success(request, _("%(name)s is asked for an assessment.") % {"name": candidate})
            return redirect("hiring:candidate", candidate.pk)
        except ProblemError as problem:
            form.add_error(None, said(problem))
    status = UNFIT if form.errors else HTTPStatus.OK
    has_some = Assessment.objects.filter(is_archived=False).exists()
    context = {"form": form, "candidate": candidate, "has_some": has_some, **rights_of(member(request))}
    return render(request, "code_assessment/assign.html", context, status=status)
