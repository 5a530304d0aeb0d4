"""Ending an account: what is the person's goes, what they did for others stays without a name, the log stays whole."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from apps.accounts.mailing import send_mail_to
from apps.accounts.models import (
    Agreement,
    DataExport,
    Invitation,
    Mail,
    Member,
    Membership,
    PasswordRecord,
    SavedView,
    SignIn,
    User,
)
from apps.accounts.own_data import places_of
from apps.accounts.queries import workspaces_only_owned_by
from apps.accounts.services.changes import tell_of_change
from apps.accounts.services.people import lock_people
from apps.accounts.services.profile import delete_later
from apps.accounts.services.sign_in import end_sessions, end_tokens
from apps.accounts.speaking import speaking_to
from apps.audit.services import record
from apps.core.modules import declaring
from apps.core.problems import ProblemError
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope


class LastOwnerOfWorkspacesError(ProblemError):
    code = "owns-workspaces"
    title = gettext_lazy("A workspace would be left without an owner.")
    status = 409


class StaffAccountError(ProblemError):
    code = "staff-account"
    title = gettext_lazy("Accounts of platform staff are not deleted here.")
    status = 409


@transaction.atomic
def erase_account(user: User) -> None:
    """Deactivate the person and take away whatever says who they were, in every workspace at once, or nowhere.

    The caller has just asked for the password.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_staff:
        raise StaffAccountError(gettext_lazy("Ask another member of staff to take the rights away first."))
    # In the order of their ids, so that two who leave at once wait for each other and not in a circle.
    places = sorted(places_of(locked), key=lambda place: place.tenant_id)
    for place in places:
        lock_people(place.tenant)
    if owned := [place.tenant.name for place in workspaces_only_owned_by(locked)]:
        text = gettext_lazy("Make somebody else an owner of %(names)s, or close it, and come back.")
        raise LastOwnerOfWorkspacesError(text % {"names": ", ".join(owned)})
    address = locked.email
    with scope(PUBLIC):
        for place in places:
            _leave(place)
        with speaking_to(locked):
            _forget(locked)
            send_mail_to(address, "account_deleted")
        record("person.erased", target=locked, label=str(locked.pk))


def _leave(place: Membership) -> None:
    """Out of one workspace: modules drop what was the person's, other rows point to somebody without a name."""
    if place.removed_at is None:
        place.is_active, place.removed_at, place.token_version = False, timezone.now(), place.token_version + 1
        place.save(update_fields=["is_active", "removed_at", "token_version", "updated_at"])
        tell_of_change(place)
    with scope(place.tenant):
        for app in declaring("eraser"):
            import_string(app.eraser)(place.pk)
        SavedView.objects.filter(member_id=place.pk).delete()
        Member.objects.filter(pk=place.pk).update(
            name=nameless(place.pk.hex), email=nowhere(place.pk.hex), is_active=False
        )
        record("person.erased", target=place, label=nameless(place.pk.hex))


def _forget(user: User) -> None:
    """What the platform itself keeps of the person."""
    end_tokens(user)
    end_sessions(user)
    OutstandingToken.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    PasswordRecord.objects.filter(user=user).delete()
    # That somebody agreed stays as long as the account's empty row; from where they did so does not.
    Agreement.objects.filter(user=user).update(address=None, browser="")
    SignIn.objects.filter(user=user).delete()
    SignIn.objects.filter(email__iexact=user.email).delete()
    Invitation.objects.filter(email__iexact=user.email).update(email=nowhere(user.pk.hex), name="")
    exports = DataExport.objects.filter(user=user)
    delete_later(name for name in [user.avatar_name, *exports.values_list("file_name", flat=True)] if name)
    exports.delete()
    mails = Mail.objects.filter(user=user)
    later("accounts.delete_mail_files", mail_ids=[str(pk) for pk in mails.values_list("pk", flat=True)])
    mails.delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    user.email, user.name, user.is_active, user.erased_at = nowhere(user.pk.hex), "", False, timezone.now()
    user.language = user.formats = user.timezone = user.avatar_name = ""
    user.muted_kinds, user.last_tenant, user.last_login = [], None, None
    user.save()


def nowhere(key: str) -> str:
    """An address that nobody has and that no mail is sent to (RFC 2606)."""
    return f"{key}@erased.invalid"


def nameless(key: str) -> str:
    """What stands where the name was; the end of the id tells one from another."""
    return _("Deleted account %(mark)s") % {"mark": key[-4:]}
