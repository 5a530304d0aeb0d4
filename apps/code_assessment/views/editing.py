"""What an editor sends, whether it stands in a practice problem or in an assessment."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from apps.accounts.middleware import PersonRequest
from apps.code_assessment import services
from apps.code_assessment.beside import pairs
from apps.code_assessment.forms import EditorForm
from apps.code_assessment.models import Submission
from apps.code_assessment.presenting import ProblemPage
from apps.code_assessment.queries import with_place
from apps.code_assessment.views.asking import UNFIT, member, rights_of, said
from apps.core.problems import ProblemError
from apps.core.templatetags.formats import clock


def sent(request: PersonRequest) -> dict[str, Any]:
    """The editor's fields; what does not fit is refused by the services with words."""
    form = EditorForm(request.POST)
    form.is_valid()
    rows = pairs(request.POST.getlist("file_name"), request.POST.getlist("file_text"))
    return {**dict.fromkeys(form.fields, ""), **form.cleaned_data, "files": rows}


def _key(data: dict[str, Any], *, is_run: bool) -> str:
    """The same for what is sent twice from one form; another program, or another deed, is another one."""
    if not data["key"]:
        return ""
    parts = [data["key"], "run" if is_run else "submit", data["language"], data["answer"], data["own_input"]]
    parts += [part for row in data["files"] for part in row]
    return sha256("\0".join(parts).encode()).hexdigest()


def _save(page: ProblemPage, data: dict[str, Any]) -> int:
    return services.save_draft(
        page.membership,
        page.key,
        language=data["language"],
        text=data["answer"],
        version=data["version"] or 0,
        attempt=page.attempt,
        files=data["files"],
    )


def keep(request: PersonRequest, page: ProblemPage) -> HttpResponse:
    """What was typed so far, sent by the page's script; a refusal says what stands there now."""
    data = sent(request)
    try:
        kept = _save(page, data)
    except ProblemError as problem:
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail, **problem.extra}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    return JsonResponse({"version": kept, "time": clock(timezone.now())})


def _kept(page: ProblemPage, data: dict[str, Any]) -> int:
    """The version of the draft, which is what is handed in; where another tab wrote since, that tab's words stay."""
    version: int = data["version"] or 0
    try:
        return _save(page, data)
    except ProblemError:
        # What cannot be kept cannot be handed in either, and is refused with words there.
        return version


def hand_in(request: PersonRequest, page: ProblemPage, template: str, context: dict[str, Any]) -> HttpResponse:
    """Run or hand in; htmx gets the result's part of the page, a browser without scripts the whole page."""
    data = sent(request)
    version = _kept(page, data)
    is_run = request.POST.get("deed") == "run"
    program = services.Program(
        data["language"],
        data["answer"],
        key=_key(data, is_run=is_run),
        kind=Submission.Kind.RUN if is_run else Submission.Kind.SUBMIT,
        own_input=data["own_input"],
        files=data["files"],
    )
    try:
        submission = services.submit(page.membership, page.key, program, content=page.content, attempt=page.attempt)
    except ProblemError as problem:
        if request.htmx:
            refused = {"problem": problem, "version": version}
            return render(request, "code_assessment/partials/refused.html", refused)
        messages.error(request, said(problem))
        page.typed_files = data["files"]
        full = {"problem": page, "typed": data["answer"], **context, **rights_of(member(request))}
        return render(request, template, full, status=UNFIT if problem.status == UNFIT else problem.status)
    if request.htmx:
        found = with_place(submission)
        handed_in = {"submission": found, "version": version, "key": page.submission_key}
        return render(request, "code_assessment/partials/handed_in.html", handed_in)
    return redirect(request.path.removesuffix("submit/"))
