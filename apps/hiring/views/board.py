"""The board of a job: its applications by stage, and moving them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.ids import is_uuid
from apps.core.problems import PROBLEM_JSON, MissingError, ProblemError
from apps.hiring import services
from apps.hiring.blind import name_of, sheet_of
from apps.hiring.models import Application, Candidate, Job, Stage
from apps.hiring.presenting import actions_of
from apps.hiring.queries import MOST_CARDS, MOST_COMPARED, BoardColumn, applications_of_board, tags_in_use
from apps.hiring.services import bulk as deeds
from apps.hiring.services import pipeline
from apps.hiring.views.asking import (
    DELETE,
    EDIT,
    LOOK,
    MOST_AT_ONCE,
    UNBLIND,
    application_of,
    job_of,
    me,
    rights,
    said,
    varying,
)

LONGEST_TAG = 40
MOST_IN_COLUMN = 5000


@require_GET
@needs_right(LOOK)
def board(request: PersonRequest, pk: str) -> HttpResponse:
    """Every stage with its cards, in a number of statements that does not grow with them.

    The address can ask for more cards of one stage; htmx is given that stage's column alone.
    """
    job = job_of(pk)
    # The usual stages are made when there are none yet.
    pipeline()
    longer = _longer(request)
    columns = _columns(job, longer)
    if longer and request.htmx and not request.htmx.history_restore_request:
        column = next((one for one in columns if one.stage.pk in longer), None)
        if column is None:
            raise MissingError(_("This stage is not there any more. Load the page again."))
        context = {"job": job, "column": column, **rights(me(request))}
        return varying(render(request, "hiring/partials/column.html", context))
    context = {
        "job": job,
        "tab": "board",
        "columns": columns,
        "total": sum(column.count for column in columns),
        "known_tags": tags_in_use(Candidate.objects.filter(applications__job=job)),
        "job_actions": actions_of(me(request), job),
        **rights(me(request)),
    }
    return varying(render(request, "hiring/board.html", context))


def _longer(request: PersonRequest) -> dict[UUID, int]:
    """Of which stage more cards are asked for, and how many."""
    stage, most = request.GET.get("stage", ""), request.GET.get("cards", "")
    if not (is_uuid(stage) and most.isdecimal() and len(most) <= len(str(MOST_IN_COLUMN))):
        return {}
    return {UUID(stage): max(MOST_CARDS, min(int(most), MOST_IN_COLUMN))}


def _columns(job: Job, longer: dict[UUID, int]) -> list[BoardColumn]:
    columns, now = applications_of_board(job, of_stage=longer), timezone.now()
    for column in columns:
        for card in column.cards:
            card.job = job
            card.shown_name = name_of(card)  # type: ignore[attr-defined]  # for the page
            card.days_here = (now - card.stage_since).days  # type: ignore[attr-defined]  # for the page
    return columns


def _stage(request: PersonRequest) -> Stage:
    wanted = request.POST.get("stage", "")
    if not is_uuid(wanted):
        raise MissingError(_("Choose a stage."))
    stage = Stage.objects.filter(pk=wanted).first()
    if stage is None:
        raise MissingError(_("This stage is not there any more. Load the page again."))
    return stage


@require_POST
@needs_right(LOOK, post=EDIT)
def move(request: PersonRequest, pk: str) -> HttpResponse:
    """Bring one application into a stage, to a place in it if one is said."""
    application = application_of(pk)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    place = request.POST.get("position", "")
    try:
        stage = _stage(request)
        position = int(place) if place.isdecimal() and len(place) < 6 else None  # noqa: PLR2004 -- digits
        services.move_application(application, stage=stage, position=position, by=me(request))
    except ProblemError as problem:
        if wants_json:
            body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail}
            return JsonResponse(body, status=problem.status, content_type=PROBLEM_JSON)
        messages.error(request, said(problem))
    else:
        if wants_json:
            return JsonResponse({"id": str(application.pk), "stage": str(stage.pk)})
        told = {"name": name_of(application), "stage": stage.name}
        messages.success(request, _("%(name)s is now in “%(stage)s”.") % told)
    return redirect(_way_back(request, application))


def _way_back(request: PersonRequest, application: Application) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("hiring:board", args=[application.job_id])


@require_POST
@needs_right(LOOK)
def bulk(request: PersonRequest, pk: str) -> HttpResponse:
    """Something for several cards: all of them, or none and why."""
    job, deed = job_of(pk), request.POST.get("deed", "")
    ids = [one for one in request.POST.getlist("ids")[:MOST_AT_ONCE] if is_uuid(one)]
    back = redirect("hiring:board", pk)
    if deed == "compare":
        return _compare(request, job, ids) or back
    require_right(me(request), EDIT)
    if not ids:
        messages.error(request, _("Select at least one card first."))
        return back
    try:
        messages.success(request, _do(request, deed, job, ids))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return back


def _do(request: PersonRequest, deed: str, job: Job, ids: list[str]) -> str:
    by = me(request)
    if deed == "reject":
        count = deeds.reject_all(job, ids, reason=request.POST.get("reason", ""), by=by)
        return ngettext("%(n)d application is rejected.", "%(n)d applications are rejected.", count) % {"n": count}
    if deed == "tag":
        tag = request.POST.get("tag", "").strip()[:LONGEST_TAG]
        if not tag:
            raise MissingError(_("Write a tag first."))
        count = deeds.tag_applicants(job, ids, tag=tag)
        return ngettext("%(n)d candidate has the tag now.", "%(n)d candidates have the tag now.", count) % {"n": count}
    stage = _stage(request)
    count = deeds.move_all(job, ids, stage=stage, by=by)
    done = ngettext("%(n)d application is now in “%(stage)s”.", "%(n)d applications are now in “%(stage)s”.", count)
    return done % {"n": count, "stage": stage.name}


def _compare(request: PersonRequest, job: Job, ids: list[str]) -> HttpResponse | None:
    rows = Application.objects.filter(job=job, pk__in=ids).values_list("candidate_id", flat=True)
    if not 2 <= len(rows) <= MOST_COMPARED:  # noqa: PLR2004 -- nothing to compare with
        messages.error(request, _("Select two to four cards to compare."))
        return None
    query = QueryDict(mutable=True)
    query.setlist("id", [str(pk) for pk in rows])
    query["job"] = str(job.pk)
    return redirect(f"{reverse('hiring:compare')}?{query.urlencode()}")


@require_GET
@needs_right(LOOK)
def application(request: PersonRequest, pk: str) -> HttpResponse:
    """What a blind review shows of an applicant; where nothing is hidden, the record."""
    one = application_of(pk)
    if not one.job.is_blind:
        return redirect("hiring:candidate", one.candidate_id)
    context: dict[str, Any] = {**sheet_of(one), "stages": pipeline(), **rights(me(request))}
    return render(request, "hiring/application.html", context)


@require_POST
@needs_right(LOOK, post=UNBLIND)
def reveal(request: PersonRequest, pk: str) -> HttpResponse:
    """Say who it is; that somebody asked is written down."""
    candidate = deeds.reveal(application_of(pk))
    messages.success(request, _("This is written down in the audit log."))
    return redirect("hiring:candidate", candidate.pk)


@require_POST
@needs_right(LOOK, post=DELETE)
def remove(request: PersonRequest, pk: str) -> HttpResponse:
    """No longer consider the person for the job."""
    one = get_object_or_404(Application.objects.select_related("job", "candidate"), pk=pk)
    services.delete_application(one)
    told = {"name": name_of(one), "job": one.job}
    messages.success(request, _("%(name)s is no longer considered for %(job)s.") % told)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if safe else reverse("hiring:board", args=[one.job_id]))
