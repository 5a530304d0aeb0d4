"""In the platform's admin: what the provider was told of use, modules put on subscriptions, and recommendations."""

from django.contrib import admin
from unfold.contrib.filters.admin import RangeDateFilter

from apps.billing.models import Addition, MeterReport, Referral, ReferralCode
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin


@admin.register(MeterReport, site=platform_admin)
class MeterReportAdmin(ReadOnlyAdmin):
    list_display = ("used_at", "account", "meter", "value", "state", "reported_at", "problem")
    list_filter = ("state", "meter", ("used_at", RangeDateFilter))
    list_filter_submit = True
    list_select_related = ("account__tenant", "account__membership__user")
    search_fields = ("account__tenant__name", "account__tenant__slug", "meter")


@admin.register(Addition, site=platform_admin)
class AdditionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "subscription", "key", "quantity", "state", "problem")
    list_filter = ("state", ("created_at", RangeDateFilter))
    list_filter_submit = True
    list_select_related = ("subscription__account__tenant", "subscription__account__membership__user")
    search_fields = ("subscription__account__tenant__name", "subscription__stripe_id", "key")


@admin.register(ReferralCode, site=platform_admin)
class ReferralCodeAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "code", "account")
    list_select_related = ("account__tenant", "account__membership__user")
    search_fields = ("code", "account__tenant__name", "account__tenant__slug")


@admin.register(Referral, site=platform_admin)
class ReferralAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "account", "code", "state", "welcomed_at", "rewarded_at")
    list_filter = ("state", ("created_at", RangeDateFilter))
    list_filter_submit = True
    list_select_related = ("account__tenant", "account__membership__user", "code")
    search_fields = ("code__code", "account__tenant__name", "account__tenant__slug", "payment_id")
