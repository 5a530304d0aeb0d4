"""Tenants and their host names in the platform's admin."""

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import TableAdmin
from apps.tenants.models import Domain, SchemaText, Tenant


@admin.register(Tenant, site=platform_admin)
class TenantAdmin(TableAdmin):
    list_display = ("name", "slug", "kind", "status", "schema_name", "created_at")
    list_filter = ("status", "kind")
    search_fields = ("name", "slug", "schema_name")
    readonly_fields = ("id", "schema_name", "kind", "migrations_hash")
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


@admin.register(SchemaText, site=platform_admin)
class SchemaTextAdmin(TableAdmin):
    list_display = ("key", "created_at")
    search_fields = ("key",)
    fields = ("key", "created_at")
    readonly_fields = ("key", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
