"""LegalText: a version of the terms or of the privacy notice. Agreement: that a person accepted one.

What was published, and who agreed to it, the database refuses to change or delete (see the migrations).
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.accounts.models.sign_in import FromBrowser
from apps.core.ids import uuid7
from apps.core.models import TimestampedModel


class LegalText(TimestampedModel):
    """Written as a draft, in force from its publishing until a newer one is published or it is withdrawn."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Privacy notice")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    # Counted per kind when it is published: drafts have none.
    number = models.PositiveSmallIntegerField(_("version"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    news_en = models.CharField(
        _("what is new, in English"),
        max_length=300,
        blank=True,
        help_text=_("One sentence for those who agreed to the version before."),
    )
    news_de = models.CharField(_("what is new, in German"), max_length=300, blank=True)
    text_en = models.TextField(_("text in English"), help_text=_("Markdown, without HTML."))
    text_de = models.TextField(
        _("text in German"), blank=True, help_text=_("Without it people who read German get the English text.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("published by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("kind", "-number")
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        permissions = (("publish_legaltext", _("Can publish and withdraw terms and privacy notices")),)
        constraints = (
            models.UniqueConstraint(fields=["kind", "number"], name="one_legal_text_per_number"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_at=None)
                | Q(number__isnull=False, published_at__isnull=False) & ~Q(state="draft"),
                name="published_has_number",
            ),
        )

    def __str__(self) -> str:
        version = _("version %(number)d") % {"number": self.number} if self.number else self.get_state_display()
        return f"{self.get_kind_display()}, {version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def language_for(self, wanted: str) -> str:
        """The language that the text is there in, for somebody who reads `wanted`."""
        return "de" if wanted.startswith("de") and self.text_de else "en"

    def text_in(self, language: str) -> str:
        return self.text_de if language == "de" else self.text_en

    def news_in(self, language: str) -> str:
        return self.news_de if language == "de" and self.news_de else self.news_en


class Agreement(FromBrowser):
    """Who accepted which version, when, where and how; what says from where goes with the account."""

    class How(models.TextChoices):
        SIGN_UP = "sign-up", _("Sign-up")
        PAGE = "page", _("Page")
        API = "api", "API"

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("person"))
    text = models.ForeignKey(
        LegalText, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("legal text")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    # In which of its languages the text stood there.
    language = models.CharField(_("language"), max_length=12, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["user", "text"], name="one_agreement_per_text"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.text}"
