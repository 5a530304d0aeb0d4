"""Deeds about platform staff, and of staff for people."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import User
from apps.accounts.services.sign_in import sign_out_everywhere, unlock_account
from apps.accounts.staff import ROLES, permissions_of
from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.scope import PUBLIC, scope


class StaffUntouchableError(ProblemError):
    code = "staff-untouchable"
    title = _("Accounts of platform staff are changed by superusers only.")
    status = 403


class NoSecondStepError(ProblemError):
    code = "no-second-step"
    title = _("This person has no second step.")
    status = 409


@transaction.atomic
def make_staff_roles() -> None:
    """Make the groups of platform staff exactly what this version says; groups of other names are left alone."""
    with scope(PUBLIC):
        for name in ROLES:
            group, _is_new = Group.objects.get_or_create(name=name)
            group.permissions.set(permissions_of(name))


def _refuse_staff(user: User) -> None:
    if user.is_staff or user.is_superuser:
        raise StaffUntouchableError


@transaction.atomic
def lock_out(user: User, *, reason: str) -> None:
    """Let the person nowhere in, at once; everything of theirs stays."""
    _refuse_staff(user)
    _set_active(user, is_active=False, reason=reason)
    sign_out_everywhere(user)


@transaction.atomic
def let_in_again(user: User, *, reason: str) -> None:
    """Let a person in who was locked out."""
    _refuse_staff(user)
    _set_active(user, is_active=True, reason=reason)


def _set_active(user: User, *, is_active: bool, reason: str) -> None:
    before, user.is_active = user.is_active, is_active
    user.save(update_fields=["is_active"])
    _note("person.locked-out" if before else "person.let-in", user, reason)


@transaction.atomic
def sign_person_out(user: User, *, reason: str) -> None:
    """End all sessions and tokens of a person whose account may be in other hands."""
    _refuse_staff(user)
    sign_out_everywhere(user)
    _note("person.signed-out", user, reason)


@transaction.atomic
def end_waiting(user: User, *, reason: str) -> None:
    """Let a person try again at once who failed to sign in too often."""
    _refuse_staff(user)
    unlock_account(user.email)
    _note("person.unlocked", user, reason)


@transaction.atomic
def take_second_step_away(user: User, *, proof: str, reason: str) -> None:
    """Let a person in by the password again who lost app, passkey and codes, and has proved who they are.

    Everything that is signed in ends, and the person is told: if it was not them, they say so before anybody is in.
    """
    _refuse_staff(user)
    gone, _by_model = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise NoSecondStepError
    sign_out_everywhere(user)
    _note("person.second-step-removed", user, f"{proof}: {reason}")
    send_mail_to(user, "second_step_removed", reset_url=mail_link("account_reset_password"))


@transaction.atomic
def set_staff_roles(user: User, *, roles: list[str]) -> None:
    """Make the person staff with these roles, or (none) staff no more; they have to sign in again."""
    if user.is_superuser:
        raise StaffUntouchableError(_("A superuser may do everything already."))
    before = sorted(user.groups.values_list("name", flat=True))
    user.groups.set(Group.objects.filter(name__in=roles))
    user.is_staff = bool(roles)
    user.save(update_fields=["is_staff"])
    sign_out_everywhere(user)
    with scope(PUBLIC):
        record("staff.roles-changed", target=user, label=str(user), changes={"roles": (before, sorted(roles))})


def _note(action: str, user: User, reason: str) -> None:
    with scope(PUBLIC):
        record(action, target=user, label=str(user), note=reason)
