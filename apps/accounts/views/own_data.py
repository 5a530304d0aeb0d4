"""A person's own data: an archive to take along, and the end of the account."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.agreement_middleware import works_without_agreement
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import DataExport, Membership, User
from apps.accounts.own_data import TRIES, export_token, is_token_of, places_of
from apps.accounts.profile_forms import DeleteAccountForm
from apps.accounts.queries import exports_of, workspaces_only_owned_by
from apps.accounts.services import ExportRunningError, erase_account, request_export
from apps.core.downloads import stored_file
from apps.core.problems import ProblemError


def _listed(user: User) -> dict[str, Any]:
    found = [(export, export_token(export.pk)) for export in exports_of(user)]
    return {"exports": found, "is_working": any(export.is_working for export, _token in found)}


@works_without_agreement
def exports(request: PersonRequest) -> HttpResponse:
    """The person's archives; sending the form asks for a new one."""
    user: Any = request.user
    if request.method == "POST":
        try:
            request_export(user)
        except ExportRunningError as problem:
            messages.warning(request, f"{problem.title} {problem.detail}")
        return redirect("own_exports")
    return render(request, "accounts/exports.html", _listed(user))


@works_without_agreement
@require_GET
def export_list(request: PersonRequest) -> HttpResponse:
    """How far they are."""
    user: Any = request.user
    return render(request, "accounts/partials/exports.html", _listed(user))


@works_without_agreement
@require_GET
def download(request: PersonRequest, pk: str, token: str) -> HttpResponseBase:
    """The archive, by the link of the last day, for whom it is."""
    export = get_object_or_404(DataExport, pk=pk, user=request.user)
    if not is_token_of(token, export.pk):
        raise Http404
    return archive_of(export)


def archive_of(export: DataExport) -> HttpResponseBase:
    """The file as an attachment; 404 once it is gone."""
    if export.state != "ready" or not default_storage.exists(export.file_name):
        raise Http404
    name = f"rostrum-{export.created_at:%Y-%m-%d}.zip"
    return stored_file(export.file_name, content_type="application/zip", download_as=name)


@works_without_agreement
def delete(request: PersonRequest) -> HttpResponse:
    """What it means, and, with the password, the end of the account."""
    user: Any = request.user
    if not user.has_usable_password():
        # Whoever signs in elsewhere proves by that, lately, who they are.
        page: HttpResponse = reauthentication_required(_delete)(request)
        return page
    return _delete(request)


def _delete(request: PersonRequest) -> HttpResponse:
    user: Any = request.user
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST":
        if refused := ratelimit.consume_or_429(request, action=TRIES, user=user):
            return cast("HttpResponse", refused)
        if form.is_valid() and _erased(user, form):
            logout(request)
            messages.success(request, _("Your account is deleted. Take care."))
            return redirect("/")
    context = {"form": form, "owned": workspaces_only_owned_by(user), "places": _places(user)}
    return render(request, "accounts/delete.html", context, status=422 if form.errors else 200)


def _erased(user: User, form: DeleteAccountForm) -> bool:
    try:
        erase_account(user)
    except ProblemError as problem:
        form.add_error(None, f"{problem.title} {problem.detail}")
        return False
    return True


def _places(user: User) -> list[Membership]:
    """Where the person is now."""
    return [place for place in places_of(user) if place.removed_at is None]
