"""AuditEntry: one deed. AuditLink: its place in a chain of hashes, which the database adds when the deed is committed.

Both tables lie in every schema. The database refuses to change or delete their rows (see the first migration).
"""

from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class AuditEntry(models.Model):
    """Who did what to what, when and from where."""

    class ActorKind(models.TextChoices):
        PERSON = "person", _("Person")
        STAFF = "staff", _("Platform staff")
        API_KEY = "api-key", _("API key")
        TASK = "task", _("Task")
        WEBHOOK = "webhook", _("Webhook")
        SYSTEM = "system", _("System")
        VISITOR = "visitor", _("Visitor")

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(_("time"), db_default=Now())
    action = models.CharField(_("action"), max_length=80)
    actor_kind = models.CharField(_("kind of actor"), max_length=10, choices=ActorKind.choices)
    actor_id = models.UUIDField(null=True, blank=True)
    # The name of what is no person: a key, a task, an event. Names of people are looked up, so that they can be erased.
    actor_label = models.CharField(max_length=120, blank=True)
    credential = models.CharField(_("signed in by"), max_length=20, blank=True)
    on_behalf_of = models.UUIDField(null=True, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    target_label = models.CharField(_("concerns"), max_length=200, blank=True)
    # {name of a field: [before, after]}
    changes = models.JSONField(_("changes"), default=dict, encoder=DjangoJSONEncoder, blank=True)
    note = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = _("audit log")
        indexes = (models.Index(fields=["target_type", "target_id"], name="audit_of_target"),)

    def __str__(self) -> str:
        return f"{self.action} {self.target_label}".strip()


class AuditLink(models.Model):
    """The entry's number and the hash of everything up to it; written by the database, never by us."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
