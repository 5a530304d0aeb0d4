"""Lists of interviews, and one of them: whatever state it is in."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import has_right, needs_right
from apps.core.csv_export import csv_response
from apps.interviews import services
from apps.interviews.listing import SESSION_EXPORT, SHOWN, SessionListing, usual_sessions
from apps.interviews.models import Session
from apps.interviews.presenting import ResultPage, replay_of, rules_of, steps_of_setup
from apps.interviews.previewing import PreviewPage, price_to_start
from apps.interviews.queries import REVIEW, sessions_for
from apps.interviews.views.asking import PRACTISE, VIEW, member, own_session, rights_of, seen_session
from apps.interviews.views.live import live_context


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The interviews that the member may see."""
    membership = member(request)
    usual = usual_sessions(reviews=has_right(membership, REVIEW)).of(membership.pk)
    listing = SessionListing(sessions_for(membership).select_related(*SHOWN), request.GET, usual=usual)
    context = {"listing": listing, "page": listing.page, "me": membership.pk, **rights_of(membership)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "interviews/partials/list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, "interviews/index.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@needs_right(VIEW)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The list as it is filtered and sorted, as a file."""
    rows = SessionListing(sessions_for(member(request)).select_related(*SHOWN), request.GET).rows
    return csv_response(SESSION_EXPORT, rows.iterator(chunk_size=500))


@require_GET
@needs_right(VIEW)
def session(request: PersonRequest, pk: str) -> HttpResponse:
    """Where the interview is: its questions before the start, the open one, or what came of it."""
    found = seen_session(request, pk)
    membership = member(request)
    is_own = found.member_id == membership.pk
    # What has not begun has no clock that could have run out.
    if is_own and found.state != Session.State.DRAFT and services.time_out(found):
        found.refresh_from_db()
    context = {"session": found, "is_own": is_own, **rights_of(membership)}
    if found.is_over:
        return render(request, "interviews/result.html", {**context, "result": ResultPage(found)})
    if found.state == Session.State.EVALUATING or not is_own:
        return render(request, "interviews/waiting.html", context)
    if found.state == Session.State.DRAFT:
        context |= {"preview": PreviewPage(found), "steps": steps_of_setup(2), "rules": rules_of(found)}
        context["price"] = price_to_start(found, membership.tenant)
        return render(request, "interviews/preview.html", context)
    return render(request, "interviews/live.html", {**context, **live_context(found)})


@require_GET
@needs_right(VIEW)
def replay(request: PersonRequest, pk: str) -> HttpResponse:
    """What happened, step by step, by the server's clock."""
    found = seen_session(request, pk)
    return render(request, "interviews/replay.html", {"session": found, "steps": replay_of(found)})


@require_POST
@needs_right(VIEW, post=PRACTISE)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    """Delete a practice interview."""
    found = own_session(request, pk)
    services.delete_session(found)
    messages.success(request, _("“%(title)s” is deleted, with all its answers.") % {"title": found.title})
    return redirect("interviews:index")
