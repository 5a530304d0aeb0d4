"""How somebody does, skill by skill, when practising."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right
from apps.interviews.listing import PracticeListing
from apps.interviews.queries import practice_of
from apps.interviews.views.asking import VIEW, member, rights_of


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The member's own practice areas."""
    membership = member(request)
    listing = PracticeListing(practice_of(membership), request.GET)
    context = {"listing": listing, "page": listing.page, "now": timezone.now(), **rights_of(membership)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "interviews/partials/practice_list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, "interviews/practice.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response
