"""What is done for tenants later."""

from apps.core.queue import task
from apps.tenants import api_calls, closing, exports, hostnames, left_files, retention, services, subscription

MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3600, 86_400


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


@task("tenants.make_export", public=True, slow=True, timeout_seconds=600)
def make_export(export_id: str) -> None:
    exports.make_export(export_id)


@task("tenants.remove_old_exports", public=True, slow=True, every_seconds=HOUR_SECONDS)
def remove_old_exports() -> None:
    exports.remove_old_exports()


@task("tenants.start_removing_left_files", public=True, every_seconds=DAY_SECONDS)
def start_removing_left_files() -> None:
    left_files.start_removing()


@task("tenants.remove_left_files", slow=True, timeout_seconds=600)
def remove_left_files(tenant_id: str) -> None:
    left_files.remove_left_files(tenant_id)


@task("tenants.start_erasing", public=True, every_seconds=HOUR_SECONDS)
def start_erasing() -> None:
    closing.start_erasing()


@task("tenants.erase_step", public=True, timeout_seconds=120)
def erase_step(tenant_id: str) -> None:
    closing.erase_step(tenant_id)


@task("tenants.collect_calls", public=True, every_seconds=MINUTE_SECONDS)
def collect_calls() -> None:
    api_calls.collect_calls()
