"""Tenants and their host names in the platform's admin."""

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin
from apps.tenants.models import Domain, DomainClaim, PlanUse, SchemaText, StorageUse, Tenant, TenantExport


@admin.register(Tenant, site=platform_admin)
class TenantAdmin(TableAdmin):
    list_display = ("name", "slug", "kind", "status", "plan", "plan_ends_at", "created_at")
    list_filter = ("status", "kind", "plan")
    search_fields = ("name", "slug", "schema_name")
    # What has a service that keeps its rules is not changed here.
    readonly_fields = (
        *("id", "schema_name", "kind", "status", "status_reason", "status_since", "erase_at", "migrations_hash"),
        *("plan", "plan_is_trial", "plan_ends_at", "trial_began_at", "plan_reminded_at"),
    )
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A tenant needs a schema: signing up or `manage.py create_tenant` make one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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
