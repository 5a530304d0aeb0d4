"""A plan's storage holds when many files come at once."""

from threading import Thread

import pytest
from django.db import connection

from apps.tenants.models import StorageUse, Tenant
from apps.tenants.plan_use import PlanLimitError
from apps.tenants.storage_use import take_storage
from apps.tenants.subscription import change_plan

pytestmark = pytest.mark.usefixtures("committed")


def test_of_twenty_files_at_once_only_those_get_in_that_fit(acme: Tenant) -> None:
    change_plan(acme, plan="free")
    room, size = 1024**3 // 2, 1024**2
    StorageUse.objects.create(tenant=acme, used=room - 7 * size)
    answers: list[str] = []

    def store() -> None:
        try:
            take_storage(acme, size)
            answers.append("in")
        except PlanLimitError as problem:
            answers.append(problem.code)
        finally:
            connection.close()

    threads = [Thread(target=store) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    change_plan(acme, plan="enterprise")

    assert sorted(answers) == ["in"] * 7 + ["plan-limit"] * 13
    assert StorageUse.objects.get(tenant=acme).used == room
