"""Calls, budgets and providers of all tenants in the platform's administration."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from apps.ai.models import AiCall, AiPolicy, AiSpending, TenantProvider
from apps.ai.services import set_platform_budget
from apps.core.admin_deeds import Deed, ReasonForm
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin
from apps.tenants.admin import TenantAdmin


@admin.register(AiCall, site=platform_admin)
class AiCallAdmin(ReadOnlyAdmin):
    """What was asked and answered is there only where the tenant keeps it."""

    list_display = ("created_at", "tenant", "feature", "provider", "model", "outcome", "cost", "milliseconds")
    list_filter = ("feature", "failure", "is_own", "is_cached", ("created_at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("tenant__name", "tenant__slug", "feature", "prompt", "provider", "model")
    list_select_related = ("tenant",)

    @display(description=_("outcome"), ordering="failure", label={"answered": "success", "failed": "danger"})
    def outcome(self, call: AiCall) -> tuple[str, str]:
        if call.failure:
            return "failed", str(call.get_failure_display())
        return "answered", str(_("Answered"))


@admin.register(AiSpending, site=platform_admin)
class AiSpendingAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "month", "spent", "platform_spent", "platform_reserved")
    list_filter = (("month", RangeDateFilter),)
    list_filter_submit = True
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(AiPolicy, site=platform_admin)
class AiPolicyAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "is_on", "monthly_budget", "platform_budget", "keeps_contents")
    list_filter = ("is_on", "keeps_contents")
    search_fields = ("tenant__name", "tenant__slug")
    list_select_related = ("tenant",)


@admin.register(TenantProvider, site=platform_admin)
class TenantProviderAdmin(ReadOnlyAdmin):
    """Keys are sealed and shown to nobody."""

    list_display = ("tenant", "name", "base_url", "model", "is_active", "updated_at")
    list_filter = ("is_active",)
    search_fields = ("tenant__name", "tenant__slug", "name", "model", "base_url")
    list_select_related = ("tenant",)


class BudgetForm(ReasonForm):
    """How much a month, and why."""

    amount = forms.DecimalField(
        label=_("Budget of a month, in USD"),
        help_text=_("Empty: as much as every workspace."),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    field_order = ("amount", "reason")


TenantAdmin.deeds += (
    Deed(
        "ai-budget",
        _("AI budget"),
        _("What the workspace may spend in a month at the language models that the platform pays for."),
        "tenants.change_plan",
        set_platform_budget,
        BudgetForm,
        icon="psychology",
    ),
)
