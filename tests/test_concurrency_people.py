"""Decisions about the same people at once: a workspace keeps an owner, and nobody is let in twice."""

from collections import Counter

import pytest
from django.db import transaction

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import (
    add_member,
    change_role,
    remove_member,
    suspend_member,
    transfer_ownership,
)
from apps.audit.models import AuditLink
from apps.audit.queries import verify_chain
from apps.audit.services import record
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant
from tests.at_once import at_once, before_it_commits, outcome
from tests.people import NewMember

pytestmark = pytest.mark.usefixtures("committed")


def owners(tenant: Tenant) -> list[str]:
    return sorted(
        Membership.objects.filter(tenant=tenant, role=Role.OWNER, is_active=True).values_list("user__name", flat=True)
    )


def fresh(membership: Membership) -> Membership:
    """As another request would have it."""
    return Membership.objects.select_related("tenant", "user").get(pk=membership.pk)


def test_two_owners_who_step_down_at_once_leave_one(acme: Tenant, ada: Membership, new_member: NewMember) -> None:
    eve = new_member("eve", acme, Role.OWNER)

    outcomes = at_once(*[outcome(change_role, fresh(one), role=Role.MEMBER, by=fresh(one)) for one in (ada, eve)])

    assert (Counter(outcomes), len(owners(acme))) == ({"done": 1, "last-owner": 1}, 1)


def test_two_owners_who_remove_each_other_at_once_leave_one(
    acme: Tenant, ada: Membership, new_member: NewMember
) -> None:
    eve = new_member("eve", acme, Role.OWNER)

    outcomes = at_once(
        outcome(remove_member, fresh(eve), by=fresh(ada)),
        outcome(suspend_member, fresh(ada), by=fresh(eve)),
    )

    assert (Counter(outcomes), len(owners(acme))) == ({"done": 1, "role-above-yours": 1}, 1)


def test_ownership_handed_to_two_at_once_goes_to_one(
    acme: Tenant, ada: Membership, ben: Membership, gia: Membership
) -> None:
    outcomes = at_once(*[outcome(transfer_ownership, fresh(one), by=fresh(ada)) for one in (ben, gia)])

    assert (Counter(outcomes), len(owners(acme))) == ({"done": 1, "role-above-yours": 1}, 1)


def test_person_who_joins_many_times_at_once_is_one_member(acme: Tenant) -> None:
    user = User.objects.create_user("eve@acme.example", "a password of nobody", name="Eve")

    outcomes = at_once(*[outcome(add_member, acme, user=user, role=Role.MEMBER)] * 6)

    assert Counter(outcomes) == {"done": 1, "already-member": 5}
    assert Membership.objects.filter(user=user).count() == 1


def test_person_who_comes_back_many_times_at_once_comes_back_once(
    acme: Tenant, ada: Membership, ben: Membership
) -> None:
    remove_member(ben, by=ada)

    outcomes = at_once(*[outcome(add_member, acme, user=ben.user, role=Role.MEMBER)] * 6)

    assert Counter(outcomes) == {"done": 1, "already-member": 5}


def test_who_comes_back_waits_for_whoever_decides_about_the_workspaces_people(
    acme: Tenant, ada: Membership, ben: Membership, gia: Membership
) -> None:
    remove_member(ben, by=ada)

    answer = before_it_commits(
        lambda: (change_role(gia, role=Role.MEMBER, by=ada), fresh(ben)),
        outcome(add_member, acme, user=ben.user, role=Role.MEMBER),
    )

    assert (answer, fresh(ben).is_active, fresh(gia).role) == ("done", True, "member")


def test_logs_of_two_workspaces_and_the_platform_written_in_any_order_never_lock_each_other(
    acme: Tenant, beta: Tenant
) -> None:
    def write(*places: Tenant) -> None:
        for _ in range(15):
            with transaction.atomic():
                for place in places:
                    with scope(place):
                        record("log.exported")

    orders = [(acme, beta, PUBLIC), (beta, PUBLIC, acme), (PUBLIC, acme, beta), (beta, acme, PUBLIC)]
    at_once(*[lambda order=order: write(*order) for order in orders])

    for place in (acme, beta, PUBLIC):
        with scope(place):
            assert (verify_chain().holds, AuditLink.objects.count()) == (True, 60)
