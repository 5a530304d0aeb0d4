"""What the tenant's audit log says of licenses and seats, wherever the deed was done."""

from collections.abc import Mapping

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.scope import scope
from apps.marketplace.models import License, Usage

Changes = Mapping[str, tuple[object, object]]


def note_license(license_: License, action: str, *, changes: Changes | None = None, why: str = "") -> None:
    """Something about the license as a whole."""
    with scope(license_.tenant):
        record(action, target=license_, label=license_.module, changes=changes, note=why)


def note_seat(license_: License, action: str, membership: Membership, *, why: str = "") -> None:
    """Something about one member's seat; the log names the member where it is read."""
    with scope(license_.tenant):
        record(action, target=membership, label=license_.module, note=why)


def note_usage(usage: Usage, action: str, *, changes: Changes, why: str = "") -> None:
    """Something about a meter of this month."""
    with scope(usage.tenant):
        record(action, target=usage, label=f"{usage.module} · {usage.meter}", changes=changes, note=why)
