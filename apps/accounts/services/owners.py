"""Writing to whoever owns a workspace."""

from typing import Any

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.tenants.models import Tenant


def write_to_owners(tenant: Tenant, template: str, *, page: str = "", **context: Any) -> None:
    """Queue the mail of that name for every owner who can enter; `link` in it leads to the page of that name."""
    link = mail_link(page, tenant=tenant) if page else ""
    owners = Membership.objects.filter(tenant=tenant, role=Role.OWNER, is_active=True, user__is_active=True)
    for membership in owners.select_related("user"):
        send_mail_to(membership.user, template, tenant=tenant, link=link, **context)
