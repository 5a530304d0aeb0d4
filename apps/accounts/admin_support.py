"""Visits of staff in the platform's admin, and the way to begin one."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from apps.accounts.models import Membership, SupportVisit
from apps.accounts.queries import ACT_AS_MEMBER
from apps.core.admin_deeds import ShownInline
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin, shown_time
from apps.tenants.admin import TenantAdmin


class VisitableAdmin:
    """For the table of memberships: its records lead to the form that begins a visit."""

    actions_detail = ("act_as",)

    @action(description=_("Act as this member"), url_path="act-as", permissions=["act_as"], icon="supervisor_account")
    def act_as(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("accounts:act_as", object_id)

    def has_act_as_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        return bool(request.user.has_perm(ACT_AS_MEMBER))


@admin.register(SupportVisit, site=platform_admin)
class SupportVisitAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "staff", "person", "tenant", "reason", "ends_at", "stopped_at")
    list_select_related = ("staff", "membership__user", "membership__tenant")
    search_fields = ("staff__email", "membership__user__email", "membership__tenant__name", "reason")
    date_hierarchy = "created_at"
    fields = ("staff", "membership", "reason", "created_at", "ends_at", "stopped_at")

    @admin.display(description=_("acted as"), ordering="membership__user__email")
    def person(self, visit: SupportVisit) -> Any:
        return visit.membership.user

    @admin.display(description=_("tenant"), ordering="membership__tenant__name")
    def tenant(self, visit: SupportVisit) -> Any:
        return visit.membership.tenant


class MembershipsOfTenant(ShownInline):
    """Who belongs to a tenant."""

    model = Membership
    fields = ("user", "role", "is_active", "last_seen", "created_at")
    verbose_name_plural = _("People")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "tenant")  # type: ignore[no-any-return]  # as unfold

    @admin.display(description=_("last sign-in"))
    def last_seen(self, membership: Membership) -> str:
        return shown_time(membership.user.last_login)


TenantAdmin.inlines += [MembershipsOfTenant]
