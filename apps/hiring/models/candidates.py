"""Candidate: a person whom the tenant knows. PossibleDouble: two that may be one. Note: a member on one."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel
from apps.core.scope import current_tenant
from apps.hiring.numbering import shuffled_number


class Counted(models.Expression):
    """The next number of a column that counts by itself."""

    output_field = models.BigIntegerField()
    allowed_default = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return "DEFAULT", ()

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        return "apps.hiring.models.candidates.Counted", (), {}


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def present(self) -> "CandidateQuerySet":
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class Candidate(TimestampedModel):
    """A person, once in each tenant."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    # In lower case.
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, help_text=_("E.164, such as +4930123456."))
    location = models.CharField(_("location"), max_length=200, blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True, help_text=_("A list of addresses."))
    # Set when the person signs in here as a candidate.
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidates", verbose_name=_("member")
    )
    source = models.CharField(_("source"), max_length=80, blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    # The record that took this one in; what belonged to this one lies there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged", editable=False
    )
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Counted up by the database, which makes a column of this kind in the migration.
    serial = models.BigIntegerField(db_default=Counted(), editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="candidate_newest_first"),
            models.Index(fields=["name", "id"], name="candidate_by_name"),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="candidate_by_phone"),
            GinIndex(fields=["tags"], name="candidate_tags"),
        )
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email="") & models.Q(merged_into__isnull=True),
                name="one_candidate_per_email",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(member__isnull=False, merged_into__isnull=True),
                name="one_candidate_per_member",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email or self.phone or self.alias

    @property
    def alias(self) -> str:
        """What a blind review calls the person: a number that is the same on every page, and says nothing."""
        return f"{_('Candidate')} {shuffled_number(self.serial, of=str(current_tenant().pk))}"


class PossibleDouble(TimestampedModel):
    """Two candidates that may be one person; somebody decides. The older one is `first`."""

    class Reason(models.TextChoices):
        PHONE = "phone", _("Same phone")
        EMAIL = "email", _("Same name, similar e-mail address")
        NAME = "name", _("Same name, no e-mail address to tell them apart")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state", "Open")
        MERGED = "merged", _("Merged")
        KEPT_APART = "kept_apart", _("Kept apart")

    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="doubles_as_first")
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="doubles_as_second")
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("possible double")
        verbose_name_plural = _("possible doubles")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="one_suspicion_per_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="older_double_first"),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class Note(TimestampedModel):
    """What a member wrote down about a candidate, or about one of their applications."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="notes")
    application = models.ForeignKey(
        "hiring.Application", on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="hiring_notes")
    text = models.TextField(_("text"), max_length=10_000)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]
