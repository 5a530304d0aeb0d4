"""What happens to a person's way in, written into the logs of those whom it concerns."""

from apps.accounts.models import User
from apps.audit.services import Changes, record
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant


def record_of_person(user: User, action: str, *, changes: Changes | None = None, note: str = "") -> None:
    """In the log of every company that the person works in; of nobody's, in the platform's."""
    places = user.memberships.usable().filter(tenant__kind=Tenant.Kind.COMPANY).select_related("tenant")
    for membership in places:
        with scope(membership.tenant):
            record(action, target=membership, changes=changes, note=note)
    if not places:
        with scope(PUBLIC):
            record(action, target=user, changes=changes, note=note)
