"""Tenants and their host names in the platform's admin."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from apps.core.admin_deeds import Deed, ShownAdmin
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin, shown_time
from apps.tenants.admin_deeds import DEEDS
from apps.tenants.models import Domain, DomainClaim, PlanUse, SchemaText, StorageUse, Tenant, TenantExport


@admin.register(Tenant, site=platform_admin)
class TenantAdmin(ShownAdmin):
    """Its row is changed by deeds; apps above this one add theirs, and what belongs to the tenant, to this class."""

    list_display = ("name", "slug", "kind", "shown_status", "plan", "plan_ends_at", "created_at")
    list_filter = ("status", "kind", "plan", "plan_is_trial", "support_access", ("created_at", RangeDateFilter))
    list_filter_submit = True
    deeds: ClassVar[tuple[Deed, ...]] = DEEDS
    inlines: ClassVar[list[type]] = []
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "status", "status_reason", "status_since", "erase_at")}),
        (_("Plan"), {"fields": ("plan", "plan_is_trial", "plan_ends_at", "trial_began_at")}),
        (
            _("Rules"),
            {
                "fields": (
                    "support_access",
                    "mfa_required",
                    "session_hours",
                    "retention_days",
                    "candidate_days",
                    "allowed_networks",
                )
            },
        ),
        (_("Insides"), {"classes": ("collapse",), "fields": ("id", "schema_name", "created_at", "last_active_at")}),
    )
    search_fields = ("name", "slug", "schema_name")
    readonly_fields = ("last_active_at", "created_at")

    @display(
        description=_("Status"),
        ordering="status",
        label={
            Tenant.Status.ACTIVE: "success",
            Tenant.Status.SUSPENDED: "danger",
            Tenant.Status.CLOSED: "warning",
            Tenant.Status.SPARE: "info",
        },
    )
    def shown_status(self, tenant: Tenant) -> tuple[str, str]:
        return tenant.status, tenant.get_status_display()

    @admin.display(description=_("Last sign-in of a member"))
    def last_active_at(self, tenant: Tenant) -> str:
        return shown_time(getattr(tenant, "last_seen", None))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Tenant | None:
        """With when somebody was last there, which the page of one tenant shows in several places."""
        tenant: Tenant | None = super().get_object(request, object_id, from_field)
        if tenant is not None:
            tenant.last_seen = tenant.memberships.aggregate(last=Max("user__last_login"))["last"]
        return tenant


@admin.register(Domain, site=platform_admin)
class DomainAdmin(TableAdmin):
    list_display = ("domain", "tenant", "is_primary")
    list_filter = ("is_primary",)
    search_fields = ("domain", "tenant__name", "tenant__slug")
    list_select_related = ("tenant",)
    autocomplete_fields = ("tenant",)


@admin.register(DomainClaim, site=platform_admin)
class DomainClaimAdmin(ReadOnlyAdmin):
    list_display = ("host", "tenant", "state", "problem", "checked_at")
    list_filter = ("state", "problem")
    search_fields = ("host", "tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(TenantExport, site=platform_admin)
class TenantExportAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "state", "size", "created_at", "expires_at")
    list_filter = ("state",)
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(PlanUse, site=platform_admin)
class PlanUseAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "limit", "month", "used")
    list_filter = ("limit",)
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(StorageUse, site=platform_admin)
class StorageUseAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "used", "recounted_at")
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(SchemaText, site=platform_admin)
class SchemaTextAdmin(TableAdmin):
    list_display = ("key", "created_at")
    search_fields = ("key",)
    fields = ("key", "created_at")
    readonly_fields = ("key", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
