"""The record of a candidate: what is known, and what is done about one person."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.models import Application, Assignment, Candidate, Note
from apps.hiring.presenting import open_configs, panels_of
from apps.hiring.queries.pages import record_rows, timeline_of
from apps.hiring.records import activities_of, links_of, shown_assignments, shown_results
from apps.hiring.services import pipeline
from apps.hiring.views.asking import EDIT, LOOK, candidate_of, job_of, me, rights, said

LONGEST_NOTE = 10_000


@require_GET
@needs_right(LOOK)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """Everything that is known of one person; a record that was merged leads to the one that took it in."""
    candidate = get_object_or_404(Candidate.objects.select_related("merged_into"), pk=pk)
    if candidate.merged_into_id:
        return redirect("hiring:candidate", candidate.merged_into_id)
    membership = me(request)
    tab = "activity" if request.GET.get("tab") == "activity" else "overview"
    context: dict[str, Any] = {"candidate": candidate, "tab": tab, **rights(membership)}
    if tab == "activity":
        context["events"] = timeline_of(candidate)
        return render(request, "hiring/candidate.html", context)
    rows = record_rows(candidate)
    for note in rows.notes:
        note.may_change = services.may_change_note(note, membership)  # type: ignore[attr-defined]  # for the page
    configs = open_configs(membership, request)
    context |= {
        "applications": rows.applications,
        "links": links_of(candidate),
        "notes": rows.notes,
        "results": shown_results(rows.results),
        "assignments": shown_assignments(rows.assignments),
        "activities": activities_of(configs),
        "panels": panels_of(membership, candidate, request, configs),
        "stages": pipeline(),
        "open_jobs": rows.open_jobs,
        "doubles": [_other(pair, candidate) for pair in rows.doubles],
        "known_tags": rows.tags,
    }
    return render(request, "hiring/candidate.html", context)


def _other(pair: Any, candidate: Candidate) -> tuple[Any, Candidate]:
    return pair, pair.second if pair.first_id == candidate.pk else pair.first


def _back(candidate_id: Any, part: str = "") -> HttpResponse:
    response = redirect("hiring:candidate", candidate_id)
    if part:
        response.headers["Location"] += f"#{part}"
    return response


@require_POST
@needs_right(LOOK, post=EDIT)
def tags(request: PersonRequest, pk: str) -> HttpResponse:
    """Add tags, or take one away."""
    candidate = candidate_of(pk)
    added = [tag.strip() for tag in request.POST.get("add", "").split(",") if tag.strip()]
    gone = [request.POST["remove"]] if request.POST.get("remove") else []
    services.tag_candidates([candidate], add=added, remove=gone)
    return _back(pk, "tags")


@require_POST
@needs_right(LOOK, post=EDIT)
def consider(request: PersonRequest, pk: str) -> HttpResponse:
    """Consider the person for a job."""
    candidate = candidate_of(pk)
    wanted = request.POST.get("job", "")
    if not is_uuid(wanted):
        messages.error(request, _("Choose a job."))
        return _back(pk)
    try:
        one = services.apply_to_job(job_of(wanted), candidate, by=me(request))
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("%(name)s is considered for %(job)s.") % {"name": candidate, "job": one.job})
    return _back(pk)


def _note(pk: str) -> Note:
    found: Note = get_object_or_404(Note.objects.select_related("candidate"), pk=pk)
    return found


def _application_of(candidate: Candidate, pk: str) -> Application | None:
    """The application of this person that a form names; none when it names none."""
    return get_object_or_404(Application, pk=pk, candidate=candidate) if is_uuid(pk) else None


@require_POST
@needs_right(LOOK, post=EDIT)
def add_note(request: PersonRequest, pk: str) -> HttpResponse:
    candidate, text = candidate_of(pk), request.POST.get("text", "").strip()[:LONGEST_NOTE]
    if text:
        about = _application_of(candidate, request.POST.get("application", ""))
        services.add_note(candidate, text=text, by=me(request), application=about)
    else:
        messages.error(request, _("Write something first."))
    return _back(pk, "notes")


@require_POST
@needs_right(LOOK, post=EDIT)
def edit_note(request: PersonRequest, pk: str) -> HttpResponse:
    note, text = _note(pk), request.POST.get("text", "").strip()[:LONGEST_NOTE]
    if text:
        services.edit_note(note, text=text, by=me(request))
    else:
        messages.error(request, _("A note cannot be empty. Delete it instead."))
    return _back(note.candidate_id, "notes")


@require_POST
@needs_right(LOOK, post=EDIT)
def delete_note(request: PersonRequest, pk: str) -> HttpResponse:
    note = _note(pk)
    services.delete_note(note, by=me(request))
    messages.success(request, _("The note is deleted."))
    return _back(note.candidate_id, "notes")


@require_POST
@needs_right(LOOK, post=EDIT)
def assign(request: PersonRequest, pk: str) -> HttpResponse:
    """Ask the person to do something that a module offers."""
    candidate = candidate_of(pk)
    module, _dot, activity = request.POST.get("activity", "").partition(".")
    try:
        about = _application_of(candidate, request.POST.get("application", ""))
        due = _end_of(request.POST.get("due", ""))
        services.assign(candidate, module=module, activity=activity, by=me(request), application=about, due_at=due)
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("Assigned."))
    return _back(pk, "assignments")


def _end_of(day: str) -> datetime | None:
    """The last moment of the day in the reader's time zone."""
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    return timezone.make_aware(datetime.combine(found, time(23, 59, 59))) if found else None


@require_POST
@needs_right(LOOK, post=EDIT)
def cancel_assignment(request: PersonRequest, pk: str) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.select_related("candidate"), pk=pk)
    try:
        services.cancel_assignment(assignment)
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("The assignment is cancelled."))
    return _back(assignment.candidate_id, "assignments")
