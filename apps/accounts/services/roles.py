"""Deeds on what the roles of a tenant may do."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services.people import lock_people
from apps.audit.services import record
from apps.core.modules import Permission
from apps.core.problems import ProblemError
from apps.core.rights import RoleRights, is_adjustable, permission_named
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants


class RightFixedError(ProblemError):
    code = "right-not-adjustable"
    title = _("This right cannot be given to, or taken from, this role.")
    status = 422


@transaction.atomic
def change_role_rights(by: Membership, *, rights: RoleRights) -> None:
    """Let the roles of the tenant do what is said here; what is not said is as the apps declare it.

    Counts from the next request on. What an owner may do cannot be taken away, so nobody locks everybody out.
    """
    lock_people(by.tenant)
    tenant = Tenant.objects.get(pk=by.tenant_id)
    before: RoleRights = tenant.role_rights
    now = _adjustments(rights)
    if now == before:
        return
    Tenant.objects.filter(pk=tenant.pk).update(role_rights=now)
    by.tenant.role_rights = now
    with scope(tenant):
        record("roles.changed", target=tenant, changes=_differences(before, now))
    transaction.on_commit(forget_tenants)


def reset_role_rights(by: Membership) -> None:
    """Let all roles do what the apps declare for them."""
    change_role_rights(by, rights={})


def _adjustments(rights: RoleRights) -> dict[str, dict[str, bool]]:
    """What differs from the declared defaults; refuses cells that nobody may change, and names that nobody declared."""
    found: dict[str, dict[str, bool]] = {}
    for role, cells in rights.items():
        for name, is_allowed in cells.items():
            permission = _known(role, name)
            is_usual = role in permission.roles
            if is_allowed != is_usual:
                if not is_adjustable(permission, role):
                    raise RightFixedError(f"{role}: {name}")
                found.setdefault(role, {})[name] = is_allowed
    return found


def _known(role: str, name: str) -> Permission:
    try:
        Role(role)
        return permission_named(name)
    except (LookupError, ValueError) as error:
        raise RightFixedError(_("There is no such role or right: %(cell)s.") % {"cell": f"{role}: {name}"}) from error


def _differences(before: RoleRights, now: RoleRights) -> dict[str, tuple[object, object]]:
    """Each cell that is said anew, as "role: right"; None is the declared default."""
    cells = {(role, name) for rights in (before, now) for role, names in rights.items() for name in names}
    return {
        f"{role}: {name}": (before.get(role, {}).get(name), now.get(role, {}).get(name)) for role, name in sorted(cells)
    }
