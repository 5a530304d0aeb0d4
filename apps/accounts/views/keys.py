"""API keys in the settings of a workspace: see, make, revoke."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.key_forms import ApiKeyForm
from apps.accounts.listing import ApiKeyListing
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import api_keys_of, saved_views_of
from apps.accounts.rights import needs_right
from apps.accounts.services import TooManyKeysError, make_api_key, revoke_api_key

MANAGE = "accounts.manage_keys"


@require_GET
@needs_right(MANAGE)
def index(request: PersonRequest) -> HttpResponse:
    """Every key of the workspace, as the address says."""
    membership = cast("Membership", request.membership)
    listing = ApiKeyListing(api_keys_of(membership.tenant), request.GET)
    context = {"listing": listing, "page": listing.page, "keys": list(listing.page.object_list)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "accounts/keys/list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
        return response
    context["saved_views"] = saved_views_of(membership, listing.name)
    return render(request, "accounts/keys/index.html", context)


@needs_right(MANAGE)
def new(request: PersonRequest) -> HttpResponse:
    """The form of a key; sent, the page shows the key, once."""
    membership = cast("Membership", request.membership)
    form = ApiKeyForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            key, raw = make_api_key(membership, **form.cleaned_data)
        except TooManyKeysError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
        else:
            return render(request, "accounts/keys/made.html", {"key": key, "raw": raw})
    return render(request, "accounts/keys/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs_right(MANAGE)
def revoke(request: PersonRequest, pk: str) -> HttpResponse:
    """End a key."""
    key = get_object_or_404(api_keys_of(request.tenant), pk=pk)
    revoke_api_key(key)
    messages.success(
        request, _("The key “%(name)s” is revoked. Programs that use it are refused.") % {"name": key.name}
    )
    return redirect("keys:index")
