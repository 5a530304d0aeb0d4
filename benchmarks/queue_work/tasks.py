"""The same work twice: through the queue of record, and as a plain Celery task."""

import celery
from celery import shared_task
from django.db import close_old_connections, connection

from apps.core.queue import task
from apps.core.scope import scope
from apps.tenants.models import Tenant


def one_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_member")
        cursor.fetchone()


@task("queue_work.through_queue")
def through_queue() -> None:
    one_query()


@shared_task(name="bench.plain", base=celery.Task)
def plain(schema_name: str) -> None:
    """What `.delay()` with a tenant comes to when its connection is kept, as ours is."""
    close_old_connections()
    with scope(Tenant.objects.get(schema_name=schema_name)):
        one_query()
