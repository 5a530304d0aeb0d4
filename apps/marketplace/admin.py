"""Licenses, seats and usage in the platform's admin."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import TableAdmin
from apps.marketplace.models import License, LicenseChange, LicenseReminder, Reservation, Seat, Usage


@admin.register(License, site=platform_admin)
class LicenseAdmin(TableAdmin):
    list_display = ("tenant", "module", "kind", "state", "seat_limit", "ends_at")
    list_filter = ("module", "kind", "state")
    search_fields = ("tenant__name", "tenant__slug", "module")
    list_select_related = ("tenant",)
    autocomplete_fields = ("tenant",)
    readonly_fields = ("trial_started_at",)


@admin.register(Seat, site=platform_admin)
class SeatAdmin(TableAdmin):
    list_display = ("license", "membership", "created_at")
    list_filter = ("license__module",)
    search_fields = ("license__tenant__name", "membership__user__email")
    list_select_related = ("license__tenant", "membership__user", "membership__tenant")
    autocomplete_fields = ("license", "membership")


@admin.register(Usage, site=platform_admin)
class UsageAdmin(TableAdmin):
    list_display = ("tenant", "module", "meter", "month", "used", "reserved", "granted")
    list_filter = ("module", "meter", "month")
    search_fields = ("tenant__name", "tenant__slug", "module", "meter")
    list_select_related = ("tenant",)
    readonly_fields = ("tenant", "module", "meter", "month", "membership", "used", "reserved", "granted")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class HistoryAdmin(TableAdmin):
    """What happened can be read and not be changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(LicenseChange, site=platform_admin)
class LicenseChangeAdmin(HistoryAdmin):
    list_display = ("license", "from_state", "to_state", "actor_kind", "actor_label", "why", "at")
    list_filter = ("license__module", "to_state", "actor_kind")
    search_fields = ("license__tenant__name", "license__module", "actor_kind", "actor_label", "why")
    list_select_related = ("license__tenant",)


@admin.register(LicenseReminder, site=platform_admin)
class LicenseReminderAdmin(HistoryAdmin):
    list_display = ("license", "days_before", "ends_at", "at")
    list_filter = ("license__module", "days_before")
    search_fields = ("license__tenant__name", "license__module")
    list_select_related = ("license__tenant",)


@admin.register(Reservation, site=platform_admin)
class ReservationAdmin(HistoryAdmin):
    list_display = ("tenant", "module", "meter", "key", "amount", "state", "expires_at")
    list_filter = ("module", "meter", "state")
    search_fields = ("tenant__name", "tenant__slug", "key")
    list_select_related = ("tenant",)
