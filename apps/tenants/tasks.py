"""What is done for tenants later."""

from apps.core.queue import task
from apps.tenants import hostnames, retention, services, subscription

HOUR_SECONDS, DAY_SECONDS = 3600, 86_400


@task("tenants.refill_pool", public=True)
def refill_pool() -> None:
    services.refill_pool()


@task("tenants.look_after_plans", public=True, every_seconds=HOUR_SECONDS)
def look_after_plans() -> None:
    subscription.end_plans()
    subscription.remind_of_plans()


@task("tenants.check_claim", public=True, slow=True)
def check_claim(claim_id: str) -> None:
    hostnames.check_claim(claim_id)


@task("tenants.recheck_hosts", public=True, every_seconds=DAY_SECONDS)
def recheck_hosts() -> None:
    hostnames.recheck_hosts()


@task("tenants.start_retention", public=True, every_seconds=DAY_SECONDS)
def start_retention() -> None:
    retention.start_retention()


@task("tenants.apply_retention", timeout_seconds=300)
def apply_retention(tenant_id: str) -> None:
    retention.apply_retention(tenant_id)
