"""Who the platform serves, the host names they are reached by, and the text that their schemas are made from."""

from hashlib import sha256
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from apps.core.ids import uuid7


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Business code asks for tenants in use; spares and the public row are not among them."""

    def in_use(self) -> "TenantQuerySet":
        return self.exclude(status__in=[Tenant.Status.SPARE, Tenant.Status.CLOSED])

    def active(self) -> "TenantQuerySet":
        return self.filter(status=Tenant.Status.ACTIVE)

    def spare(self) -> "TenantQuerySet":
        return self.filter(status=Tenant.Status.SPARE)


class Tenant(TenantMixin):
    """A company, or the community of those who practise; its schema's name never changes."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        COMMUNITY = "community", _("Community")

    class Status(models.TextChoices):
        SPARE = "spare", _("Spare")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

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
    migrations_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="spare") | models.Q(slug__isnull=False), name="tenant_in_use_has_slug"
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


class SchemaText(models.Model):
    """The SQL that makes a tenant's schema, as one version of the migrations describes it; see provisioning.py."""

    key = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.key[:12]
