"""Staff begin and stop acting as a member; a workspace decides whether they may, and reads who did."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.forms import SupportAccessForm, VisitForm
from apps.accounts.impersonation import KEY
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import ACT_AS_MEMBER, visits_of
from apps.accounts.rights import needs_right
from apps.accounts.services import NotVisitableError, set_support_access, start_visit, stop_visit
from apps.core.scope import PUBLIC, scope

SHOWN_VISITS = 50


def act_as(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Staff say why and for how long, and stand in the workspace as the member."""
    staff: Any = request.user
    if not (staff.is_staff and staff.has_perm(ACT_AS_MEMBER)):
        raise PermissionDenied
    membership = get_object_or_404(Membership.objects.select_related("user", "tenant"), pk=pk)
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visit = start_visit(membership, staff=staff, **form.cleaned_data)
        except NotVisitableError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
        else:
            request.session[KEY] = str(visit.pk)
            return redirect(membership.tenant.path)
    context = {"form": form, "membership_of": membership}
    return render(request, "accounts/act_as.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request: PersonRequest) -> HttpResponse:
    """Staff are themselves again, back at the membership in the administration."""
    request.session.pop(KEY, None)
    if request.visit is None:
        return redirect("enter")
    stop_visit(request.visit)
    with scope(PUBLIC, script_prefix="/"):
        pk = request.visit.membership_id
        page = reverse("admin:accounts_membership_change", args=[pk], urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    return redirect(page)


@needs_right("tenants.manage_security")
def access(request: PersonRequest) -> HttpResponse:
    """Whether platform staff may act as members here, and when they did."""
    # A switch that is off sends nothing.
    sent = request.POST if request.method == "POST" else None
    form = SupportAccessForm(sent, initial={"is_allowed": request.tenant.support_access})
    if request.method == "POST" and form.is_valid():
        set_support_access(request.tenant, is_allowed=form.cleaned_data["is_allowed"])
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("support_access")
    context = {"form": form, "visits": visits_of(request.tenant, SHOWN_VISITS)}
    return render(request, "accounts/support_access.html", context)
