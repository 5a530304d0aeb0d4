"""The roles of a tenant, and what follows from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Administrator")
    MEMBER = "member", _("Member")
    GUEST = "guest", _("Guest")
    CANDIDATE = "candidate", _("Candidate")


# From the highest down: nobody makes, or decides about, somebody above themselves.
RANKS = (Role.OWNER, Role.ADMIN, Role.MEMBER, Role.GUEST, Role.CANDIDATE)


def is_above(role: str, other: str) -> bool:
    """Whether the first role ranks higher than the second."""
    return RANKS.index(Role(role)) < RANKS.index(Role(other))


def roles_up_to(role: str) -> tuple[Role, ...]:
    """The roles that somebody of this one may give."""
    return RANKS[RANKS.index(Role(role)) :]
