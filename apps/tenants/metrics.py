"""How many tenants there are, what their files take, and which wait for migrations."""

from collections.abc import Iterator

from django.db.models import Count, Sum

from apps.core.metrics import Metric, Sample, measures
from apps.tenants.migrating import tenants_behind
from apps.tenants.models import StorageUse, Tenant

TENANTS = Metric("rostrum_tenants", "Tenants by status; spare ones wait for a sign-up.", ("status",))
STORED = Metric("rostrum_stored_bytes", "What files of all tenants take.")
BEHIND = Metric("rostrum_tenants_behind", "Tenants whose schema lacks migrations of this version.")


@measures("tenants", TENANTS, STORED, BEHIND)
def measure_tenants() -> Iterator[Sample]:
    counts = dict(Tenant.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in Tenant.Status.values:
        yield Sample(TENANTS, counts.get(status, 0), (status,))
    yield Sample(STORED, StorageUse.objects.aggregate(sum=Sum("used"))["sum"] or 0)
    yield Sample(BEHIND, tenants_behind())
