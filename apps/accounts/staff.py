"""What the roles of platform staff may do in the administration, beyond which only superusers may do anything.

None of them reads what lies in the tenants' own schemas: that is seen by acting as a member, with a reason.
"""

from collections.abc import Iterator

from django.contrib.auth.models import Permission

from apps.accounts.backends import lies_in_tenants

# Names of permissions; a star stands for looking at everything shared.
LOOK = "*"
ROLES: dict[str, tuple[str, ...]] = {
    # Finds out what is wrong, as the member if need be, and stops what does harm.
    "Support": (LOOK, "accounts.act_as_member", "accounts.help_people", "tenants.suspend_tenant"),
    # What companies have and pay for.
    "Billing": (LOOK, "marketplace.grant_license", "tenants.change_plan"),
    # Keeps the machine running: puts tasks back.
    "Operator": (LOOK, "core.change_queuedtask"),
    # Reads everything, the logs above all, and changes nothing.
    "Auditor": (LOOK,),
}


def permissions_of(role: str) -> list[Permission]:
    """Django's permissions that the role stands for; a name that there is none of is an error of ours."""
    return list(_found(ROLES[role]))


def _found(names: tuple[str, ...]) -> Iterator[Permission]:
    for name in names:
        if name == LOOK:
            yield from _looking()
            continue
        app_label, _dot, codename = name.partition(".")
        yield Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _looking() -> Iterator[Permission]:
    for permission in Permission.objects.filter(codename__startswith="view_").select_related("content_type"):
        kind = permission.content_type
        if kind.model_class() is not None and not lies_in_tenants(kind.app_label, kind.model):
            yield permission
