"""Who the platform serves, what they subscribe to, how they are reached, and what their schemas are made from."""

from hashlib import sha256
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from apps.core.ids import uuid7
from apps.core.models import TimestampedModel
from apps.tenants.plans import FREE, PLAN_CHOICES, Plan, plan_of

LONGEST_SESSION_HOURS = 720
LONGEST_RETENTION_DAYS = 3650
CANDIDATE_DAYS = 90


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Business code asks for tenants in use; spares, the public row and what is left of erased ones are not."""

    def in_use(self) -> "TenantQuerySet":
        return self.exclude(status__in=[Tenant.Status.SPARE, Tenant.Status.ERASED])

    def with_schema(self) -> "TenantQuerySet":
        """Those whose schema is whole: not erased, and not about to be."""
        whole = self.exclude(status=Tenant.Status.ERASED)
        return whole.exclude(status=Tenant.Status.CLOSED, erase_at__lte=timezone.now())

    def active(self) -> "TenantQuerySet":
        return self.filter(status=Tenant.Status.ACTIVE)

    def spare(self) -> "TenantQuerySet":
        return self.filter(status=Tenant.Status.SPARE)


class Tenant(TenantMixin):
    """A company, or the community of those who practise; its schema has another name only after a restore."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        COMMUNITY = "community", _("Community")

    class Status(models.TextChoices):
        SPARE = "spare", _("Spare")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        # Only owners may look, until they come back or the time for that is over.
        CLOSED = "closed", _("Closed")
        # Nothing is left but this row, without a name.
        ERASED = "erased", _("Erased")

    # A schema is made by apps.tenants.services only, and never dropped by deleting a row.
    auto_create_schema = False
    auto_drop_schema = False

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    # Empty while spare: the claim gives the name.
    slug = models.SlugField(max_length=50, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.COMPANY)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE, db_index=True)
    # The company's own look: an accent as #rrggbb, empty for ours, and the stored name of its picture.
    accent = models.CharField(max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    logo_name = models.CharField(max_length=200, blank=True, editable=False)
    # What roles may do here other than declared; read with the membership, so each request goes by the newest.
    role_rights = models.JSONField(default=dict, blank=True, editable=False)
    # Why it is suspended or closed, in the words of whoever did it, and since when.
    status_reason = models.CharField(max_length=300, blank=True)
    status_since = models.DateTimeField(default=timezone.now)
    # When a closed one is erased.
    erase_at = models.DateTimeField(null=True, blank=True)
    # What it subscribes to; after `plan_ends_at` it is on the free plan, also before a job has written that down.
    plan = models.CharField(max_length=20, choices=PLAN_CHOICES, default=FREE)
    plan_is_trial = models.BooleanField(default=False)
    plan_ends_at = models.DateTimeField(null=True, blank=True)
    # A trial is given once; the owners are told of its end once.
    trial_began_at = models.DateTimeField(null=True, blank=True)
    plan_reminded_at = models.DateTimeField(null=True, blank=True)
    # How pages and mails speak to members who chose nothing; empty: as their browser wishes.
    language = models.CharField(max_length=12, blank=True)
    formats = models.CharField(max_length=16, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    # Days after which records that nobody has touched are deleted; empty: never.
    retention_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RETENTION_DAYS)]
    )
    # Days after which candidates are deleted whose last job was closed; empty: never.
    candidate_days = models.PositiveSmallIntegerField(
        default=CANDIDATE_DAYS,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RETENTION_DAYS)],
    )
    # What members must do to be let in; empty lists and numbers ask for nothing.
    mfa_required = models.BooleanField(default=False)
    session_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SESSION_HOURS)]
    )
    invitation_domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    allowed_networks = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    # Whether platform staff may act as a member, with a reason that the owners can read.
    support_access = models.BooleanField(_("access of platform staff"), default=True)
    migrations_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        permissions = (
            ("suspend_tenant", _("Can suspend and resume a tenant")),
            ("change_plan", _("Can change a tenant's plan and extend its trial")),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=["spare", "erased"]) | models.Q(slug__isnull=False),
                name="tenant_in_use_has_slug",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(erase_at__isnull=False), name="closed_tenant_has_an_end"
            ),
            models.CheckConstraint(
                condition=models.Q(plan_is_trial=False) | models.Q(plan_ends_at__isnull=False),
                name="plan_trial_has_an_end",
            ),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="community"), name="one_community"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def has_own_look(self) -> bool:
        return bool(self.accent or self.logo_name)

    @property
    def brand_version(self) -> str:
        """Changes with the look, so that browsers may keep style sheet and logo for good."""
        return sha256(f"{self.accent} {self.logo_name}".encode()).hexdigest()[:12]

    @property
    def plan_now(self) -> Plan:
        """What it is entitled to at this moment."""
        return plan_of(FREE if self.plan_has_ended else self.plan)

    @property
    def plan_has_ended(self) -> bool:
        """Whether trial or paid time are over, even when no job has written it down yet."""
        return self.plan_ends_at is not None and self.plan_ends_at <= timezone.now()

    @property
    def path(self) -> str:
        """The address below which all pages of this tenant lie."""
        return f"/t/{self.slug}/"


class Domain(DomainMixin):
    """A host name that leads to a tenant."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta(DomainMixin.Meta):
        ordering = ("domain",)

    def __str__(self) -> str:
        return str(self.domain)


class DomainClaim(TimestampedModel):
    """A host name that a tenant says is its own; it becomes a Domain once its DNS record says so too.

    Claims shut nobody out: several tenants may claim a name, and only who can change its DNS gets it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for its record")
        VERIFIED = "verified", _("Verified")
        FAILED = "failed", _("Not verified")

    class Problem(models.TextChoices):
        NO_NAME = "no-name", _("This name is not in the DNS.")
        NO_RECORD = "no-record", _("The TXT record is not there.")
        OTHER_RECORD = "other-record", _("The TXT record says something else.")
        NO_ANSWER = "no-answer", _("The name servers gave no answer.")
        TAKEN = "taken", _("Another workspace has verified this name.")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="domain_claims")
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    # Since when a verified one lacks its record.
    failing_since = models.DateTimeField(null=True, blank=True)
    # The check that runs or ran last.
    task_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("host",)
        constraints = (models.UniqueConstraint(fields=["tenant", "host"], name="one_claim_per_host"),)

    def __str__(self) -> str:
        return self.host

    @property
    def record_name(self) -> str:
        """Where the TXT record belongs."""
        return f"_rostrum.{self.host}"


class TenantExport(TimestampedModel):
    """Everything of a tenant in one file, made by a task and kept for a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("In preparation")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not finished")
        GONE = "gone", _("Deleted")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="exports")
    # The membership of whoever asked for it; nobody when it was staff.
    asked_by = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(state="waiting"), name="one_export_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tenant} · {self.created_at:%Y-%m-%d}"


class PlanUse(models.Model):
    """How much of a monthly limit of its plan a tenant has used, by calendar month (UTC)."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="plan_use")
    limit = models.CharField(max_length=20)
    month = models.DateField(help_text=_("First day of the month."))
    used = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("-month", "limit")
        constraints = (models.UniqueConstraint(fields=["tenant", "limit", "month"], name="one_plan_use_per_month"),)

    def __str__(self) -> str:
        return f"{self.tenant} · {self.limit} · {self.month:%Y-%m}: {self.used}"


class StorageUse(models.Model):
    """How many bytes a tenant's files take; `manage.py recount_storage` counts them anew."""

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.CASCADE, related_name="storage_use")
    used = models.PositiveBigIntegerField(default=0)
    recounted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-used",)

    def __str__(self) -> str:
        return f"{self.tenant}: {self.used}"


class SchemaText(models.Model):
    """The SQL that makes a tenant's schema, as one version of the migrations describes it; see provisioning.py."""

    key = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.key[:12]
