"""Deeds on a tenant's settings: how it speaks, how long it keeps, and what it asks of its members."""

import re
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.scope import scope
from apps.tenants.models import LONGEST_RETENTION_DAYS, LONGEST_SESSION_HOURS, Tenant
from apps.tenants.subscription import change_tenant

MOST_ENTRIES = 50
MAIL_DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$")


class NetworkError(ProblemError):
    code = "network-invalid"
    title = _("This is no network.")
    status = 422


class LockedOutError(ProblemError):
    code = "would-lock-you-out"
    title = _("With this list you could not get in any more yourself.")
    status = 422


class MailDomainError(ProblemError):
    code = "mail-domain-invalid"
    title = _("This is no domain of e-mail addresses.")
    status = 422


class AddressRefusedError(ProblemError):
    code = "email-domain-not-allowed"
    title = _("This workspace only invites people with addresses of certain domains.")
    status = 422


class NetworkRefusedError(ProblemError):
    code = "network-not-allowed"
    title = _("This workspace is only open from certain networks.")
    status = 403


def plain_networks(entries: Iterable[str]) -> list[str]:
    """Networks as they are stored: 192.0.2.7 is 192.0.2.7/32, each once; NetworkError names what is none."""
    found = []
    for entry in filter(None, (one.strip() for one in entries)):
        try:
            found.append(str(ip_network(entry, strict=False)))
        except ValueError as error:
            said = _("%(entry)s is neither an address nor a network such as 192.0.2.0/24.") % {"entry": entry[:60]}
            raise NetworkError(said) from error
    return _few(found, NetworkError)


def plain_mail_domains(entries: Iterable[str]) -> list[str]:
    """Domains as they are stored, without @; MailDomainError names what is none."""
    found = []
    for entry in filter(None, (one.strip().lower().lstrip("@") for one in entries)):
        try:
            domain = entry.encode("idna").decode("ascii")
        except UnicodeError:
            domain = ""
        if not MAIL_DOMAIN.match(domain):
            raise MailDomainError(_("%(entry)s is no domain such as example.com.") % {"entry": entry[:60]})
        found.append(domain)
    return _few(found, MailDomainError)


def _few(entries: list[str], refusal: type[ProblemError]) -> list[str]:
    once = list(dict.fromkeys(entries))
    if len(once) > MOST_ENTRIES:
        raise refusal(_("Fifty entries are the most."))
    return once


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; one that cannot be read lies in none."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    # What comes by IPv6 from an IPv4 network counts as what it is.
    known = getattr(known, "ipv4_mapped", None) or known
    return any(known in ip_network(network) for network in networks)


def _change(tenant: Tenant, action: str, **fields: object) -> None:
    """Write what changed, and write down who changed it."""
    before = {name: getattr(tenant, name) for name in fields}
    if before == fields:
        return
    change_tenant(tenant, **fields)
    with scope(tenant):
        record(
            action, target=tenant, label=tenant.name, changes={name: (before[name], fields[name]) for name in fields}
        )


@transaction.atomic
def change_locale(tenant: Tenant, *, language: str, formats: str, timezone: str) -> None:
    """How pages and mails speak to members who chose nothing themselves; empty: as their browser wishes."""
    _change(tenant, "tenant.locale-changed", language=language, formats=formats, timezone=timezone)


@transaction.atomic
def change_retention(tenant: Tenant, *, days: int | None) -> None:
    """Delete what nobody has touched for so many days, from tonight on; None keeps everything."""
    if days is not None and not 1 <= days <= LONGEST_RETENTION_DAYS:
        raise ValueError(f"retention lies between 1 and {LONGEST_RETENTION_DAYS} days")
    _change(tenant, "tenant.retention-changed", retention_days=days)


@transaction.atomic
def change_candidate_retention(tenant: Tenant, *, days: int | None) -> None:
    """Delete candidates so many days after their last job was closed, from tonight on; None keeps them."""
    if days is not None and not 1 <= days <= LONGEST_RETENTION_DAYS:
        raise ValueError(f"retention lies between 1 and {LONGEST_RETENTION_DAYS} days")
    _change(tenant, "tenant.retention-changed", candidate_days=days)


@transaction.atomic
def change_security(
    tenant: Tenant,
    *,
    mfa_required: bool,
    session_hours: int | None,
    invitation_domains: Iterable[str],
    allowed_networks: Iterable[str],
    address: str,
) -> None:
    """What members must do to be let in. `address` is the editor's own: nobody shuts themselves out."""
    if session_hours is not None and not 1 <= session_hours <= LONGEST_SESSION_HOURS:
        raise ValueError(f"a session lasts between 1 and {LONGEST_SESSION_HOURS} hours")
    networks = plain_networks(allowed_networks)
    if networks and not is_within(address, networks):
        said = _("Your own address, %(address)s, lies in none of these networks. Add it, or a network around it.")
        raise LockedOutError(said % {"address": address or "?"})
    _change(
        tenant,
        "tenant.security-changed",
        mfa_required=mfa_required,
        session_hours=session_hours,
        invitation_domains=plain_mail_domains(invitation_domains),
        allowed_networks=networks,
    )


def require_invitable(tenant: Tenant, address: str) -> None:
    """Raise AddressRefusedError for an address that the workspace does not invite."""
    domains = tenant.invitation_domains
    if domains and address.rpartition("@")[2].lower() not in domains:
        raise AddressRefusedError(_("Allowed are: %(domains)s") % {"domains": ", ".join(domains)})


def require_network(tenant: Tenant, address: str) -> None:
    """Raise NetworkRefusedError unless the workspace is open from this address."""
    if tenant.allowed_networks and not is_within(address, tenant.allowed_networks):
        raise NetworkRefusedError(_("Connect to your company's network, or ask an owner of the workspace."))
