"""Taking everything out of the workspace, and closing it: what is for owners alone."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.closed import works_while_closed
from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.downloads import stored_file
from apps.core.problems import ProblemError
from apps.home.exports import exports_of
from apps.home.settings.forms import ClosingForm
from apps.tenants.closing import WAY_BACK, close_tenant, reopen_tenant
from apps.tenants.exports import ask_for_export, check_token, hand_out, link_token
from apps.tenants.models import Tenant, TenantExport

EXPORT, CLOSE = "tenants.export", "tenants.close"


def _owner(request: PersonRequest, right: str) -> Tenant:
    """The workspace, for an owner."""
    return require_right(request.membership, right).tenant


@needs_right(EXPORT)
@require_GET
def data(request: PersonRequest) -> HttpResponse:
    """The exports there are, and a button for a new one."""
    exports = list(exports_of(_owner(request, EXPORT))[:10])
    context = {"exports": [(export, _link(export)) for export in exports], "is_waiting": _is_waiting(exports)}
    template = "home/partials/exports.html" if request.headers.get("HX-Request") else "home/settings_data.html"
    return render(request, template, context)


def _is_waiting(exports: list[TenantExport]) -> bool:
    return any(export.state == TenantExport.State.WAITING for export in exports)


def _link(export: TenantExport) -> str:
    if export.state != TenantExport.State.READY:
        return ""
    return f"{reverse('home:export_file', args=[export.pk])}?token={link_token(export)}"


@require_POST
@works_while_closed
@needs_right(EXPORT)
def start_export(request: PersonRequest) -> HttpResponse:
    """Have everything put into one file."""
    tenant = _owner(request, EXPORT)
    ask_for_export(tenant, asked_by=request.membership.pk if request.membership else None)
    messages.success(
        request, _("The export is being made. You may leave this page; a mail tells you when it is ready.")
    )
    return redirect("home:data")


@needs_right(EXPORT)
@require_GET
def export_file(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, by a link of the last day."""
    export = get_object_or_404(exports_of(_owner(request, EXPORT)), pk=pk)
    check_token(export, request.GET.get("token", ""))
    return file_answer(export)


def file_answer(export: TenantExport) -> HttpResponseBase:
    """The export as a download, streamed."""
    name = f"{export.tenant.slug}-{export.created_at:%Y-%m-%d}.zip"
    response = stored_file(hand_out(export), content_type="application/zip", download_as=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@needs_right(CLOSE)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def closing(request: PersonRequest) -> HttpResponse:
    """What closing means, and the form for it; of a closed workspace the way back."""
    tenant = _owner(request, CLOSE)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_tenant(tenant, typed_name=form.cleaned_data["name"], reason=form.cleaned_data["reason"])
        except ProblemError as problem:
            form.add_error("name", f"{problem.title} {problem.detail}".strip())
        else:
            return redirect("home:closing")
    context: dict[str, Any] = {"form": form, "workspace": tenant, "days": WAY_BACK.days}
    return render(request, "home/settings_closing.html", context, status=422 if form.errors else 200)


@require_POST
@works_while_closed
@needs_right(CLOSE)
def reopen(request: PersonRequest) -> HttpResponse:
    """Open the workspace again, as it was."""
    reopen_tenant(_owner(request, CLOSE))
    messages.success(request, _("Welcome back. Everything is as it was."))
    return redirect("home:index")
