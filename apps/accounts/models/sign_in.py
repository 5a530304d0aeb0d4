"""How people came in: every try, the browsers that are signed in, and the passwords that were."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.core.ids import uuid7


class FromBrowser(models.Model):
    """Rows that know which browser or program on which system it was, as "Firefox/Ubuntu"."""

    browser = models.CharField(_("browser"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def browser_in_words(self) -> str:
        name, _slash, system = self.browser.partition("/")
        if not system:
            return name or gettext("A program")
        return gettext("%(browser)s on %(system)s") % {"browser": name, "system": system}


class SignIn(FromBrowser):
    """One try to sign in, or what set the count of failed ones back; kept for 90 days."""

    class Outcome(models.TextChoices):
        SUCCESS = "success", _("Signed in")
        FAILURE = "failure", _("Failed")
        UNLOCKED = "unlocked", _("Unlocked")

    class Way(models.TextChoices):
        PASSWORD = "password", _("Password")
        CODE = "code", _("Code by e-mail")
        PASSKEY = "passkey", _("Passkey")
        SECOND_FACTOR = "second-factor", _("Second step")
        GOOGLE = "google", _("Google")
        LINKEDIN = "linkedin", _("LinkedIn")
        MICROSOFT = "microsoft", _("Microsoft")
        OTHER = "other", _("Sign-up or link")

    class Through(models.TextChoices):
        PAGE = "page", _("Browser")
        API = "api", "API"

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Empty when the address that was typed is nobody's.
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="sign_ins")
    email = models.CharField(_("address typed"), max_length=254, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    way = models.CharField(_("way"), max_length=16, choices=Way.choices)
    through = models.CharField(_("through"), max_length=4, choices=Through.choices, default=Through.PAGE)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    # The address, or of IPv6, where each house has billions, the network: what failed tries are counted by.
    network = models.CharField(max_length=45, blank=True, editable=False)
    is_new_device = models.BooleanField(_("new device"), default=False)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["email", "-at"], name="sign_in_by_email"),
            models.Index(fields=["network", "-at"], name="sign_in_by_network"),
            models.Index(fields=["user", "-at"], name="sign_in_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_outcome_display()}"


class BrowserSession(FromBrowser):
    """A browser that is signed in; deleting it through the service signs it out."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browser_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    way = models.CharField(_("way"), max_length=16, choices=SignIn.Way.choices)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    started_at = models.DateTimeField(_("signed in"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        ordering = ("-last_seen_at",)
        verbose_name = _("signed-in browser")
        verbose_name_plural = _("signed-in browsers")

    def __str__(self) -> str:
        return f"{self.user} · {self.browser}"


class PasswordRecord(models.Model):
    """A password that somebody had before, as its hash, so that it does not come back."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=128, editable=False)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        ordering = ("-replaced_at",)
        verbose_name = _("earlier password")
        verbose_name_plural = _("earlier passwords")

    def __str__(self) -> str:
        return f"{self.user} · {self.replaced_at:%Y-%m-%d}"
