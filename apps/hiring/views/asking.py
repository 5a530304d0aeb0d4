"""What the views of hiring have in common: who asks, which rows are theirs to see, and a list's page."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import has_right, require_right
from apps.core.csv_export import csv_response
from apps.core.listing import Export, Listing
from apps.core.problems import ProblemError
from apps.core.xlsx_export import xlsx_response
from apps.hiring.models import Application, Candidate, Job

LOOK, EDIT, DELETE, SETTINGS = "hiring.view", "hiring.edit", "hiring.delete", "hiring.settings"
UNBLIND = "hiring.unblind"
MOST_AT_ONCE = 500


def me(request: PersonRequest) -> Membership:
    """The member who asks, who may at least look."""
    return require_right(request.membership, LOOK)


def rights(membership: Membership) -> dict[str, bool]:
    """What the page may offer."""
    deeds = ("edit", "delete", "settings", "unblind")
    return {f"can_{deed}": has_right(membership, f"hiring.{deed}") for deed in deeds}


def job_of(pk: str) -> Job:
    found: Job = get_object_or_404(Job.objects.prefetch_related("skills"), pk=pk)
    return found


def candidate_of(pk: str) -> Candidate:
    """The record that is there; one that was merged is found by the view, which leads on."""
    found: Candidate = get_object_or_404(Candidate.objects.present(), pk=pk)
    return found


def application_of(pk: str) -> Application:
    found: Application = get_object_or_404(
        Application.objects.select_related("job", "candidate", "stage"), pk=pk, candidate__merged_into__isnull=True
    )
    return found


def said(problem: ProblemError) -> str:
    """What went wrong and what to do, in one line."""
    return f"{problem.title} {problem.detail}".strip()


def exported(request: PersonRequest, export: Export, rows: Any) -> HttpResponseBase:
    """The rows as a file: CSV, or Excel where the address asks for it."""
    found = rows.iterator(chunk_size=500)
    return xlsx_response(export, found) if request.GET.get("format") == "xlsx" else csv_response(export, found)


def list_page(request: PersonRequest, listing: Listing, template: str, **context: Any) -> HttpResponse:
    """A list's page, or the list alone where htmx asks for it; both templates have the same name."""
    membership = me(request)
    context |= {"listing": listing, "page": listing.page, **rights(membership)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"hiring/partials/{template}", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, f"hiring/{template}", context)
    return varying(response)


def varying(response: HttpResponse) -> HttpResponse:
    """Tell caches that htmx is given another answer."""
    patch_vary_headers(response, ("HX-Request",))
    return response
