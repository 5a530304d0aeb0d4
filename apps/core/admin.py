"""The queue of record in the platform's admin: what waits, what went wrong, and a button to try it again."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import FieldTextFilter
from unfold.decorators import display

from apps.core import admin_history  # noqa: F401 -- registers Django's own tables
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import TableAdmin, declared_filter
from apps.core.models import QueuedTask
from apps.core.queue.registry import queue_names
from apps.core.queue.replay import replay_all


@admin.register(QueuedTask, site=platform_admin)
class QueuedTaskAdmin(TableAdmin):
    list_display = ("name", "shown_state", "tenant", "progress", "attempts", "problem_title", "created_at")
    list_filter = (
        "state",
        declared_filter(_("queue"), "queue", lambda: [(name, name) for name in queue_names()]),
        ("name", FieldTextFilter),
    )
    list_filter_submit = True
    search_fields = ("name__startswith", "schema_name", "problem_code", "problem_title")
    # Counting a table that grows with every piece of work would cost more than the page.
    show_full_result_count = False
    list_per_page = 50
    actions = ("replay_selected",)

    @display(
        description=_("State"),
        ordering="state",
        label={
            QueuedTask.State.RUNNING: "info",
            QueuedTask.State.FAILED: "warning",
            QueuedTask.State.DEAD: "danger",
            QueuedTask.State.REFUSED: "danger",
        },
    )
    def shown_state(self, task: QueuedTask) -> tuple[str, str]:
        return task.state, task.get_state_display()

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueuedTask]:
        """With the tenant's name, which the row does not hold; it is looked up for the rows of the page only."""
        tenants = apps.get_model(settings.TENANT_MODEL)._base_manager.filter(pk=OuterRef("tenant_id"))
        found: QuerySet[QueuedTask] = super().get_queryset(request)
        return found.annotate(tenant_name=Subquery(tenants.values("name")[:1]))

    @admin.display(description=_("tenant"), ordering="schema_name")
    def tenant(self, task: QueuedTask) -> str:
        return getattr(task, "tenant_name", None) or task.schema_name

    @admin.display(description=_("Progress"))
    def progress(self, task: QueuedTask) -> str:
        return f"{task.progress_percent} % {task.progress_step}".strip()

    @admin.action(description=_("Try the selected tasks again"), permissions=["change"])
    def replay_selected(self, request: HttpRequest, tasks: QuerySet[QueuedTask]) -> None:
        count = replay_all(tasks)
        said = ngettext("%(count)d task will be tried again.", "%(count)d tasks will be tried again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def get_readonly_fields(self, request: HttpRequest, obj: QueuedTask | None = None) -> tuple[str, ...]:
        """A row is changed by workers and by replaying it only."""
        return tuple(field.name for field in QueuedTask._meta.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: QueuedTask | None = None) -> bool:
        return False
