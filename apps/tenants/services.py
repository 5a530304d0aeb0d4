"""Deeds on tenants: make one, keep spares, suspend, resume."""

import secrets
from collections.abc import Iterator
from itertools import chain, count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Domain, Tenant
from apps.tenants.news import tell_owners
from apps.tenants.provisioning import lock_making, make_schema, migrations_hash, new_schema_name
from apps.tenants.queries import forget_tenants

SLUG_LEAST, SLUG_LENGTH = 2, 50
# Names that are, or may become, hosts and paths of the platform itself.
RESERVED_SLUGS = frozenset(
    [
        "about",
        "account",
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "auth",
        "billing",
        "blog",
        "candidate",
        "cdn",
        "community",
        "company",
        "contact",
        "demo",
        "docs",
        "en",
        "ftp",
        "health",
        "healthz",
        "help",
        "home",
        "imap",
        "internal",
        "localhost",
        "login",
        "logout",
        "mail",
        "media",
        "modules",
        "mx",
        "ns1",
        "ns2",
        "platform",
        "pop",
        "postmaster",
        "pricing",
        "public",
        "readyz",
        "root",
        "rostrum",
        "security",
        "sign-in",
        "sign-up",
        "signin",
        "signup",
        "smtp",
        "spare",
        "static",
        "status",
        "support",
        "system",
        "t",
        "tenant",
        "tenants",
        "test",
        "webmail",
        "webhooks",
        "www",
    ]
)


class SlugTakenError(ProblemError):
    code = "slug-taken"
    title = _("Another workspace has this address already. Choose another one.")
    status = 409


class SlugRefusedError(ProblemError):
    code = "slug-refused"
    title = _(
        "This address cannot be used. Take 2 to 50 letters, digits and hyphens, and no word of the platform's own."
    )
    status = 422


class CommunityExistsError(ProblemError):
    code = "community-exists"
    title = _("This platform has its community already.")
    status = 409


class NotInUseError(ProblemError):
    code = "tenant-not-in-use"
    title = _("Only a workspace in use can be suspended or resumed.")
    status = 409


def readable_slugs(name: str) -> Iterator[str]:
    """Free addresses made of the name, the best first: acme, acme-2, … and at last ones that nobody else can have."""
    base = slugify(name)[: SLUG_LENGTH - 7].replace("_", "-").strip("-")
    if len(base) < SLUG_LEAST or base in RESERVED_SLUGS:
        base = f"{base}-team".lstrip("-")
    # Asked now and not when the first is taken: by then the caller holds locks.
    taken = set(Tenant.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, 100))
    random = (f"{base}-{secrets.token_hex(3)}" for _ in count())
    return chain((slug for slug in (base, *numbered) if slug not in taken), random)


def checked_slug(slug: str) -> str:
    """The address, unless it is none or the platform's own."""
    if slug != slugify(slug) or "_" in slug or not SLUG_LEAST <= len(slug) <= SLUG_LENGTH or slug in RESERVED_SLUGS:
        raise SlugRefusedError
    return slug


def _claim_spare() -> Tenant | None:
    """A spare that this code can work with, locked for this transaction; others pass it by."""
    spares = Tenant.objects.spare().filter(migrations_hash=migrations_hash())
    spare: Tenant | None = spares.select_for_update(skip_locked=True).order_by("created_at").first()
    return spare


def _make_spare() -> Tenant:
    """A tenant without a name, whose schema is ready."""
    schema_name = new_schema_name()
    make_schema(schema_name)
    spare: Tenant = Tenant.objects.create(
        name=schema_name, schema_name=schema_name, status=Tenant.Status.SPARE, migrations_hash=migrations_hash()
    )
    return spare


def _spare() -> Tenant:
    """From the pool when there is one, else made now."""
    if spare := _claim_spare():
        return spare
    lock_making()
    # While this one waited, a refill may have been here.
    return _claim_spare() or _make_spare()


def _name_tenant(tenant: Tenant, slugs: Iterator[str]) -> None:
    """Give the first address that nobody took meanwhile: the database decides."""
    for slug in slugs:
        tenant.slug = slug
        try:
            with transaction.atomic():
                tenant.save(update_fields=["name", "slug", "kind", "status", "updated_at"])
                # In bulk: saving one looks for other primary hosts, and a new tenant has none.
                Domain.objects.bulk_create([Domain(domain=f"{slug}.{settings.BASE_DOMAIN}", tenant=tenant)])
        except IntegrityError as error:
            if "one_community" in str(error):
                raise CommunityExistsError from error
            continue
        return
    raise SlugTakenError


@transaction.atomic
def create_tenant(*, name: str, kind: str = Tenant.Kind.COMPANY, slug: str | None = None) -> Tenant:
    """A tenant ready for its first member; without a slug, a free one is made of the name."""
    with scope(PUBLIC):
        slugs = iter([checked_slug(slug)]) if slug else readable_slugs(name)
        tenant = _spare()
        tenant.name, tenant.kind, tenant.status = name, kind, Tenant.Status.ACTIVE
        _name_tenant(tenant, slugs)
        if settings.TENANT_POOL_SIZE:
            later("tenants.refill_pool")
    return tenant


@transaction.atomic
def add_spare() -> bool:
    """Make one spare if the pool is short; says whether it was."""
    with scope(PUBLIC):
        lock_making()
        ready = Tenant.objects.spare().filter(migrations_hash=migrations_hash()).count()
        if ready >= settings.TENANT_POOL_SIZE:
            return False
        _make_spare()
        return True


@transaction.atomic
def refill_pool() -> None:
    """Add one spare if the pool is short, and come again for the next: no transaction makes more than one."""
    if add_spare():
        later("tenants.refill_pool")


@transaction.atomic
def suspend_tenant(tenant: Tenant, *, reason: str = "") -> None:
    """Close the tenant's pages, API and tasks until it is resumed; its data stays."""
    _set_status(tenant, Tenant.Status.SUSPENDED, reason)


@transaction.atomic
def resume_tenant(tenant: Tenant, *, reason: str = "") -> None:
    """Open a suspended tenant again."""
    _set_status(tenant, Tenant.Status.ACTIVE, reason)


def _set_status(tenant: Tenant, status: Tenant.Status, reason: str) -> None:
    """Change it and write down why, in the tenant's log and in the platform's."""
    changeable = Tenant.objects.filter(pk=tenant.pk, status__in=[Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED])
    before, now = tenant.status, timezone.now()
    if not changeable.update(status=status, status_reason=reason, status_since=now):
        raise NotInUseError
    tenant.status, tenant.status_reason, tenant.status_since = status, reason, now
    changes = {"status": (before, status)}
    for place in (tenant, PUBLIC):
        with scope(place):
            record("tenant.status-changed", target=tenant, label=tenant.name, changes=changes, note=reason)
    if status == Tenant.Status.SUSPENDED:
        tell_owners(tenant, "tenant_suspended", reason=reason)
    else:
        tell_owners(tenant, "tenant_resumed", page="home:index")
    # Other processes follow when their memory of a few seconds ends.
    transaction.on_commit(forget_tenants)
