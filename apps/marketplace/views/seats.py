"""The pages of a license's seats."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right
from apps.core.csv_export import csv_response
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.marketplace import services
from apps.marketplace.forms import AutoAssignForm, PassOnForm
from apps.marketplace.listing import SEAT_EXPORT, SeatListing
from apps.marketplace.models import License
from apps.marketplace.queries import license_of, offer_for, who_could_have_a_seat, with_seats

RIGHT = "marketplace.assign_seats"
MOST_AT_ONCE = 200


def _license(request: PersonRequest, label: str) -> License:
    license_ = license_of(request.tenant, label)
    if license_ is None:
        raise Http404
    return license_


@require_GET
@needs_right(RIGHT)
def index(request: PersonRequest, label: str) -> HttpResponse:
    """Who has a seat in the module and who could have one, as the address says."""
    license_ = _license(request, label)
    listing = SeatListing(with_seats(license_), request.GET)
    context: dict[str, Any] = {
        "module": offer_for(request.tenant, label),
        "license": license_,
        "listing": listing,
        "page": listing.page,
        "members": listing.page.object_list,
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "marketplace/partials/seat_list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        if request.membership is not None:
            context["saved_views"] = saved_views_of(request.membership, listing.name)
        context["auto_form"] = AutoAssignForm(initial={"roles": license_.auto_assign_roles})
        response = render(request, "marketplace/seats.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@needs_right(RIGHT)
def export(request: PersonRequest, label: str) -> StreamingHttpResponse:
    """The list as it is filtered and sorted, as a file."""
    rows = SeatListing(with_seats(_license(request, label)), request.GET).rows
    return csv_response(SEAT_EXPORT, rows.iterator(chunk_size=500))


@require_POST
@needs_right(RIGHT)
def bulk(request: PersonRequest, label: str) -> HttpResponse:
    """Give seats to the chosen members or take theirs back; `only` is a row's own button and names one of them."""
    license_ = _license(request, label)
    deed, _colon, only = request.POST.get("only", "").partition(":")
    chosen = [only] if deed else request.POST.getlist("ids")
    ids = [pk for pk in chosen[:MOST_AT_ONCE] if is_uuid(pk)]
    try:
        if not ids:
            messages.error(request, _("Select at least one member first."))
        elif (deed or request.POST.get("deed")) == "take":
            _take(request, license_, ids)
        else:
            _give(request, license_, ids)
    except ProblemError as problem:
        messages.error(request, f"{problem.title} {problem.detail}")
    query = QueryDict(request.POST.get("next", "")).urlencode()
    return redirect(f"{reverse('marketplace:seats', args=[label])}?{query}".removesuffix("?"))


def _give(request: PersonRequest, license_: License, ids: list[str]) -> None:
    members = who_could_have_a_seat(license_).filter(pk__in=ids).select_related("user").order_by("created_at")
    seated = services.assign_seats(license_, memberships=members)
    if seated.seats:
        said = ngettext("%(n)d member has a seat now.", "%(n)d members have a seat now.", len(seated.seats))
        messages.success(request, said % {"n": len(seated.seats)})
    if seated.without:
        said = ngettext(
            "All seats are taken: there was none left for %(n)d member. Take one back first, or ask for more seats.",
            "All seats are taken: there was none left for %(n)d members. Take some back first, or ask for more seats.",
            len(seated.without),
        )
        messages.error(request, said % {"n": len(seated.without)})


def _take(request: PersonRequest, license_: License, ids: list[str]) -> None:
    seats = license_.seats.filter(membership_id__in=ids).select_related("license", "membership__user")
    count = services.take_seats_back(seats)
    said = ngettext("%(n)d seat is free again.", "%(n)d seats are free again.", count)
    messages.success(request, said % {"n": count})


@require_POST
@needs_right(RIGHT)
def auto_assign(request: PersonRequest, label: str) -> HttpResponse:
    """Choose the roles that get a seat by themselves."""
    license_ = _license(request, label)
    form = AutoAssignForm(request.POST)
    if form.is_valid():
        seated = services.set_auto_assign(license_, roles=form.cleaned_data["roles"])
        messages.success(request, _("Saved: new members with these roles get a seat while there are some."))
        if seated.without:
            said = ngettext(
                "For %(n)d member with these roles there is no seat.",
                "For %(n)d members with these roles there is no seat.",
                len(seated.without),
            )
            messages.warning(request, said % {"n": len(seated.without)})
    else:
        messages.error(request, _("One of these roles takes no seat. Nothing was changed."))
    return redirect("marketplace:seats", label)


@needs_right(RIGHT)
def pass_on(request: PersonRequest, label: str, pk: str) -> HttpResponse:
    """Give a member's seat to somebody else."""
    license_ = _license(request, label)
    seat = get_object_or_404(license_.seats.select_related("license", "membership__user"), pk=pk)
    form = PassOnForm(request.POST or None, license_=license_)
    if request.method == "POST" and form.is_valid():
        services.reassign_seat(seat, membership=form.cleaned_data["member"])
        said = _("%(name)s has the seat now.") % {"name": form.cleaned_data["member"].user}
        messages.success(request, said)
        return redirect("marketplace:seats", label)
    context = {"module": offer_for(request.tenant, label), "seat": seat, "form": form}
    return render(request, "marketplace/pass_on.html", context, status=422 if form.errors else 200)
