"""Rights by name: what the apps declare, asked in one place."""

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.core.problems import NotAllowedError


def has_right(membership: Membership | None, name: str) -> bool:
    """Whether the member's role has the declared right; an undeclared name is an error of the caller."""
    roles = {right.name: right.roles for config in all_modules() for right in config.permissions}
    if name not in roles:
        raise LookupError(f"no module declares the permission {name!r}")
    return membership is not None and membership.role in roles[name]


def require_right(membership: Membership | None, name: str) -> Membership:
    """The member, who has the right; NotAllowedError otherwise."""
    if membership is None or not has_right(membership, name):
        raise NotAllowedError
    return membership
