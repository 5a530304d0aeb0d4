"""How the lists about people and their programs can be filtered, sorted and exported."""

from functools import cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import ApiKey, Invitation, Membership
from apps.accounts.queries import members_in
from apps.accounts.roles import Role
from apps.core.listing import Column, Export, Filter, Listing
from apps.core.prepared import PreparedRows

MAIL_STATES = (("written", _("Written")), ("waiting", _("Waiting")), ("refused", _("Refused")))
KEY_STATES = (("active", _("Active")), ("expired", _("Expired")), ("revoked", _("Revoked")))


class ApiKeyListing(Listing):
    """API keys of the workspace, the newest first."""

    name = "accounts.keys"
    columns = (
        Column("name", _("Key"), ("name",)),
        Column("state", _("State"), width="medium"),
        Column("used", _("Last used"), ("last_used_at",), "medium", hidden_below="md", descending_first=True),
        Column("ends", _("Ends"), ("expires_at",), "medium", at_end=True, hidden_below="sm"),
        Column("made", _("Made"), ("created_at",), "medium", at_end=True, hidden_below="md", descending_first=True),
    )
    filters = (Filter("state", _("State"), KEY_STATES, ApiKey.STATES.__getitem__),)
    search_fields = ("name", "prefix", "membership__user__name")
    default_sort = "-made"


ACTIVE, SUSPENDED = "active", "suspended"


class MemberListing(Listing):
    """Who works here, by name."""

    name = "accounts.members"
    columns = (
        Column("name", _("Name"), ("user__name", "user__email")),
        Column("role", _("Role"), ("rank",), "medium", hidden_below="sm"),
        Column("state", _("State"), ("-is_active",), "medium", hidden_below="sm"),
        Column("joined", _("Joined"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter("role", _("Role"), tuple(Role.choices), lambda value: Q(role=value)),
        Filter(
            "state",
            _("State"),
            ((ACTIVE, _("Active")), (SUSPENDED, _("Suspended"))),
            lambda value: Q(is_active=value == ACTIVE),
        ),
    )
    search_fields = ("user__name", "user__email")
    default_sort = "name"


@cache
def usual_members() -> PreparedRows[Membership]:
    """Everybody of a tenant of some id, as the list shows them when nothing was chosen."""
    return PreparedRows(lambda tenant_id: MemberListing(members_in(tenant_id), {}).rows, ids=1)


def _in_state(value: str) -> Q:
    """Whether an invitation has expired is a matter of time, not of what is stored."""
    pending = Q(state=Invitation.State.PENDING)
    if value == Invitation.State.EXPIRED:
        return pending & Q(expires_at__lte=timezone.now())
    if value == Invitation.State.PENDING:
        return pending & Q(expires_at__gt=timezone.now())
    return Q(state=value)


class InvitationListing(Listing):
    """Who was asked to come, the newest first."""

    name = "accounts.invitations"
    columns = (
        Column("email", _("E-mail address"), ("email",)),
        Column("role", _("Role"), ("rank",), "medium", hidden_below="sm"),
        Column("state", _("State"), ("state", "expires_at"), "wide"),
        Column("sent", _("Sent"), ("sent_at",), "medium", at_end=True, hidden_below="md", descending_first=True),
    )
    filters = (
        Filter("state", _("State"), tuple(Invitation.State.choices), _in_state),
        Filter("role", _("Role"), tuple(Role.choices), lambda value: Q(role=value)),
    )
    search_fields = ("email", "name")
    default_sort = "-sent"


MEMBER_EXPORT = Export(
    "members",
    (_("Name"), _("E-mail address"), _("Role"), _("State"), _("Joined")),
    lambda one: (
        one.user.name,
        one.user.email,
        one.get_role_display(),
        _("Active") if one.is_active else _("Suspended"),
        one.created_at.isoformat(),
    ),
)


def _mails_that_are(state: str) -> Q:
    written, refused = Q(sent_at__isnull=False), Q(refused_at__isnull=False)
    return {"written": written, "refused": refused}.get(state, ~written & ~refused)


class MailListing(Listing):
    """Mails that were written, the newest first."""

    name = "accounts.mails"
    columns = (
        Column("subject", _("Subject"), ("subject",)),
        Column("address", _("To"), ("address",), "wide", hidden_below="sm"),
        Column("state", _("State"), width="narrow", hidden_below="sm"),
        Column("written", _("When"), ("created_at",), "narrow", at_end=True, descending_first=True),
    )
    filters = (Filter("state", _("State"), MAIL_STATES, _mails_that_are),)
    search_fields = ("subject", "address")
    default_sort = "-written"
