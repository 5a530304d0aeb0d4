"""Invitations answered, sent and taken back at once: each lets in one person, once."""

from collections import Counter

import pytest

from apps.accounts import services
from apps.accounts.models import ApiKey, Invitation, Membership, User, hash_of_key
from apps.accounts.roles import Role
from apps.accounts.services import (
    accept_as,
    accept_as_new_person,
    invite,
    make_api_key,
    resend_invitation,
    revoke_invitation,
)
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.subscription import change_plan
from tests.at_once import at_once, before_it_commits, outcome
from tests.people import PASSWORD, NewMember

pytestmark = pytest.mark.usefixtures("committed")

KEY = "a key that stands in the mail only"


def with_key(invitation: Invitation, key: str = KEY) -> Invitation:
    """As if this key stood in its mail."""
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_of_key(key))
    return invitation


def noted(tenant: Tenant, action: str) -> int:
    with scope(tenant):
        return AuditEntry.objects.filter(action=action).count()


def test_invitation_accepted_many_times_at_once_makes_one_person_and_one_member(acme: Tenant, ada: Membership) -> None:
    with_key(invite(ada, email="eve@acme.example", role=Role.MEMBER))

    outcomes = at_once(*[outcome(accept_as_new_person, KEY, name="Eve", password=PASSWORD)] * 6)

    assert Counter(outcomes) == {"done": 1, "invitation-gone": 5}
    assert User.objects.filter(email="eve@acme.example").count() == 1
    assert noted(acme, "invitation.accepted") == 1


def test_invitation_accepted_many_times_at_once_by_who_has_an_account_makes_one_member(
    acme: Tenant, ada: Membership, cleo: Membership
) -> None:
    with_key(invite(ada, email=cleo.user.email, role=Role.GUEST))

    outcomes = at_once(*[outcome(accept_as, cleo.user, KEY)] * 6)

    assert Counter(outcomes) == {"done": 1, "invitation-gone": 5}
    assert Membership.objects.filter(user=cleo.user, tenant=acme).count() == 1


def test_invitation_that_is_taken_back_in_the_same_moment_lets_nobody_in(acme: Tenant, ada: Membership) -> None:
    invitation = with_key(invite(ada, email="eve@acme.example", role=Role.MEMBER))

    answer = before_it_commits(
        lambda: revoke_invitation(invitation, by=ada), outcome(accept_as_new_person, KEY, name="Eve", password=PASSWORD)
    )

    assert (answer, User.objects.filter(email="eve@acme.example").exists()) == ("invitation-gone", False)


def test_key_that_is_replaced_in_the_same_moment_lets_nobody_in(ada: Membership) -> None:
    invitation = with_key(invite(ada, email="eve@acme.example", role=Role.MEMBER))

    answer = before_it_commits(
        lambda: resend_invitation(invitation, by=ada), outcome(accept_as_new_person, KEY, name="Eve", password=PASSWORD)
    )

    assert answer == "invitation-gone"


def test_same_address_invited_many_times_at_once_gets_one_invitation(acme: Tenant, ada: Membership) -> None:
    outcomes = at_once(
        *[outcome(invite, ada, email=email, role=Role.MEMBER) for email in ("eve@x.example", "EVE@x.example") * 3]
    )

    assert Counter(outcomes) == {"done": 1, "already-invited": 5}
    assert Invitation.objects.count() == noted(acme, "invitation.sent") == 1


def test_more_who_accept_at_once_than_the_plan_has_room_for_do_not_all_come_in(acme: Tenant, ada: Membership) -> None:
    for number in range(6):
        with_key(invite(ada, email=f"p{number}@acme.example", role=Role.MEMBER), f"{KEY} {number}")
    change_plan(acme, plan="free")

    outcomes = at_once(
        *[outcome(accept_as_new_person, f"{KEY} {number}", name="P", password=PASSWORD) for number in range(6)]
    )

    change_plan(acme, plan="enterprise")
    assert Counter(outcomes) == {"done": 2, "plan-limit": 4}
    assert Membership.objects.filter(tenant=acme).count() == 3
    # Who had no room keeps the invitation for when there is.
    assert Invitation.objects.open().count() == 4


def test_people_invited_while_others_join_and_change_never_lock_each_other_for_good(
    acme: Tenant, ada: Membership, new_member: NewMember
) -> None:
    eve = new_member("eve", acme, Role.MEMBER)
    for number in range(3):
        with_key(invite(ada, email=f"p{number}@acme.example", role=Role.MEMBER), f"{KEY} {number}")

    def change() -> None:
        for role in (Role.ADMIN, Role.MEMBER) * 4:
            services.change_role(eve, role=role, by=Membership.objects.select_related("tenant").get(pk=ada.pk))

    def send() -> None:
        for number in range(6):
            invite(ada, email=f"q{number}@acme.example", role=Role.MEMBER)

    outcomes = at_once(
        outcome(change),
        outcome(send),
        *[outcome(accept_as_new_person, f"{KEY} {number}", name="P", password=PASSWORD) for number in range(3)],
    )

    assert outcomes == ["done"] * 5


def test_keys_made_at_once_are_no_more_than_a_workspace_may_have(
    acme: Tenant, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.accounts.services.api_keys.MOST_KEYS", 3)

    outcomes = at_once(
        *[outcome(make_api_key, ada, name=f"Key {n}", scopes=["accounts.view_members"], days=9) for n in range(8)]
    )

    assert Counter(outcomes) == {"done": 3, "too-many-keys": 5}
    assert ApiKey.objects.filter(tenant=acme).count() == 3
