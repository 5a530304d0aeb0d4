"""The pages of a workspace's team: who works here, and as what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import services
from apps.accounts.listing import MEMBER_EXPORT, MemberListing, usual_members
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import invitations_of, members_of, saved_views_of
from apps.accounts.rights import has_right, needs_right, require_right
from apps.accounts.roles import Role, is_above
from apps.accounts.team_forms import RoleForm
from apps.core.csv_export import csv_response
from apps.core.listing import Listing

LOOK, MANAGE, MANAGE_ROLES = "accounts.view_members", "accounts.manage_members", "accounts.manage_roles"


def me(request: PersonRequest) -> Membership:
    """The member who asks, who may at least look."""
    return require_right(request.membership, LOOK)


def list_page(request: PersonRequest, listing: Listing, template: str, **context: Any) -> HttpResponse:
    """A list's page, or the list alone where htmx asks for it; both templates have the same name."""
    membership = me(request)
    context |= {"listing": listing, "page": listing.page, "can_manage": has_right(membership, MANAGE)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"accounts/team/partials/{template}", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        context["waiting"] = invitations_of(membership.tenant).open().count()
        response = render(request, f"accounts/team/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@needs_right(LOOK)
def index(request: PersonRequest) -> HttpResponse:
    """Everybody who works here, as the address says."""
    tenant = me(request).tenant
    listing = MemberListing(members_of(tenant), request.GET, usual=usual_members().of(tenant.pk))
    return list_page(request, listing, "members.html")


@require_GET
@needs_right(LOOK)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The list as it is filtered and sorted, as a file."""
    rows = MemberListing(members_of(me(request).tenant), request.GET).rows
    return csv_response(MEMBER_EXPORT, rows.iterator(chunk_size=500))


def _member(request: PersonRequest, pk: str) -> Membership:
    return get_object_or_404(members_of(me(request).tenant), pk=pk)


@require_GET
@needs_right(LOOK)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    """One member, and what may be decided about them."""
    return _detail(request, _member(request, pk))


def _detail(request: PersonRequest, member: Membership, form: RoleForm | None = None) -> HttpResponse:
    by = me(request)
    can_decide = has_right(by, MANAGE) and not is_above(member.role, by.role)
    can_hand_over = has_right(by, MANAGE_ROLES) and by.role == Role.OWNER and member.pk != by.pk and member.is_active
    context = {
        "member": member,
        "is_me": member.pk == by.pk,
        "can_decide": can_decide,
        "can_hand_over": can_hand_over,
        "form": form or (RoleForm(by=by, initial={"role": member.role}) if can_decide else None),
    }
    return render(request, "accounts/team/member.html", context, status=422 if form and form.errors else 200)


@require_POST
@needs_right(MANAGE)
def change_role(request: PersonRequest, pk: str) -> HttpResponse:
    member, by = _member(request, pk), me(request)
    form = RoleForm(request.POST, by=by)
    if not form.is_valid():
        return _detail(request, member, form)
    services.change_role(member, role=Role(form.cleaned_data["role"]), by=by)
    said = _("%(who)s has the role “%(role)s” now.")
    messages.success(request, said % {"who": member.user, "role": member.get_role_display()})
    return _to(member, by)


@require_POST
@needs_right(MANAGE)
def suspend(request: PersonRequest, pk: str) -> HttpResponse:
    member = _member(request, pk)
    services.suspend_member(member, by=me(request))
    said = _("%(who)s cannot enter this workspace any more, until you let them in again.")
    messages.success(request, said % {"who": member.user})
    return redirect("team:member", member.pk)


@require_POST
@needs_right(MANAGE)
def reactivate(request: PersonRequest, pk: str) -> HttpResponse:
    member = _member(request, pk)
    services.reactivate_member(member, by=me(request))
    messages.success(request, _("%(who)s can enter this workspace again.") % {"who": member.user})
    return redirect("team:member", member.pk)


@require_POST
@needs_right(MANAGE)
def remove(request: PersonRequest, pk: str) -> HttpResponse:
    member, by = _member(request, pk), me(request)
    services.remove_member(member, by=by)
    said = _("%(who)s is no longer a member. What they did here stays.")
    messages.success(request, said % {"who": member.user})
    return redirect("enter" if member.pk == by.pk else "team:index")


@require_POST
@needs_right(MANAGE_ROLES)
def transfer(request: PersonRequest, pk: str) -> HttpResponse:
    member, by = _member(request, pk), me(request)
    services.transfer_ownership(member, by=by)
    messages.success(request, _("%(who)s owns this workspace now. You are an administrator.") % {"who": member.user})
    return _to(member, by)


def _to(member: Membership, by: Membership) -> HttpResponse:
    """Back to the member's page; to the start page for somebody who may no longer see it."""
    return redirect("team:member", member.pk) if by.has_right(LOOK) else redirect("home:index")
