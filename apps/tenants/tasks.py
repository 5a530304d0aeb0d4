"""What is done for tenants later."""

from apps.core.queue import task
from apps.tenants import services


@task("tenants.refill_pool", public=True)
def refill_pool() -> None:
    services.refill_pool()
