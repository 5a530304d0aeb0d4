"""Deeds on host names of a tenant's own: claim one, have its DNS record checked, choose it, give it up.

A claim opens nothing. Only a checked one makes the Domain row that requests are answered by.
"""

import re
import secrets
from datetime import timedelta
from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.queue import finish, later, later_many
from apps.core.scope import PUBLIC, scope
from apps.tenants.dns import Found, texts_at
from apps.tenants.models import Domain, DomainClaim, Tenant
from apps.tenants.news import tell_owners
from apps.tenants.queries import forget_tenants

MOST_CLAIMS = 10
LONGEST_HOST = 253
PREFIX = "rostrum-verification="
LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")
# Names that lead nowhere outside of a machine or a network.
NOWHERE = frozenset({"localhost", "local", "internal", "invalid", "onion", "arpa", "lan", "home", "corp"})
# A record that is missing for less than this is taken for a mishap.
GRACE = timedelta(days=3)
# Claims that were never verified are checked by themselves for so long.
PATIENCE = timedelta(days=30)
State, Problem = DomainClaim.State, DomainClaim.Problem


class HostRefusedError(ProblemError):
    code = "host-refused"
    title = _("This host name cannot be used.")
    status = 422


class HostTakenError(ProblemError):
    code = "host-taken"
    title = _("This host name belongs to another workspace.")
    status = 409


class HostClaimedError(ProblemError):
    code = "host-claimed"
    title = _("This host name is in your list already.")
    status = 409


class NotVerifiedHostError(ProblemError):
    code = "host-not-verified"
    title = _("This host name is not verified yet.")
    status = 409


def plain_host(text: str) -> str:
    """The name as requests bring it; HostRefusedError for whatever cannot be a company's own host name."""
    try:
        host = text.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise HostRefusedError(_("Write it as in jobs.example.com, without https:// and without a path.")) from error
    labels = host.split(".")
    if len(host) > LONGEST_HOST or not all(LABEL.match(label) for label in labels):
        raise HostRefusedError(_("Write it as in jobs.example.com, without https:// and without a path."))
    if _is_address(host) or labels[-1].isdigit():
        raise HostRefusedError(_("An address is no name. Take a name such as jobs.example.com."))
    ours = [settings.BASE_DOMAIN, *settings.PLATFORM_HOSTS, *(name.lstrip(".") for name in settings.ALLOWED_HOSTS)]
    if any(host == name or host.endswith(f".{name}") for name in ours if name and name != "*"):
        raise HostRefusedError(_("This name is the platform's own. Take one of your company's."))
    if len(labels) == 1 or labels[-1] in NOWHERE:
        raise HostRefusedError(_("This name is not known outside of a network. Take one such as jobs.example.com."))
    return host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@transaction.atomic
def claim_host(tenant: Tenant, *, host: str) -> DomainClaim:
    """Note that the tenant wants the name; it gets a token for the DNS of that name to show."""
    host = plain_host(host)
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    claims = DomainClaim.objects.filter(tenant=tenant)
    if claims.filter(host=host).exists():
        raise HostClaimedError
    if Domain.objects.filter(domain=host).exists():
        raise HostTakenError(_("Ask whoever runs it to remove the name there first."))
    if claims.count() >= MOST_CLAIMS:
        raise HostRefusedError(_("Ten host names are the most. Remove one that is not needed any more."))
    claim: DomainClaim = DomainClaim.objects.create(
        tenant=tenant, host=host, token=f"{PREFIX}{secrets.token_urlsafe(24)}"
    )
    with scope(tenant):
        record("domain.added", target=claim, label=host)
    return claim


@transaction.atomic
def ask_for_check(claim: DomainClaim) -> None:
    """Have the record looked up soon."""
    with scope(PUBLIC):
        task = later("tenants.check_claim", claim_id=claim.pk)
    DomainClaim.objects.filter(pk=claim.pk).update(task_id=task.pk)
    claim.task_id = task.pk


def check_claim(claim_id: UUID | str) -> None:
    """Look up the record of a claim and write down what follows; one that was removed meanwhile needs nothing."""
    claim = DomainClaim.objects.select_related("tenant").filter(pk=claim_id).first()
    if claim is None:
        return
    found = texts_at(claim.record_name, host=claim.host)
    with finish():
        claims = DomainClaim.objects.select_for_update(of=("self",)).select_related("tenant")
        locked = claims.filter(pk=claim.pk).first()
        if locked is not None:
            _note(locked, found)


def _note(claim: DomainClaim, found: Found) -> None:
    now = timezone.now()
    was_verified = claim.state == State.VERIFIED
    problem = found.problem or ("" if claim.token in found.texts else str(Problem.OTHER_RECORD))
    if not problem and not was_verified:
        problem = _open(claim)
    claim.checked_at, claim.problem = now, problem
    if not problem:
        claim.state, claim.failing_since = State.VERIFIED, None
        claim.verified_at = claim.verified_at if was_verified else now
    elif not was_verified:
        claim.state = State.FAILED
    elif claim.failing_since is None:
        claim.failing_since = now
        tell_owners(claim.tenant, "domain_failing", page="home:hosts", claim=claim, until=now + GRACE)
    elif now - claim.failing_since >= GRACE:
        claim.state, claim.verified_at, claim.failing_since = State.FAILED, None, None
        _shut(claim)
        tell_owners(claim.tenant, "domain_lost", page="home:hosts", claim=claim)
    claim.save(update_fields=["checked_at", "problem", "state", "failing_since", "verified_at", "updated_at"])
    if (claim.state == State.VERIFIED) != was_verified:
        transaction.on_commit(forget_tenants)
        action = "domain.lost" if was_verified else "domain.verified"
        with scope(claim.tenant):
            record(action, target=claim, label=claim.host)


def _open(claim: DomainClaim) -> str:
    """Let the name lead to the tenant; says what is in the way. The database gives a name to one tenant only."""
    try:
        with transaction.atomic():
            # In bulk: saving one would make it the tenant's primary host, which is the owners' to choose.
            Domain.objects.bulk_create([Domain(domain=claim.host, tenant=claim.tenant, is_primary=False)])
    except IntegrityError:
        return str(Problem.TAKEN)
    return ""


def _shut(claim: DomainClaim) -> None:
    """Let the name lead nowhere from the next request on."""
    gone = Domain.objects.filter(domain=claim.host, tenant=claim.tenant)
    if gone.filter(is_primary=True).exists():
        _prefer(claim.tenant, f"{claim.tenant.slug}.{settings.BASE_DOMAIN}")
    gone.delete()
    transaction.on_commit(forget_tenants)


def _prefer(tenant: Tenant, host: str) -> None:
    Domain.objects.filter(tenant=tenant).update(is_primary=False)
    Domain.objects.filter(tenant=tenant, domain=host).update(is_primary=True)


@transaction.atomic
def remove_claim(claim: DomainClaim) -> None:
    """Give the name up; it leads nowhere from the next request on."""
    _shut(claim)
    with scope(claim.tenant):
        record("domain.removed", target=claim, label=claim.host)
    claim.delete()


@transaction.atomic
def prefer_host(tenant: Tenant, claim: DomainClaim | None) -> None:
    """Make the verified name the one that mails link to; without a claim the platform's own address again."""
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    if claim is not None and claim.state != State.VERIFIED:
        raise NotVerifiedHostError(_("Set its record and have it checked first."))
    host = claim.host if claim else f"{tenant.slug}.{settings.BASE_DOMAIN}"
    _prefer(tenant, host)
    with scope(tenant):
        record("domain.made-primary", target=tenant, label=host)


@transaction.atomic
def recheck_hosts() -> int:
    """Have all verified names checked again, and those that were claimed lately; says how many."""
    with scope(PUBLIC):
        in_use = DomainClaim.objects.exclude(tenant__status__in=[Tenant.Status.SPARE, Tenant.Status.ERASED])
        verified = in_use.filter(state=State.VERIFIED)
        lately = in_use.exclude(state=State.VERIFIED).filter(created_at__gt=timezone.now() - PATIENCE)
        ids = [*verified.values_list("pk", flat=True), *lately.values_list("pk", flat=True)]
        later_many("tenants.check_claim", [{"claim_id": claim_id} for claim_id in ids])
    return len(ids)
