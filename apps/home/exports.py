"""What pages and API say about exports of a workspace."""

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.core.models import QueuedTask
from apps.tenants.models import Tenant, TenantExport


def exports_of(tenant: Tenant) -> QuerySet[TenantExport]:
    """The exports of the tenant, the newest first, each knowing how far it is."""
    task = QueuedTask.objects.filter(pk=OuterRef("task_id")).values("progress_percent")
    percent = Coalesce(Subquery(task), 0, output_field=IntegerField())
    return TenantExport.objects.filter(tenant=tenant).select_related("tenant").annotate(percent=percent)
