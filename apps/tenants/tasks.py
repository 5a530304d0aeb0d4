"""What is done for tenants later."""

from apps.core.queue import task
from apps.tenants import services, subscription

HOUR_SECONDS = 3600


@task("tenants.refill_pool", public=True)
def refill_pool() -> None:
    services.refill_pool()


@task("tenants.look_after_plans", public=True, every_seconds=HOUR_SECONDS)
def look_after_plans() -> None:
    subscription.end_plans()
    subscription.remind_of_plans()
