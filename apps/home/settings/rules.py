"""How the workspace speaks, how long it keeps, and what it asks of its members."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.acting import address_of
from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.home.settings.forms import LocaleForm, RetentionForm, SecurityForm
from apps.tenants.policies import (
    LockedOutError,
    change_candidate_retention,
    change_locale,
    change_retention,
    change_security,
)
from apps.tenants.retention import expiring_in

WORKSPACE, SECURITY = "tenants.manage_workspace", "tenants.manage_security"


@needs_right(WORKSPACE)
def locale(request: PersonRequest) -> HttpResponse:
    """Language, formats and time zone for members who chose nothing."""
    tenant = require_right(request.membership, WORKSPACE).tenant
    known = {"language": tenant.language, "formats": tenant.formats, "timezone": tenant.timezone}
    form = LocaleForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_locale(tenant, **form.cleaned_data)
        messages.success(request, _("Saved. Whoever chose something else keeps it."))
        return redirect("home:locale")
    return render(request, "home/settings_locale.html", {"form": form}, status=422 if form.errors else 200)


@needs_right(WORKSPACE)
def retention(request: PersonRequest) -> HttpResponse:
    """After how many days records go, and how many that would be now."""
    tenant = require_right(request.membership, WORKSPACE).tenant
    known = {"days": tenant.retention_days, "candidate_days": tenant.candidate_days}
    form = RetentionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_retention(tenant, days=form.cleaned_data["days"])
        change_candidate_retention(tenant, days=form.cleaned_data["candidate_days"])
        messages.success(request, _("Saved.") if any(form.cleaned_data.values()) else _("Saved. Everything is kept."))
        return redirect("home:retention")
    kept = tenant.retention_days
    context = {"form": form, "kept": kept, "expiring": expiring_in(tenant, days=kept) if kept else []}
    return render(request, "home/settings_retention.html", context, status=422 if form.errors else 200)


@needs_right(WORKSPACE)
@require_GET
def retention_preview(request: PersonRequest) -> HttpResponse:
    """How many records would go if they were kept for as many days as the form says."""
    tenant = require_right(request.membership, WORKSPACE).tenant
    form = RetentionForm(request.GET)
    days = form.cleaned_data["days"] if form.is_valid() else None
    context = {"expiring": expiring_in(tenant, days=days) if days else [], "kept": days}
    return render(request, "home/partials/retention_preview.html", context)


@needs_right(SECURITY)
def security(request: PersonRequest) -> HttpResponse:
    """The security policy."""
    tenant = require_right(request.membership, SECURITY).tenant
    names = ("mfa_required", "session_hours", "invitation_domains", "allowed_networks")
    form = SecurityForm(request.POST or None, initial={name: getattr(tenant, name) for name in names})
    address = address_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            change_security(tenant, address=address, **form.cleaned_data)
        except LockedOutError as problem:
            form.add_error("allowed_networks", f"{problem.title} {problem.detail}")
        else:
            messages.success(request, _("Saved. It holds from the next request of each member on."))
            return redirect("home:security")
    context = {"form": form, "address": address}
    return render(request, "home/settings_security.html", context, status=422 if form.errors else 200)
