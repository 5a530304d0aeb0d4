"""Licenses, seats and usage in the platform's admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from apps.core.admin_deeds import ShownAdmin, ShownInline
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin
from apps.core.modules import all_modules
from apps.marketplace.admin_deeds import DEEDS, GRANT, MORE, RIGHT, module_choices, title_of_module
from apps.marketplace.admin_grants import GrantsFromFile
from apps.marketplace.models import License, LicenseChange, LicenseReminder, Reservation, Seat, Usage
from apps.marketplace.services import assign_seat, take_seat_back, take_seats_back
from apps.marketplace.states import LicenseState
from apps.tenants.admin import TenantAdmin


class ModuleFilter(SimpleListFilter):
    """Offers the modules that are installed instead of asking the whole table which there are."""

    title = _("module")
    parameter_name = "module"
    field = "module"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return module_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class MeterFilter(ModuleFilter):
    """The meters that the modules declare."""

    title = _("meter")
    parameter_name = field = "meter"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [(meter.name, meter.title) for config in all_modules() for meter in config.meters]


class LicensesModuleFilter(ModuleFilter):
    field = "license__module"


class SeatsOfLicense(ShownInline):
    """Who has a seat."""

    model = Seat
    fields = ("membership", "created_at")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        found = super().get_queryset(request)
        return found.select_related("membership__user", "membership__tenant")  # type: ignore[no-any-return]  # as unfold


class ChangesOfLicense(ShownInline):
    """What became of it, the newest first."""

    model = LicenseChange
    fields = ("at", "from_state", "to_state", "actor_kind", "why")
    show_change_link = False
    verbose_name_plural = _("History")


@admin.register(License, site=platform_admin)
class LicenseAdmin(GrantsFromFile, ShownAdmin):
    actions_list = (*ShownAdmin.actions_list, "grant_from_file")
    list_display = ("tenant", "module_title", "kind", "shown_state", "seat_limit", "starts_at", "ends_at")
    list_filter = (ModuleFilter, "kind", "state", ("ends_at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("tenant__name", "tenant__slug", "module")
    list_select_related = ("tenant",)
    fields = (
        *("tenant", "module_title", "kind", "state_now", "seat_limit", "auto_assign_roles"),
        *("starts_at", "ends_at", "trial_started_at"),
    )
    readonly_fields = ("module_title", "state_now")
    inlines = (SeatsOfLicense, ChangesOfLicense)
    deeds = DEEDS

    @admin.display(description=_("module"), ordering="module")
    def module_title(self, license_: License) -> str:
        return title_of_module(license_.module)

    @admin.display(description=_("state"))
    def state_now(self, license_: License) -> str:
        """As it is at this moment, whether or not a job has written it down."""
        return str(LicenseState(license_.state_now).label)

    @display(
        description=_("state"),
        ordering="state",
        label={
            LicenseState.ACTIVE: "success",
            LicenseState.TRIALING: "info",
            LicenseState.GRACE: "warning",
            LicenseState.READ_ONLY: "warning",
            LicenseState.EXPIRED: "danger",
        },
    )
    def shown_state(self, license_: License) -> tuple[str, str]:
        return license_.state_now, self.state_now(license_)


@admin.register(Seat, site=platform_admin)
class SeatAdmin(TableAdmin):
    """Given and taken back by the services, so that the limit holds and it is written down."""

    list_display = ("person", "tenant", "module_title", "created_at")
    list_filter = (LicensesModuleFilter, ("created_at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("license__tenant__name", "license__tenant__slug", "membership__user__email")
    list_select_related = ("license__tenant", "membership__user", "membership__tenant")
    autocomplete_fields = ("license", "membership")

    @admin.display(description=_("person"), ordering="membership__user__email")
    def person(self, seat: Seat) -> str:
        return str(seat.membership.user)

    @admin.display(description=_("tenant"), ordering="license__tenant__name")
    def tenant(self, seat: Seat) -> str:
        return str(seat.license.tenant)

    @admin.display(description=_("module"), ordering="license__module")
    def module_title(self, seat: Seat) -> str:
        return title_of_module(seat.license.module)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.has_perm(RIGHT))

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A seat is passed on by giving it to somebody else."""
        return False

    def save_model(self, request: HttpRequest, obj: Seat, form: object, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        obj.pk = assign_seat(obj.license, membership=obj.membership).pk

    def delete_model(self, request: HttpRequest, obj: Seat) -> None:
        take_seat_back(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Seat]) -> None:
        take_seats_back(queryset.select_related("license__tenant", "membership"))


@admin.register(Usage, site=platform_admin)
class UsageAdmin(ShownAdmin):
    list_display = ("tenant", "module", "meter", "month", "used", "reserved", "granted")
    list_filter = (ModuleFilter, MeterFilter, ("month", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)
    fields = ("tenant", "module", "meter", "month", "membership", "used", "reserved", "granted")
    deeds = (MORE,)


@admin.register(LicenseChange, site=platform_admin)
class LicenseChangeAdmin(ReadOnlyAdmin):
    list_display = ("license", "from_state", "to_state", "actor_kind", "actor_label", "why", "at")
    list_filter = (LicensesModuleFilter, "to_state", "actor_kind")
    search_fields = ("license__tenant__name", "license__module", "actor_kind", "actor_label", "why")
    list_select_related = ("license__tenant",)


@admin.register(LicenseReminder, site=platform_admin)
class LicenseReminderAdmin(ReadOnlyAdmin):
    list_display = ("license", "days_before", "ends_at", "at")
    list_filter = (LicensesModuleFilter, "days_before")
    search_fields = ("license__tenant__name", "license__module")
    list_select_related = ("license__tenant",)


@admin.register(Reservation, site=platform_admin)
class ReservationAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "module", "meter", "key", "amount", "state", "expires_at")
    list_filter = (ModuleFilter, MeterFilter, "state")
    search_fields = ("tenant__name", "tenant__slug", "key")
    list_select_related = ("tenant",)


class LicensesOfTenant(ShownInline):
    """What the tenant has."""

    model = License
    fields = ("module", "kind", "state", "seat_limit", "ends_at")


class UsageOfTenant(ShownInline):
    """What was counted, the newest month first."""

    model = Usage
    fields = ("month", "module", "meter", "used")
    show_change_link = False


TenantAdmin.deeds += (GRANT,)
TenantAdmin.inlines += [LicensesOfTenant, UsageOfTenant]
