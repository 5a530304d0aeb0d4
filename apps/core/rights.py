"""Rights by name: what the apps declare, what a tenant has changed, and who therefore may do what."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from apps.core.modules import Permission

# Adjustments of one tenant: {role: {name of a permission: whether the role has it}}.
RoleRights = Mapping[str, Mapping[str, bool]]


def all_permissions() -> list[Permission]:
    """What every installed app declares, in the order of installation."""
    return [right for config in apps.get_app_configs() for right in getattr(config, "permissions", ())]


def permission_named(name: str) -> Permission:
    """The permission of that name, which only its own app declares; an undeclared one is an error of the caller."""
    config: Any = apps.app_configs.get(name.partition(".")[0])
    for right in getattr(config, "permissions", ()):
        if right.name == name:
            return right  # type: ignore[no-any-return]  # an app config that declares it declares Permission
    raise LookupError(f"no app declares the permission {name!r}")


def is_adjustable(permission: Permission, role: str) -> bool:
    """Whether a tenant may give or take it: what an owner has stays, a guest only looks, a candidate gets no more."""
    if permission.owners_only or role == "owner":
        return False
    if role == "guest":
        return not permission.changes
    if role == "candidate":
        return "candidate" in permission.roles
    return True


def role_has(permission: Permission, role: str, adjusted: RoleRights) -> bool:
    """Whether the role has the permission; what was said about a cell that is not adjustable counts for nothing."""
    said = adjusted.get(role, {}).get(permission.name)
    if said is not None and is_adjustable(permission, role):
        return said
    return role in permission.roles
