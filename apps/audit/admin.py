"""The log in the administration: the platform's for staff, a workspace's for those who administer it. Read only."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter

from apps.audit.models import AuditEntry, AuditLink
from apps.audit.queries import all_actions
from apps.core.admin_sites import administers_here, platform_admin, tenant_admin
from apps.core.admin_tables import ReadOnlyAdmin, declared_filter


@admin.register(AuditEntry, site=platform_admin)
@admin.register(AuditEntry, site=tenant_admin)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "shown_action", "target_label", "actor_kind", "actor", "as_whom", "address")
    list_filter = (
        "actor_kind",
        declared_filter(_("action"), "action", lambda: all_actions().items()),
        ("at", RangeDateFilter),
    )
    list_filter_submit = True
    search_fields = ("target_label", "target_id", "actor_label", "action")
    show_full_result_count = False

    @admin.display(description=_("Action"), ordering="action")
    def shown_action(self, entry: AuditEntry) -> str:
        return str(all_actions().get(entry.action, entry.action))

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """With what people are called now, which the log does not hold."""
        people = get_user_model()._base_manager
        found: QuerySet[AuditEntry] = super().get_queryset(request)
        return found.annotate(
            actor_email=Subquery(people.filter(pk=OuterRef("actor_id")).values("email")[:1]),
            whose_email=Subquery(people.filter(pk=OuterRef("on_behalf_of")).values("email")[:1]),
        )

    @admin.display(description=_("actor"))
    def actor(self, entry: AuditEntry) -> str:
        return getattr(entry, "actor_email", None) or entry.actor_label or "-"

    @admin.display(description=_("on behalf of"))
    def as_whom(self, entry: AuditEntry) -> str:
        return getattr(entry, "whose_email", None) or "-"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return super().has_view_permission(request, obj) or administers_here(request)


@admin.register(AuditLink, site=platform_admin)
@admin.register(AuditLink, site=tenant_admin)
class AuditLinkAdmin(ReadOnlyAdmin):
    list_display = ("number", "hash")
    search_fields = ("hash",)
    show_full_result_count = False
    fields = ("number", "entry", "hash")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return super().has_view_permission(request, obj) or administers_here(request)
