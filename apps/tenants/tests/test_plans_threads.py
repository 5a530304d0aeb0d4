"""Limits of plans hold when many ask at once."""

from threading import Thread

import pytest
from django.db import connection

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import add_member, create_user
from apps.tenants.models import Tenant
from apps.tenants.plan_use import PlanLimitError
from apps.tenants.subscription import change_plan
from tests.people import PASSWORD

pytestmark = pytest.mark.usefixtures("committed")


def test_of_ten_who_join_at_once_only_as_many_come_in_as_the_plan_has_room_for(acme: Tenant) -> None:
    change_plan(acme, plan="free")
    users = [create_user(email=f"p{n}@acme.example", password=PASSWORD, name=f"P {n}") for n in range(10)]
    answers: list[str] = []

    def join(number: int) -> None:
        try:
            add_member(acme, user=users[number], role=Role.MEMBER)
            answers.append("in")
        except PlanLimitError as problem:
            answers.append(problem.code)
        finally:
            connection.close()

    threads = [Thread(target=join, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    change_plan(acme, plan="enterprise")

    assert sorted(answers) == ["in"] * 3 + ["plan-limit"] * 7
    assert Membership.objects.filter(tenant=acme).count() == 3
