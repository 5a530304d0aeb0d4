"""How the list of a license's seats can be filtered, sorted and exported."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.listing import Column, Export, Filter, Listing
from apps.marketplace.queries import SEATED_ROLES

SEATED, UNSEATED = "yes", "no"


def _seated(value: str) -> Q:
    return Q(seat_id__isnull=value == UNSEATED)


class SeatListing(Listing):
    """The members who could have a seat in a module, and who of them has."""

    name = "marketplace.seats"
    columns = (
        Column("name", _("Member"), ("user__name", "user__email")),
        Column("role", _("Role"), ("role",), "medium", hidden_below="sm"),
        Column("since", _("Seat since"), ("seat_since",), "medium", descending_first=True),
    )
    filters = (
        Filter("seat", _("Seat"), ((SEATED, _("With a seat")), (UNSEATED, _("Without a seat"))), _seated),
        Filter("role", _("Role"), SEATED_ROLES, lambda value: Q(role=value)),
    )
    search_fields = ("user__name", "user__email")
    default_sort = "name"


SEAT_EXPORT = Export(
    "seats",
    (_("Name"), _("E-mail"), _("Role"), _("Seat since")),
    lambda member: (
        member.user.name,
        member.user.email,
        member.get_role_display(),
        member.seat_since.isoformat() if member.seat_since else "",
    ),
)
