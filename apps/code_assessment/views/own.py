"""Problems of the workspace's own: write them, have them looked at, take them along."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.content import Content
from apps.code_assessment.models import Problem
from apps.code_assessment.own_forms import (
    CaseFormSet,
    ImportForm,
    LimitFormSet,
    ProblemForm,
    cases_of,
    limits_in,
    limits_of,
    tests_in,
)
from apps.code_assessment.versions import compared, versions_of
from apps.code_assessment.views.asking import EDIT, UNFIT, VIEW, member, rights_of, said
from apps.core.problems import MissingError, ProblemError


def _own(pk: str) -> Problem:
    return get_object_or_404(Problem.objects.select_related("made_by", "written_by", "reviewed_by"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def new(request: PersonRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    return _form(request, _own(pk))


def _form(request: PersonRequest, problem: Problem | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = ProblemForm(sent, initial=ProblemForm.initial_of(problem))
    cases = CaseFormSet(sent, initial=cases_of(problem))
    limits = LimitFormSet(sent, initial=limits_of(problem), prefix="limits")
    if sent is not None and all([form.is_valid(), cases.is_valid(), limits.is_valid()]):
        before = Content.from_json(problem.content) if problem else None
        try:
            content = form.content(tests_in(cases), before, limits_in(limits))
            saved = services.write_problem(
                member(request),
                content,
                is_for_assessments=form.cleaned_data["is_for_assessments"],
                problem=problem,
            )
        except ProblemError as problem_error:
            form.add_error(None, said(problem_error))
        else:
            messages.success(request, _("Saved. The reference solution is run on all tests now."))
            return redirect("code_assessment:problem", str(saved.pk))
    elif cases.is_bound and not cases.is_valid():
        form.add_error(None, _("Look at the tests: something in them cannot be."))
    elif limits.is_bound and not limits.is_valid():
        form.add_error(None, _("Look at the limits of the languages: one of them cannot be."))
    context = {"form": form, "cases": cases, "limits": limits, "own": problem, **rights_of(member(request))}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "code_assessment/own_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def import_problem(request: PersonRequest) -> HttpResponse:
    """From a file that an export wrote."""
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            saved = services.write_problem(member(request), form.cleaned_data["file"])
        except ProblemError as problem:
            form.add_error(None, said(problem))
        else:
            messages.success(request, _("Imported. The reference solution is run on all tests now."))
            return redirect("code_assessment:problem", str(saved.pk))
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "code_assessment/import.html", {"form": form}, status=status)


@require_GET
@needs_right(EDIT)
def export(request: PersonRequest, pk: str) -> HttpResponse:
    """Everything that the problem is, with its hidden tests: for writers only."""
    problem = _own(pk)
    body = json.dumps(problem.content, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="problem-{problem.pk}.json"'
    return response


@require_GET
@needs_right(EDIT)
def check(request: PersonRequest, pk: str) -> HttpResponse:
    """What the check of the reference solution says; the page asks while it waits."""
    return render(request, "code_assessment/partials/own_state.html", {"own": _own(pk), **rights_of(member(request))})


@require_GET
@needs_right(EDIT)
def versions(request: PersonRequest, pk: str) -> HttpResponse:
    """What stood there, and what two of them have different."""
    problem = _own(pk)
    known = versions_of(problem)
    found = compared(known, request.GET.get("one", ""), request.GET.get("other", ""))
    context = {"own": problem, "versions": known, "compared": found}
    return render(request, "code_assessment/versions.html", context)


@require_POST
@needs_right(VIEW, post=EDIT)
def deed(request: PersonRequest, pk: str) -> HttpResponse:
    """Run the reference again, hand in, approve, send back, archive."""
    problem = _own(pk)
    do = services.PROBLEM_DEEDS.get(request.POST.get("deed", ""))
    if do is None:
        raise MissingError
    try:
        do(problem, member(request))
        messages.success(request, _("Done."))
    except ProblemError as problem_error:
        messages.error(request, said(problem_error))
    return redirect("code_assessment:problem", str(problem.pk))
