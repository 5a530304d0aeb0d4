"""Removes files that a process left behind when it was killed between storing a file and committing its row."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.module_loading import import_string

from apps.core.database_clock import database_now
from apps.core.modules import declaring
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.tenants.export_file import files_of
from apps.tenants.models import Tenant

# No transaction, no task and no wrong clock is that late: what no row names by then was never in one.
LEFT_ALONE = timedelta(days=1)
BATCH = 500


@transaction.atomic
def start_removing() -> int:
    """Have every workspace in use look for its own; says how many these are."""
    with scope(PUBLIC):
        tenants = list(Tenant.objects.active())
    for tenant in tenants:
        with scope(tenant):
            later("tenants.remove_left_files", tenant_id=tenant.pk)
    return len(tenants)


def remove_left_files(tenant_id: object) -> list[str]:
    """The names of what was removed: only files of apps that say which names their rows have."""
    tenant = Tenant.objects.active().filter(pk=tenant_id).first()
    if tenant is None:
        return []
    removed = []
    with scope(tenant):
        for config in declaring("named_files"):
            known = import_string(config.named_files)
            old = _old_files(f"tenants/{tenant.schema_name}/{config.label}/")
            for names in _in_batches(old):
                # Asked after the files were listed: what is stored from now on is not among them.
                named = known(names)
                removed += [name for name in names if name not in named]
    for name in removed:
        # It was never counted as the workspace's storage: the count was undone with the row.
        default_storage.delete(name)
    return removed


def _old_files(folder: str) -> Iterator[str]:
    before = database_now() - LEFT_ALONE
    schema_name = folder.split("/")[1]
    for name in files_of(schema_name, but="exports"):
        if name.startswith(folder) and _is_older(name, before):
            yield name


def _in_batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch


def _is_older(name: str, before: datetime) -> bool:
    try:
        return bool(default_storage.get_modified_time(name) < before)
    except FileNotFoundError:
        return False
