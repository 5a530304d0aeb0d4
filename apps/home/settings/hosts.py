"""Host names of the workspace's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.problems import ProblemError
from apps.home.hosts import claims_of, platform_host, primary_host
from apps.home.settings.forms import HostForm
from apps.tenants.hostnames import ask_for_check, claim_host, prefer_host, remove_claim
from apps.tenants.models import DomainClaim, Tenant

RIGHT = "tenants.manage_workspace"


def _page(request: PersonRequest, tenant: Tenant, form: HostForm) -> HttpResponse:
    context = {
        "form": form,
        "claims": claims_of(tenant),
        "primary": primary_host(tenant),
        "platform_host": platform_host(tenant),
    }
    return render(request, "home/settings_hosts.html", context, status=422 if form.errors else 200)


def _claim(request: PersonRequest, pk: UUID) -> DomainClaim:
    tenant = require_right(request.membership, RIGHT).tenant
    return get_object_or_404(claims_of(tenant), pk=pk)


@needs_right(RIGHT)
def hosts(request: PersonRequest) -> HttpResponse:
    """The list of names with their state, and a form for one more."""
    tenant = require_right(request.membership, RIGHT).tenant
    form = HostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_host(tenant, host=form.cleaned_data["host"])
        except ProblemError as problem:
            form.add_error("host", f"{problem.title} {problem.detail}".strip())
        else:
            messages.success(request, _("Added. Now set the record below in your DNS."))
            return redirect("home:hosts")
    return _page(request, tenant, form)


@needs_right(RIGHT)
@require_GET
def host_state(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One name with its state, for a page that waits for the check."""
    claim = _claim(request, pk)
    context = {
        "claim": claim,
        "primary": primary_host(claim.tenant),
        "platform_host": platform_host(claim.tenant),
    }
    return render(request, "home/partials/host.html", context)


@require_POST
@needs_right(RIGHT)
def check_host(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Have the record looked up now."""
    ask_for_check(_claim(request, pk))
    return redirect("home:hosts")


@require_POST
@needs_right(RIGHT)
def prefer(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Let mails link to this name."""
    claim = _claim(request, pk)
    prefer_host(claim.tenant, claim)
    messages.success(request, _("Mails link to %(host)s from now on.") % {"host": claim.host})
    return redirect("home:hosts")


@require_POST
@needs_right(RIGHT)
def prefer_platform(request: PersonRequest) -> HttpResponse:
    """Let mails link to the platform's own address again."""
    prefer_host(require_right(request.membership, RIGHT).tenant, None)
    messages.success(request, _("Mails link to the platform's address from now on."))
    return redirect("home:hosts")


@require_POST
@needs_right(RIGHT)
def remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Give the name up."""
    claim = _claim(request, pk)
    remove_claim(claim)
    messages.success(request, _("%(host)s is removed and leads here no more.") % {"host": claim.host})
    return redirect("home:hosts")
