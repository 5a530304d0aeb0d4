"""How the lists about people and their programs can be filtered and sorted."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import ApiKey
from apps.core.listing import Column, Filter, Listing

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
