"""Invitations: sent, sent again, taken back, and accepted once by whom they are for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Invitation, Member, Membership, User, hash_of_key
from apps.accounts.roles import Role
from apps.accounts.services import (
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationGoneError,
    NotOpenError,
    NotVerifiedError,
    OtherPersonError,
    RoleAboveError,
    accept_as,
    accept_as_new_person,
    invite,
    remove_member,
    resend_invitation,
    revoke_invitation,
    suspend_member,
)
from apps.accounts.tests.invited import EVE, NewKey
from apps.accounts.tests.letters import Mails, key_in, links_of, text_of
from apps.audit.models import AuditEntry
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.plan_use import PlanLimitError
from tests.people import PASSWORD, Api, NewMember

pytestmark = pytest.mark.django_db

INVITATIONS = "/api/v1/auth/invitations/"
ACCEPT = f"{INVITATIONS}accept/"


def test_mail_says_who_invites_where_to_as_what_and_until_when(ada: Membership, mails: Mails) -> None:
    invitation = invite(ada, email=" Eve@Example.org ", role=Role.ADMIN, name="Eve Moss")

    text = text_of(mails()[0])
    assert (invitation.email, invitation.expires_at - invitation.sent_at) == (EVE, timedelta(days=7))
    assert text.startswith("Hello Eve Moss,\n\nAda invites you to Acme Robotics. Your role there: Administrator.")
    assert links_of(mails)[0].startswith("/t/acme/team/join/")


def test_key_is_kept_as_a_hash_only(invited: NewKey) -> None:
    invitation, key = invited()

    rows = [str(list(model.objects.values())) for model in (Invitation, QueuedTask)]
    assert (invitation.token_hash, len(key) >= 43) == (hash_of_key(key), True)
    assert [key in row for row in rows] == [False, False]


def test_known_and_unknown_addresses_get_the_same_answer(ada: Membership, cleo: Membership, api: Api) -> None:
    client = api(ada)

    answers = [
        client.post(INVITATIONS, {"email": email, "role": "member"}, format="json") for email in (EVE, cleo.user.email)
    ]

    shapes = [
        (answer.status_code, sorted(answer.json()), answer.json()["state"], answer.json()["role"]) for answer in answers
    ]
    assert shapes[0] == shapes[1]
    assert shapes[0] == (201, ["email", "expires_at", "id", "name", "role", "sent_at", "state"], "pending", "member")


def test_known_and_unknown_addresses_cost_the_same_statements(ada: Membership, cleo: Membership) -> None:
    invite(ada, email="first@example.org", role=Role.GUEST)
    with CaptureQueriesContext(connection) as unknown:
        invite(ada, email=EVE, role=Role.GUEST)
    with CaptureQueriesContext(connection) as known:
        invite(ada, email=cleo.user.email, role=Role.GUEST)

    assert [query["sql"].split()[0] for query in known] == [query["sql"].split()[0] for query in unknown]


def test_nobody_invites_to_a_role_above_their_own(acme: Tenant, new_member: NewMember) -> None:
    amy = new_member("amy", acme, Role.ADMIN)

    with pytest.raises(RoleAboveError):
        invite(amy, email=EVE, role=Role.OWNER)
    invite(amy, email=EVE, role=Role.ADMIN)

    assert list(Invitation.objects.values_list("role", flat=True)) == ["admin"]


def test_members_and_those_who_are_invited_already_are_not_invited(ada: Membership, ben: Membership) -> None:
    invite(ada, email=EVE, role=Role.MEMBER)

    with pytest.raises(AlreadyMemberError):
        invite(ada, email="BEN@acme.example", role=Role.MEMBER)
    with pytest.raises(AlreadyInvitedError):
        invite(ada, email="EVE@example.org", role=Role.GUEST)

    assert Invitation.objects.count() == 1


def test_one_invitation_waits_per_address_whatever_its_case(ada: Membership) -> None:
    first = invite(ada, email=EVE, role=Role.MEMBER)

    with pytest.raises(IntegrityError, match="one_open_invitation_per_address"), transaction.atomic():
        Invitation.objects.create(
            tenant=ada.tenant, email="Eve@example.org", role="guest", token_hash="x", expires_at=first.expires_at
        )


def test_unverified_people_invite_nobody(ada: Membership, api: Api, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    with pytest.raises(NotVerifiedError):
        invite(ada, email=EVE, role=Role.MEMBER)
    answer = api(ada).post(INVITATIONS, {"email": EVE, "role": "member"}, format="json")
    EmailAddress.objects.create(user=ada.user, email=ada.user.email, verified=True, primary=True)

    invite(ada, email=EVE, role=Role.MEMBER)

    assert (answer.status_code, answer.json()["code"], bool(answer.json()["detail"])) == (
        *(403, "email-not-verified"),
        True,
    )


def test_new_person_joins_with_a_name_and_a_password(invited: NewKey, acme: Tenant) -> None:
    invitation, key = invited(role=Role.ADMIN)

    membership = accept_as_new_person(key, name="Eve Moss", password="correct horse battery")

    user = User.objects.get(email=EVE)
    invitation.refresh_from_db()
    assert (membership.user, membership.role, membership.tenant) == (user, "admin", acme)
    assert (user.name, user.check_password("correct horse battery"), user.last_tenant_id) == ("Eve Moss", True, acme.pk)
    assert EmailAddress.objects.filter(user=user, email=EVE, verified=True, primary=True).count() == 1
    assert (invitation.state, invitation.accepted_by, invitation.accepted_at is not None) == (
        "accepted",
        membership,
        True,
    )


def test_existing_person_joins_with_their_account(invited: NewKey, cleo: Membership, acme: Tenant) -> None:
    _invitation, key = invited(cleo.user.email, Role.GUEST)

    membership = accept_as(cleo.user, key)

    assert (membership.user, membership.role, cleo.user.memberships.count()) == (cleo.user, "guest", 2)
    with scope(acme):
        assert Member.objects.filter(email=cleo.user.email).count() == 1


def test_somebody_else_cannot_use_it(invited: NewKey, cleo: Membership) -> None:
    invitation, key = invited()

    with pytest.raises(OtherPersonError):
        accept_as(cleo.user, key)

    invitation.refresh_from_db()
    assert (invitation.state, cleo.user.memberships.count()) == ("pending", 1)


def test_second_address_that_is_confirmed_counts_as_the_persons(invited: NewKey, cleo: Membership) -> None:
    _invitation, key = invited()
    EmailAddress.objects.create(user=cleo.user, email=EVE, verified=True)

    assert accept_as(cleo.user, key).tenant.slug == "acme"


def test_removed_member_comes_back_by_an_invitation(ada: Membership, ben: Membership, invited: NewKey) -> None:
    remove_member(ben, by=ada)
    _invitation, key = invited(ben.user.email, Role.GUEST)

    back = accept_as(ben.user, key)

    assert (back.pk, back.role, back.state) == (ben.pk, "guest", "active")


def test_suspended_member_cannot_invite_themselves_in(ada: Membership, new_member: NewMember, invited: NewKey) -> None:
    _invitation, key = invited()
    eve = User.objects.create_user(EVE, PASSWORD)
    place = Membership.objects.create(user=eve, tenant=ada.tenant, role=Role.MEMBER)
    with scope(ada.tenant):
        Member.objects.create(pk=place.pk, email=EVE, role=Role.MEMBER)
    suspend_member(place, by=ada)

    with pytest.raises(AlreadyMemberError):
        accept_as(eve, key)

    assert Membership.objects.get(pk=place.pk).state == "suspended"


def test_who_became_a_member_meanwhile_keeps_their_role(
    ada: Membership, invited: NewKey, new_member: NewMember
) -> None:
    _invitation, key = invited("eve@acme.example", Role.GUEST)
    eve = new_member("eve", ada.tenant, Role.ADMIN)

    assert (accept_as(eve.user, key).pk, Membership.objects.get(pk=eve.pk).role) == (eve.pk, "admin")


def _use_up(invitation: Invitation, _ada: Membership) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(state="accepted", accepted_at=timezone.now())


def _let_expire(invitation: Invitation, _ada: Membership) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def _send_again(invitation: Invitation, ada: Membership) -> None:
    resend_invitation(invitation, by=ada)


def _take_back(invitation: Invitation, ada: Membership) -> None:
    revoke_invitation(invitation, by=ada)


@pytest.mark.parametrize("deed", [_use_up, _let_expire, _send_again, _take_back])
def test_key_is_good_once_for_a_week_and_until_it_is_replaced_or_taken_back(
    ada: Membership, invited: NewKey, api: Api, deed: Callable[[Invitation, Membership], None]
) -> None:
    invitation, key = invited()
    deed(invitation, ada)

    with pytest.raises(InvitationGoneError):
        accept_as_new_person(key, name="Eve", password="correct horse battery")
    answer = api(None).post(ACCEPT, {"token": key, "name": "Eve", "password": "correct horse battery"}, format="json")
    unknown = api(None).post(ACCEPT, {"token": "x", "name": "Eve", "password": "correct horse battery"}, format="json")

    bodies = [one.json() | {"request_id": ""} for one in (answer, unknown)]
    assert (answer.status_code, bodies[0]["code"], bodies[0] == bodies[1]) == (404, "invitation-gone", True)
    assert User.objects.filter(email=EVE).exists() is False


def test_invitation_that_is_sent_again_works_with_the_new_key(ada: Membership, invited: NewKey, mails: Mails) -> None:
    invitation, old = invited()
    _let_expire(invitation, ada)

    resend_invitation(invitation, by=ada)

    new = key_in(links_of(mails)[-1])
    assert new != old
    assert accept_as_new_person(new, name="Eve", password="correct horse battery").user.email == EVE


def test_expired_invitation_is_renewed_by_inviting_again_also_in_another_role(ada: Membership, invited: NewKey) -> None:
    invitation, _key = invited()
    _let_expire(invitation, ada)

    again = invite(ada, email=EVE, role=Role.GUEST)

    assert (again.pk, again.role, again.is_open, Invitation.objects.count()) == (invitation.pk, "guest", True, 1)


def test_answered_invitations_are_neither_sent_again_nor_taken_back(ada: Membership, invited: NewKey) -> None:
    invitation, key = invited()
    accept_as_new_person(key, name="Eve", password="correct horse battery")

    for deed in (resend_invitation, revoke_invitation):
        with pytest.raises(NotOpenError):
            deed(invitation, by=ada)


def test_administrator_does_not_touch_invitations_of_owners(
    invited: NewKey, acme: Tenant, new_member: NewMember
) -> None:
    invitation, _key = invited(role=Role.OWNER)
    amy = new_member("amy", acme, Role.ADMIN)

    for deed in (resend_invitation, revoke_invitation):
        with pytest.raises(RoleAboveError):
            deed(invitation, by=amy)


def test_log_tells_what_became_of_invitations_without_whole_addresses(
    ada: Membership, invited: NewKey, acme: Tenant
) -> None:
    invitation, _key = invited()
    resend_invitation(invitation, by=ada)
    revoke_invitation(invitation, by=ada)

    with scope(acme):
        entries = list(
            AuditEntry.objects.filter(action__startswith="invitation")
            .order_by("pk")
            .values_list("action", "target_label")
        )
    assert entries == [(f"invitation.{deed}", "e…@example.org") for deed in ("sent", "resent", "revoked")]


def test_plan_has_room_for_members_and_open_invitations_together(ada: Membership, ben: Membership) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="free")
    by = Membership.objects.select_related("user", "tenant").get(pk=ada.pk)
    invite(by, email="kim@example.org", role=Role.CANDIDATE)
    first = invite(by, email=EVE, role=Role.GUEST)

    with pytest.raises(PlanLimitError):
        invite(by, email="fay@example.org", role=Role.GUEST)
    revoke_invitation(first, by=by)

    assert invite(by, email="fay@example.org", role=Role.GUEST).is_open
