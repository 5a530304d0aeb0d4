"""How long `manage.py migrate` takes over many tenants, from the start of the process to its end.

The peer is the command of django-tenants over the first of these tenants, reckoned up to as many: all of them would
take it minutes. Its own start is not counted for it. On a busy machine the seconds of the processor say more than those
of the clock.
"""

import re
import time
from collections.abc import Iterator
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks import Figure
from benchmarks.scratch import Scratch, scratch

SIZES = (100, 200, 300)
PEER_TENANTS = 15
PEER = """
import time
from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand
from django.core.management import call_command
from apps.tenants.models import Tenant
schemas = list(Tenant.objects.order_by("created_at").values_list("schema_name", flat=True)[:{number}])
began = time.perf_counter()
for schema in schemas:
    call_command(MigrateSchemasCommand(), schema_name=schema, tenant=True, interactive=False, verbosity=0)
print("peer seconds", time.perf_counter() - began)
"""


def measured(place: Scratch, expected: str) -> tuple[float, float]:
    """Seconds of the clock and of the processor that `migrate` takes."""
    began, used = time.perf_counter(), processor_seconds()
    said = place.run("migrate")
    took = round(time.perf_counter() - began, 2), round(processor_seconds() - used, 2)
    if expected not in said:
        raise RuntimeError(f"migrate should have said {expected!r}: {said[-2000:]}")
    return took


def processor_seconds() -> float:
    """What all children of this process have used until now."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peer_seconds(place: Scratch, tenants: int) -> float:
    """What django-tenants' command would take for so many."""
    said = place.run("shell", "--no-imports", "--command", PEER.format(number=PEER_TENANTS))
    found = re.search(r"^peer seconds ([\d.]+)$", said, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the peer said {said[-2000:]}")
    return round(float(found[1]) / PEER_TENANTS * tenants, 1)


def figures(what: str, tenants: int, took: tuple[float, float], peer: float) -> Iterator[Figure]:
    clock, processor = took
    name = f"migrate, {what}, {tenants} tenants"
    yield Figure(name, clock, "s", f"django-tenants, from {PEER_TENANTS} tenants", peer)
    yield Figure(f"{name}, processor", processor, "s")


def run() -> Iterator[Figure]:
    with scratch() as place:
        place.run("migrate")
        made = 0
        for size in SIZES:
            place.create_tenants(size - made)
            made = size
            idle = measured(place, "All tenants are up to date.")
            yield from figures("nothing to do", size, idle, peer_seconds(place, size))
            place.add_column(f"bench_{size}_peer")
            # The shared schema and the text first, so that the peer is asked for tenants only.
            place.run("migrate", "--shared")
            column_peer = peer_seconds(place, size)
            place.run("migrate")
            place.add_column(f"bench_{size}")
            column = measured(place, f"{size} tenants migrated.")
            yield from figures("one column added", size, column, column_peer)
