"""Deeds about people: signing up, joining a tenant."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.arrivals import tell_of_arrival
from apps.accounts.legal import Consent
from apps.accounts.models import Member, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services.changes import tell_of_change
from apps.accounts.services.legal import agree
from apps.accounts.services.places import require_place
from apps.accounts.services.verification import ask_to_verify
from apps.audit.services import changed_fields, record
from apps.core.problems import ProblemError
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.services import create_tenant
from apps.tenants.subscription import start_plan_trial


class AddressTakenError(ProblemError):
    code = "email-taken"
    title = _("There is an account with this e-mail address already. Sign in instead.")
    status = 409


class NoCommunityError(ProblemError):
    code = "no-community"
    title = _("This platform has no place for candidates who come by themselves.")
    status = 409


class AlreadyMemberError(ProblemError):
    code = "already-member"
    title = _("This person is a member of the workspace already.")
    status = 409


class LastOwnerError(ProblemError):
    code = "last-owner"
    title = _("A workspace keeps at least one owner.")
    status = 409


@transaction.atomic
def add_member(tenant: Tenant, *, user: User, role: Role) -> Membership:
    """Make the user a member of the tenant, in the shared table and in the tenant's own; the plan needs room.

    Who was removed comes back to the place they had, so that what they did before is still theirs.
    """
    before = Membership.objects.select_for_update().filter(user=user, tenant=tenant).first()
    if before is not None:
        if before.removed_at is None:
            raise AlreadyMemberError
        change_membership(before, role=role, is_active=True)
        return before
    require_place(tenant, role)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=user, tenant=tenant, role=role)
    except IntegrityError as error:
        # Somebody else made them one between the question and the insert.
        raise AlreadyMemberError from error
    with scope(tenant):
        Member.objects.create(pk=membership.pk, name=user.name, email=user.email, role=role)
        record("member.joined", target=membership, changes={"role": ("", str(role))})
    tell_of_change(membership)
    return membership


def lock_people(tenant: Tenant) -> None:
    """Until this transaction ends nobody else decides about the tenant's people."""
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)


def require_another_owner(membership: Membership) -> None:
    """Refuse to go on when the tenant would be left without an owner who can enter; call it after `lock_people`."""
    owners = Membership.objects.filter(
        tenant_id=membership.tenant_id, role=Role.OWNER, is_active=True, user__is_active=True
    )
    if not owners.exclude(pk=membership.pk).exists():
        raise LastOwnerError(_("Make somebody else an owner first."))


@transaction.atomic
def create_user(*, email: str, password: str, name: str) -> User:
    """A new person; the address must be free, whatever its case."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTakenError
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name)
    except IntegrityError as error:
        # Somebody took it between the question and the insert.
        raise AddressTakenError from error


@transaction.atomic
def sign_up_company(
    *, company: str, email: str, password: str, name: str, ref: str = "", consent: Consent | None = None
) -> Membership:
    """A new tenant, on trial of a plan, with a new person as its owner."""
    user = create_user(email=email, password=password, name=name)
    agree(user, consent)
    ask_to_verify(user)
    tenant = create_tenant(name=company)
    start_plan_trial(tenant)
    membership = add_member(tenant, user=user, role=Role.OWNER)
    tell_of_arrival(membership, ref)
    return membership


@transaction.atomic
def sign_up_candidate(
    *, email: str, password: str, name: str, ref: str = "", consent: Consent | None = None
) -> Membership:
    """A new person who practises in the community."""
    user = create_user(email=email, password=password, name=name)
    ask_to_verify(user)
    return join_community(user, ref=ref, consent=consent)


@transaction.atomic
def join_community(user: User, *, ref: str = "", consent: Consent | None = None) -> Membership:
    """Give the person, who has just signed up, a candidate's place in the community."""
    community = Tenant.objects.active().filter(slug=settings.COMMUNITY_SLUG).first()
    if community is None:
        raise NoCommunityError
    agree(user, consent)
    membership = add_member(community, user=user, role=Role.CANDIDATE)
    tell_of_arrival(membership, ref)
    return membership


@transaction.atomic
def change_membership(membership: Membership, *, role: Role, is_active: bool, is_removed: bool = False) -> None:
    """Give the member another role, let them out or in again; tokens made before end at once. The last owner stays."""
    lock_people(membership.tenant)
    before = Membership.objects.get(pk=membership.pk)
    if before.role == Role.OWNER and before.is_active and (role != Role.OWNER or not is_active):
        require_another_owner(before)
    if is_active and not is_removed and (not before.is_active or before.is_candidate):
        require_place(membership.tenant, role)
    now = timezone.now()
    Membership.objects.filter(pk=membership.pk).update(
        role=role,
        is_active=is_active and not is_removed,
        removed_at=now if is_removed else None,
        token_version=F("token_version") + 1,
        updated_at=now,
    )
    membership.refresh_from_db(fields=["role", "is_active", "removed_at", "token_version", "updated_at"])
    with scope(membership.tenant):
        Member.objects.filter(pk=membership.pk).update(role=role, is_active=membership.is_active)
        _record_change(before, membership)
    tell_of_change(membership)


def _record_change(before: Membership, now: Membership) -> None:
    """Who it was is looked up where the log is read, so that a name can be erased."""
    deeds = {"active": "reactivated", "suspended": "suspended", "removed": "removed"}
    if before.state == "removed":
        record("member.returned", target=now, changes=changed_fields(before, now, "role"))
    elif before.state != now.state:
        record(f"member.{deeds[now.state]}", target=now, changes=changed_fields(before, now, "role"))
    elif before.role != now.role:
        record("member.role-changed", target=now, changes=changed_fields(before, now, "role"))


def remember_tenant(user: User, tenant: Tenant) -> None:
    """Note where the person works now, for the next sign-in."""
    if user.last_tenant_id != tenant.pk:
        User.objects.filter(pk=user.pk).update(last_tenant=tenant)


@transaction.atomic
def rename_user(user: User, *, name: str) -> None:
    """Change the name, also where tenants show it."""
    before, user.name = user.name, name
    user.save(update_fields=["name"])
    for membership in user.memberships.select_related("tenant"):
        with scope(membership.tenant):
            Member.objects.filter(pk=membership.pk).update(name=name)
            record("person.renamed", target=membership, label=name, changes={"name": (before, name)})


def change_preferences(user: User, **chosen: str) -> None:
    """Keep the language, formats or time zone that the person chose; what is not named stays."""
    for name in ("language", "formats", "timezone"):
        if name in chosen:
            setattr(user, name, chosen[name])
    user.save(update_fields=["language", "formats", "timezone"])
