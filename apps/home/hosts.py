"""What pages and API say about a workspace's host names."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from apps.core.models import QueuedTask
from apps.tenants.models import Domain, DomainClaim, Tenant


def claims_of(tenant: Tenant) -> QuerySet[DomainClaim]:
    """The tenant's names by name, each knowing whether it is being checked right now."""
    working = QueuedTask.objects.filter(pk=OuterRef("task_id"), finished_at__isnull=True)
    claims = DomainClaim.objects.filter(tenant=tenant).select_related("tenant")
    return claims.annotate(is_being_checked=Exists(working))


def platform_host(tenant: Tenant) -> str:
    """The name that the platform gives every workspace."""
    return f"{tenant.slug}.{settings.BASE_DOMAIN}"


def primary_host(tenant: Tenant) -> str:
    """The name that mails link to; the platform's own where none was chosen."""
    chosen = Domain.objects.filter(tenant=tenant, is_primary=True).values_list("domain", flat=True).first()
    return chosen or platform_host(tenant)
