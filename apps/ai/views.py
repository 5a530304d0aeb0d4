"""Language models in the settings of a workspace: what is allowed, own servers, and every call."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right, require_right
from apps.ai.advice import ADVICE
from apps.ai.forms import PolicyForm, ProviderForm
from apps.ai.listing import CALL_EXPORT, CallListing
from apps.ai.models import TenantProvider
from apps.ai.queries import (
    calls_of,
    feature_title,
    limits_of,
    own_providers,
    platform_providers,
    policy_of,
    spending_of,
    totals_of,
)
from apps.ai.services import change_policy, remove_provider, save_provider, try_provider
from apps.core.csv_export import csv_response

MANAGE = "ai.manage"


@needs_right(MANAGE)
def index(request: PersonRequest) -> HttpResponse:
    """What the workspace allows, and who is asked."""
    tenant = require_right(request.membership, MANAGE).tenant
    policy = policy_of(tenant)
    known = {name: getattr(policy, name) for name in ("is_on", "monthly_budget", "keeps_contents")}
    form = PolicyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_policy(tenant, **form.cleaned_data)
        messages.success(request, _("Saved. It holds from the next question on."))
        return redirect("ai:index")
    context = {"form": form, "own": own_providers(tenant), "platform": platform_providers(), "policy": policy}
    context |= {"spending": spending_of(tenant), "limits": limits_of(policy)}
    return render(request, "ai/index.html", context, status=422 if form.errors else 200)


@needs_right(MANAGE)
def new(request: PersonRequest) -> HttpResponse:
    """Bring a server."""
    tenant = require_right(request.membership, MANAGE).tenant
    return _form(request, TenantProvider(tenant=tenant))


@needs_right(MANAGE)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    """Change a server."""
    return _form(request, get_object_or_404(own_providers(request.tenant), pk=pk))


def _form(request: PersonRequest, row: TenantProvider) -> HttpResponse:
    form = ProviderForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_provider(form.instance, key=form.cleaned_data["key"])
        messages.success(request, _("Saved. Press “Test” to see whether it answers."))
        return redirect("ai:index")
    context = {"form": form, "is_new": row._state.adding}
    return render(request, "ai/provider.html", context, status=422 if form.errors else 200)


@require_POST
@needs_right(MANAGE)
def test(request: PersonRequest, pk: str) -> HttpResponse:
    """Ask the server for a word, and say what came of it."""
    row = get_object_or_404(own_providers(request.tenant), pk=pk)
    tried = try_provider(row)
    if tried is None:
        lost = _("The key of “%(name)s” cannot be read any more. Enter it again.")
        messages.error(request, lost % {"name": row.name})
    elif tried.failure is None:
        said = _("“%(name)s” answers as it should, in %(ms)s ms.")
        messages.success(request, said % {"name": row.name, "ms": tried.milliseconds})
    else:
        messages.error(request, f"{row.name}: {ADVICE[tried.failure]}")
    return redirect("ai:index")


@require_POST
@needs_right(MANAGE)
def remove(request: PersonRequest, pk: str) -> HttpResponse:
    """Forget a server."""
    row = get_object_or_404(own_providers(request.tenant), pk=pk)
    remove_provider(row)
    messages.success(request, _("“%(name)s” is removed, and its key forgotten.") % {"name": row.name})
    return redirect("ai:index")


@require_GET
@needs_right(MANAGE)
def calls(request: PersonRequest) -> HttpResponse:
    """Every call, as the address filters and sorts it."""
    membership = require_right(request.membership, MANAGE)
    listing = CallListing(calls_of(membership.tenant), request.GET)
    rows = [(row, feature_title(row.feature)) for row in listing.page.object_list]
    context = {"listing": listing, "page": listing.page, "calls": rows}
    only_list = request.htmx and not request.htmx.history_restore_request
    if not only_list:
        totals = [(feature_title(one.feature), one) for one in totals_of(membership.tenant)]
        context |= {"totals": totals, "saved_views": saved_views_of(membership, listing.name)}
    response = render(request, f"ai/{'list' if only_list else 'calls'}.html", context)
    if only_list:
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@needs_right(MANAGE)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The calls as they are filtered and sorted, as CSV."""
    listing = CallListing(calls_of(request.tenant), request.GET)
    return csv_response(CALL_EXPORT, listing.rows.iterator(chunk_size=500))
