"""`python -m tests.queue_app.enqueue SCHEMA FIRST COUNT SECONDS` queues work as a web process would, bells and all."""

import sys

import django
from django.db import transaction


def main(schema_name: str, first: str, count: str, seconds: str) -> None:
    django.setup()
    from apps.core.queue import later  # noqa: PLC0415 -- after Django's set-up
    from apps.core.scope import scope  # noqa: PLC0415 -- after Django's set-up
    from apps.tenants.models import Tenant  # noqa: PLC0415 -- after Django's set-up

    with scope(Tenant.objects.get(schema_name=schema_name)):
        for number in range(int(first), int(first) + int(count)):
            with transaction.atomic():
                later("core.work", number=number, seconds=float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
