"""What an editor sends, whether it stands in a practice problem or in an assessment."""

import json
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.middleware import PersonRequest
from apps.code_assessment import services
from apps.code_assessment.beside import pairs
from apps.code_assessment.forms import EditorForm
from apps.code_assessment.models import Submission
from apps.code_assessment.presenting import ProblemPage
from apps.code_assessment.queries import with_place
from apps.code_assessment.views.asking import member, rights_of, said
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


def wants_json(request: PersonRequest) -> bool:
    """Whether the page's script asks, and not the browser itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def _save(page: ProblemPage, data: dict[str, Any]) -> int:
    """The version of the draft that it is now."""
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
    try:
        kept = _save(page, sent(request))
    except ProblemError as problem:
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail, **problem.extra}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    return JsonResponse({"version": kept, "time": clock(timezone.now())})


def keep_by_hand(request: PersonRequest, page: ProblemPage, template: str, context: dict[str, Any]) -> HttpResponse:
    """The same by a button, for a browser without scripts; a refusal comes with what was typed."""
    data = sent(request)
    try:
        _save(page, data)
    except ProblemError as problem:
        return _again(request, page, data, template, context, problem)
    messages.success(request, _("Your program is saved."))
    return redirect(request.path.removesuffix("draft/"))


def _again(
    request: PersonRequest,
    page: ProblemPage,
    data: dict[str, Any],
    template: str,
    context: dict[str, Any],
    problem: ProblemError,
) -> HttpResponse:
    """The page with what was typed, and why it was refused."""
    messages.error(request, said(problem))
    page.typed_files = data["files"]
    full = {"problem": page, "typed": data["answer"], **context, **rights_of(member(request))}
    return render(request, template, full, status=problem.status)


def hand_in(request: PersonRequest, page: ProblemPage, template: str, context: dict[str, Any]) -> HttpResponse:
    """Run or hand in; htmx gets the result's part of the page, a browser without scripts the whole page."""
    data = sent(request)
    try:
        kept: int | None = _save(page, data)
    except ProblemError:
        # Another tab wrote since, and its words stay; what cannot be kept at all is refused below, with words.
        kept = None
    version = kept if kept is not None else data["version"] or 0
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
        return _again(request, page, data, template, context, problem)
    if request.htmx:
        found = with_place(submission)
        handed_in = {"submission": found, "version": version, "key": page.submission_key}
        response = render(request, "code_assessment/partials/handed_in.html", handed_in)
        if kept is not None:
            # The page says so, and forgets what it had kept on the device.
            response.headers["HX-Trigger"] = json.dumps({"draft-kept": {"time": clock(timezone.now())}})
        return response
    return redirect(request.path.removesuffix("submit/"))
