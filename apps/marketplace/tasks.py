"""What time does to licenses and reservations, later."""

from apps.core.queue import task
from apps.marketplace import services

HOUR_SECONDS = 3_600


@task("marketplace.write_down_what_time_did", public=True, every_seconds=HOUR_SECONDS)
def write_down_what_time_did() -> None:
    services.write_down_what_time_did()


@task("marketplace.expire_reservations", public=True, every_seconds=HOUR_SECONDS)
def expire_reservations() -> None:
    services.expire_reservations()


@task("marketplace.end_over_allocation", public=True, every_seconds=HOUR_SECONDS)
def end_over_allocation() -> None:
    services.end_over_allocation()


@task("marketplace.send_reminders", public=True, every_seconds=HOUR_SECONDS)
def send_reminders() -> None:
    services.send_reminders()
