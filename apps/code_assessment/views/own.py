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
from apps.code_assessment import services, try_outs
from apps.code_assessment.models import Problem
from apps.code_assessment.own_forms import ImportForm, ProblemForms
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
    forms = ProblemForms(request.POST if request.method == "POST" else None, problem)
    if forms.form.is_bound and forms.are_valid():
        try:
            saved = services.write_problem(
                member(request),
                forms.content(),
                is_for_assessments=forms.form.cleaned_data["is_for_assessments"],
                problem=problem,
            )
        except ProblemError as problem_error:
            forms.form.add_error(None, said(problem_error))
        else:
            messages.success(request, _("Saved. The reference solution is run on all tests now."))
            return redirect("code_assessment:problem", str(saved.pk))
    context = {**forms.context, "own": problem, **rights_of(member(request))}
    status = UNFIT if forms.form.errors else HTTPStatus.OK
    return render(request, "code_assessment/own_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def try_out(request: PersonRequest) -> HttpResponse:
    """Run the reference solution on the tests as they are typed, and say how far that is; nothing is saved."""
    membership = member(request)
    faults: list[str] = []
    found = None
    if request.method == "POST":
        forms = ProblemForms(request.POST, None)
        faults = forms.faults_to_try()
        if not faults:
            try:
                found = services.try_out_problem(membership, forms.content())
            except ProblemError as problem:
                faults = [said(problem)]
    elif (found := try_outs.kept(membership.pk, request.GET.get("id", ""))) is None:
        faults = [_("This try-out is over and forgotten. Try it again.")]
    return render(request, "code_assessment/partials/own_try_out.html", {"try_out": found, "faults": faults})


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
