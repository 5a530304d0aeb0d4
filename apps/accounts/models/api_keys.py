"""ApiKey: lets a program into a tenant in the place of the member who made it, for a few named rights."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import Membership
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def living(self) -> "ApiKeyQuerySet":
        """Neither revoked nor over; whether their makers may still enter is asked with the membership."""
        return self.filter(revoked_at=None, expires_at__gt=Now())


class ApiKey(TimestampedModel):
    """Only the hash of the key is kept; its beginning is there so that people know which one it is."""

    STATES: ClassVar[dict[str, Q]] = {
        "active": Q(revoked_at=None, expires_at__gt=Now()),
        "expired": Q(revoked_at=None, expires_at__lte=Now()),
        "revoked": Q(revoked_at__isnull=False),
    }

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="api_keys")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("beginning"), max_length=16)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Names of permissions; what the maker's role has not (any more) is worth nothing.
    scopes = models.JSONField(_("scopes"), default=list)
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        indexes = (models.Index(fields=["tenant", "-created_at"], name="api_keys_of_tenant"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def state_at(self, moment: datetime) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= moment else "active"

    @property
    def state(self) -> str:
        return self.state_at(timezone.now())
