"""Deeds of those who decide about a tenant's people; nobody decides about somebody above themselves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.accounts.roles import Role, is_above
from apps.accounts.services.people import change_membership, lock_people
from apps.core.problems import MissingError, ProblemError


class RoleAboveError(ProblemError):
    code = "role-above-yours"
    title = _("This role is above yours.")
    status = 403


class NotActiveMemberError(ProblemError):
    code = "member-not-active"
    title = _("This person cannot enter the workspace now.")
    status = 409


class OwnPlaceError(ProblemError):
    code = "own-membership"
    title = _("You cannot do this to yourself.")
    status = 409


def require_rank(by: Membership, role: str) -> None:
    """Refuse whoever would give, or decide about, a role above their own."""
    if by.key_scopes is not None and role in {Role.OWNER, Role.ADMIN}:
        raise RoleAboveError(_("An API key decides about members, guests and candidates only."))
    if is_above(role, by.role):
        raise RoleAboveError(_("Ask somebody who has that role, or a higher one."))


def _settle(by: Membership, membership: Membership) -> None:
    """Wait for others who decide about the same people, see them as they are now, and whether this one may."""
    lock_people(by.tenant)
    for one in (by, membership):
        one.refresh_from_db(fields=["role", "is_active", "removed_at"])
    if membership.tenant_id != by.tenant_id or membership.removed_at is not None:
        raise MissingError
    if not by.is_active:
        raise RoleAboveError
    require_rank(by, membership.role)


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: Membership) -> None:
    """Give the member another role; they work on with it at once, and their tokens end."""
    _settle(by, membership)
    require_rank(by, role)
    if role != membership.role:
        change_membership(membership, role=role, is_active=membership.is_active)


@transaction.atomic
def suspend_member(membership: Membership, *, by: Membership) -> None:
    """Let the member out until they are let in again; everything of theirs stays."""
    _settle(by, membership)
    if membership.pk == by.pk:
        raise OwnPlaceError(_("Ask another owner or administrator."))
    if membership.is_active:
        change_membership(membership, role=Role(membership.role), is_active=False)


@transaction.atomic
def reactivate_member(membership: Membership, *, by: Membership) -> None:
    """Let a suspended member in again, with the role they had."""
    _settle(by, membership)
    if not membership.is_active:
        change_membership(membership, role=Role(membership.role), is_active=True)


@transaction.atomic
def change_member(
    membership: Membership, *, by: Membership, role: Role | None = None, is_active: bool | None = None
) -> None:
    """Change the role, and whether the member may enter, both or neither; what is not given stays."""
    if role is not None:
        change_role(membership, role=role, by=by)
    if is_active is not None:
        deed = reactivate_member if is_active else suspend_member
        deed(membership, by=by)


@transaction.atomic
def remove_member(membership: Membership, *, by: Membership) -> None:
    """Take the member out of the tenant; their name stays beside what they did, and an invitation brings them back."""
    _settle(by, membership)
    change_membership(membership, role=Role(membership.role), is_active=False, is_removed=True)


@transaction.atomic
def transfer_ownership(membership: Membership, *, by: Membership) -> None:
    """Make the member an owner in the place of this one, who stays as an administrator."""
    _settle(by, membership)
    if by.role != Role.OWNER:
        raise RoleAboveError(_("Only an owner can hand over ownership."))
    if membership.pk == by.pk or not (membership.is_active and membership.user.is_active):
        raise NotActiveMemberError(_("Choose another member who can enter the workspace."))
    change_membership(membership, role=Role.OWNER, is_active=True)
    change_membership(by, role=Role.ADMIN, is_active=True)
