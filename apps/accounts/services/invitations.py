"""Deeds on invitations: send, send again, take back, accept."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.legal import Consent
from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import Invitation, Membership, User, hash_of_key
from apps.accounts.queries import invitation_of_key
from apps.accounts.roles import Role
from apps.accounts.services.legal import agree
from apps.accounts.services.people import AlreadyMemberError, add_member, create_user, remember_tenant
from apps.accounts.services.places import members_of_plan, require_place
from apps.accounts.services.team import require_rank
from apps.accounts.services.verification import mark_verified, require_verified
from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.plan_use import plan_limit
from apps.tenants.plans import MEMBERS
from apps.tenants.policies import require_invitable

INVITATION_DAYS = 7


class AlreadyInvitedError(ProblemError):
    code = "already-invited"
    title = _("This address has an invitation that waits for an answer.")
    status = 409


class NotOpenError(ProblemError):
    code = "invitation-not-open"
    title = _("This invitation was accepted or taken back already.")
    status = 409


class InvitationGoneError(ProblemError):
    """The same for a key that never was, so that nobody learns anything by trying."""

    code = "invitation-gone"
    title = _("This invitation no longer works.")
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("It was used already, taken back, or is older than a week. Ask whoever invited you to send it again.")
        )


class OtherPersonError(ProblemError):
    code = "invitation-for-somebody-else"
    title = _("This invitation is for another address.")
    status = 403


def _send(invitation: Invitation, *, by: Membership) -> None:
    """With a new key and for a week: the key before is good for nothing now, and this one stands in the mail only."""
    key = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of_key(key)
    invitation.inviter = by
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=INVITATION_DAYS)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        # Somebody else invited them between the question and the insert.
        raise AlreadyInvitedError from error
    send_mail_to(
        invitation.email,
        "invitation",
        tenant=by.tenant,
        name=invitation.name,
        inviter=str(by.user),
        role=invitation.get_role_display(),
        link=mail_link("team:join", key, tenant=by.tenant),
        until=invitation.expires_at,
    )


@transaction.atomic
def invite(by: Membership, *, email: str, role: Role, name: str = "") -> Invitation:
    """Invite the address to the inviter's tenant; whether there is an account behind it makes no difference."""
    require_verified(by.user)
    require_rank(by, role)
    email = email.strip().lower()
    require_invitable(by.tenant, email)
    if Membership.objects.present().filter(tenant=by.tenant, user__email__iexact=email).exists():
        raise AlreadyMemberError(_("Open their page to change what they may do."))
    waiting = Invitation.objects.select_for_update().filter(
        tenant=by.tenant, email__iexact=email, state=Invitation.State.PENDING
    )
    invitation = waiting.first()
    if invitation is None:
        invitation = Invitation(tenant=by.tenant, email=email)
    elif invitation.is_open:
        raise AlreadyInvitedError(_("Send it again, or take it back to invite them in another role."))
    require_place(by.tenant, role, invited=waiting_for_places(by.tenant, but=invitation))
    invitation.role, invitation.name = role, name
    _send(invitation, by=by)
    _record("sent", invitation)
    return invitation


def waiting_for_places(tenant: Tenant, *, but: Invitation | None = None) -> int:
    """How many open invitations would take a place of the plan's."""
    waiting = Invitation.objects.open().filter(tenant=tenant).exclude(role=Role.CANDIDATE)
    return waiting.exclude(pk=but.pk).count() if but else waiting.count()


def places_left(tenant: Tenant) -> int | None:
    """How many more people may be invited by the tenant's plan; None where it limits none."""
    most = plan_limit(tenant, MEMBERS)
    return None if most is None else max(most - members_of_plan(tenant) - waiting_for_places(tenant), 0)


def _record(deed: str, invitation: Invitation) -> None:
    """The log cannot forget, so it shows only as much of the address as tells invitations apart."""
    name, _at, domain = invitation.email.partition("@")
    label = f"{name[:1]}…@{domain}"
    with scope(invitation.tenant):
        record(f"invitation.{deed}", target=invitation, label=label, changes={"role": ("", invitation.role)})


def _waiting(invitation: Invitation, *, by: Membership) -> Invitation:
    """The invitation as it is now, locked; refused when it was answered or is none of this person's business."""
    now = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require_rank(by, now.role)
    if now.state != Invitation.State.PENDING:
        raise NotOpenError
    return now


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Membership) -> Invitation:
    """Send it again with a new key; the one in the mail before dies."""
    require_verified(by.user)
    waiting = _waiting(invitation, by=by)
    _send(waiting, by=by)
    _record("resent", waiting)
    return waiting


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Membership) -> Invitation:
    """Take it back: its key is good for nothing from now on."""
    waiting = _waiting(invitation, by=by)
    waiting.state = Invitation.State.REVOKED
    waiting.save(update_fields=["state", "updated_at"])
    _record("revoked", waiting)
    return waiting


def _claimed(key: str) -> Invitation:
    """The invitation of the key, locked until it is accepted; of two at once one finds it used."""
    found = invitation_of_key(key)
    if found is None:
        raise InvitationGoneError
    locked: Invitation = Invitation.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=found.pk)
    if not locked.fits(key):
        raise InvitationGoneError
    return locked


def _join(invitation: Invitation, user: User) -> Membership:
    """Whoever became a member in another way meanwhile stays what they are."""
    mine = Membership.objects.filter(user=user, tenant=invitation.tenant, is_active=True).first()
    membership = mine or add_member(invitation.tenant, user=user, role=Role(invitation.role))
    invitation.state, invitation.accepted_at = Invitation.State.ACCEPTED, timezone.now()
    invitation.accepted_by = membership
    invitation.save(update_fields=["state", "accepted_at", "accepted_by", "updated_at"])
    _record("accepted", invitation)
    remember_tenant(user, invitation.tenant)
    return membership


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the invited address is this person's."""
    if user.email.lower() == invitation.email.lower():
        return True
    return bool(EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists())


@transaction.atomic
def accept_as_new_person(key: str, *, name: str, password: str, consent: Consent | None = None) -> Membership:
    """Make the account that the invitation is for. The mail has shown that the address is theirs."""
    invitation = _claimed(key)
    user = create_user(email=invitation.email, password=password, name=name)
    agree(user, consent)
    mark_verified(user)
    return _join(invitation, user)


@transaction.atomic
def accept_as(user: User, key: str) -> Membership:
    """Join with the account that is signed in, which must be of the invited address."""
    invitation = _claimed(key)
    if not is_for(invitation, user):
        raise OtherPersonError(_("Sign out, then open the link again with the account of the invited address."))
    if user.email.lower() == invitation.email.lower():
        mark_verified(user)
    return _join(invitation, user)
