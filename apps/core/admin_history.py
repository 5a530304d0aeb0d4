"""Django's own tables in the admin: what was changed by whom, which rights there are. Nothing to edit.

Sessions are not among them: their keys would stand in the page, and whoever reads a key is signed in.
"""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from apps.core.admin_sites import administers_here, platform_admin, tenant_admin
from apps.core.admin_tables import ReadOnlyAdmin


@admin.register(LogEntry, site=platform_admin)
@admin.register(LogEntry, site=tenant_admin)
class LogEntryAdmin(ReadOnlyAdmin):
    """What was done in this very admin: shared tables and each tenant keep a log of their own."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag")
    list_filter = ("action_flag", "content_type")
    search_fields = ("object_repr", "user__email", "user__name")
    list_select_related = ("user", "content_type")
    date_hierarchy = "action_time"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Staff by their rights; in a tenant also its managers, whose own log it is."""
        return super().has_view_permission(request, obj) or administers_here(request)


@admin.register(Permission, site=platform_admin)
class PermissionAdmin(ReadOnlyAdmin):
    list_display = ("name", "content_type", "codename")
    list_filter = ("content_type__app_label",)
    search_fields = ("name", "codename")
    list_select_related = ("content_type",)


@admin.register(ContentType, site=platform_admin)
class ContentTypeAdmin(ReadOnlyAdmin):
    list_display = ("app_label", "model")
    list_filter = ("app_label",)
    search_fields = ("app_label", "model")
