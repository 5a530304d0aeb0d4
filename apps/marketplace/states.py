"""What a license is at a moment: its written state, moved on by time."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# After the end of what was paid for, everything stays open this long, and can be looked at for so much longer.
GRACE = timedelta(days=7)
READ_ONLY = timedelta(days=30)


class LicenseState(models.TextChoices):
    TRIALING = "trialing", _("On trial")
    ACTIVE = "active", _("Active")
    GRACE = "grace", _("In grace")
    READ_ONLY = "read_only", _("Read-only")
    EXPIRED = "expired", _("Expired")
    DEACTIVATED = "deactivated", _("Switched off")
    # What was bought is over, or was paid back.
    CANCELED = "canceled", _("Canceled")
    REVOKED = "revoked", _("Paid back")


# Everything can be done in these; in READ_ONLY one can look and export.
OPEN_STATES = frozenset({LicenseState.TRIALING, LicenseState.ACTIVE, LicenseState.GRACE})
# The way of a license that was paid for; time only ever moves it on.
STAGES = (LicenseState.ACTIVE, LicenseState.GRACE, LicenseState.READ_ONLY, LicenseState.EXPIRED)
# What time changes at all.
PASSING = frozenset({LicenseState.TRIALING, *STAGES[:-1]})


def state_at(state: str, ends_at: datetime | None, now: datetime) -> str:
    """The state as it is at that moment, whether or not a job has written it down yet."""
    if ends_at is None or now < ends_at or state not in PASSING:
        return state
    if state == LicenseState.TRIALING:
        return LicenseState.EXPIRED
    return max(LicenseState(state), _stage(now - ends_at), key=STAGES.index)


def _stage(since_end: timedelta) -> LicenseState:
    if since_end < GRACE:
        return LicenseState.GRACE
    return LicenseState.READ_ONLY if since_end < GRACE + READ_ONLY else LicenseState.EXPIRED
