"""What every page of code assessment asks first: who is there, and what is meant."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import has_right, require_right
from apps.code_assessment.models import Attempt
from apps.code_assessment.queries import attempts_for, attempts_of
from apps.core.listing import Listing
from apps.core.problems import ProblemError

VIEW, PRACTISE, REVIEW, ASSIGN, EDIT = (
    f"code_assessment.{name}" for name in ("view", "practise", "review", "assign", "edit")
)
UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


def member(request: PersonRequest) -> Membership:
    """The member, who may at least look."""
    return require_right(request.membership, VIEW)


def rights_of(membership: Membership) -> dict[str, bool]:
    """What the page may offer."""
    names = ("practise", "review", "assign", "edit")
    return {f"can_{deed}": has_right(membership, f"code_assessment.{deed}") for deed in names}


def seen_attempt(request: PersonRequest, pk: str) -> Attempt:
    """An attempt that the member may look at."""
    return get_object_or_404(attempts_for(member(request)), pk=pk)


def own_attempt(request: PersonRequest, pk: str) -> Attempt:
    """The member's own: nobody solves anything for somebody else."""
    return get_object_or_404(attempts_of(member(request)), pk=pk)


def said(problem: ProblemError) -> str:
    """What went wrong and what to do, in one line."""
    return f"{problem.title} {problem.detail}".strip()


def list_page(request: PersonRequest, listing: Listing, template: str, **context: Any) -> HttpResponse:
    """A list's page, or the list alone where htmx asks for it; both templates have the same name."""
    membership = member(request)
    context |= {"listing": listing, "page": listing.page, "me": membership.pk, **rights_of(membership)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"code_assessment/partials/{template}", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, f"code_assessment/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response
