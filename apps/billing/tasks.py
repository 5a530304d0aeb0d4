"""What billing does later, and by the clock."""

from apps.billing import services
from apps.core.queue import task

MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3_600, 86_400


@task("billing.apply_event", slow=True, timeout_seconds=120, public=True)
def apply_event(event_id: str) -> None:
    services.apply_event(event_id)


@task("billing.sweep_events", public=True, every_seconds=MINUTE_SECONDS)
def sweep_events() -> None:
    services.sweep_events()


@task("billing.expire_credits", public=True, every_seconds=HOUR_SECONDS)
def expire_credits() -> None:
    services.expire_credits()


@task("billing.grant_months", public=True, every_seconds=HOUR_SECONDS)
def grant_months() -> None:
    services.grant_months()


@task("billing.welcome_newcomers", public=True, every_seconds=MINUTE_SECONDS)
def welcome_newcomers() -> None:
    services.welcome_newcomers()


@task("billing.queue_meter_reports", public=True, every_seconds=5 * MINUTE_SECONDS)
def queue_meter_reports() -> None:
    services.queue_meter_reports()


@task("billing.report_use", slow=True, timeout_seconds=300, public=True)
def report_use(account_id: str) -> None:
    services.report_use(account_id)


@task("billing.reconcile_day", slow=True, timeout_seconds=600, public=True, every_seconds=HOUR_SECONDS)
def reconcile_day() -> None:
    services.reconcile_later(whole=False)


@task("billing.reconcile_all", slow=True, timeout_seconds=600, public=True, every_seconds=DAY_SECONDS)
def reconcile_all() -> None:
    services.reconcile_later(whole=True)


@task("billing.mend", slow=True, timeout_seconds=120, public=True)
def mend(run_id: str, account_id: str, kind: str, object_id: str) -> None:
    services.mend_of(run_id, account_id=account_id, kind=kind, object_id=object_id)


@task("billing.queue_later_changes", public=True, every_seconds=MINUTE_SECONDS)
def queue_later_changes() -> None:
    services.queue_later_changes()


@task("billing.make_later_changes", slow=True, timeout_seconds=120, public=True)
def make_later_changes(subscription_id: str) -> None:
    services.make_later_changes(services.subscription_by_id(subscription_id))


@task("billing.queue_ends_of_closed", public=True, every_seconds=HOUR_SECONDS)
def queue_ends_of_closed() -> None:
    services.queue_ends_of_closed()


@task("billing.end_of_closed", slow=True, timeout_seconds=120, public=True)
def end_of_closed(subscription_id: str) -> None:
    services.end_of_closed(services.subscription_by_id(subscription_id))
