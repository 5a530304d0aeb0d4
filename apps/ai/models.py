"""Providers, budgets and calls of language models. Public rows, so that staff sees what the platform pays for."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.ai.base import Failure
from apps.core.models import TimestampedModel
from apps.tenants.models import Tenant

FAILURES = {
    Failure.NO_PROVIDER: _("No provider is set up"),
    Failure.OVER_BUDGET: _("The month's budget is used up"),
    Failure.OVER_TIME: _("It took too long"),
    Failure.UNREACHABLE: _("The server could not be reached"),
    Failure.KEY_REFUSED: _("The key was refused"),
    Failure.MODEL_UNKNOWN: _("The server knows no such model or address"),
    Failure.RATE_LIMITED: _("The server takes no more calls at the moment"),
    Failure.NO_CREDIT: _("The account has no credit left"),
    Failure.SERVER_ERROR: _("The server failed"),
    Failure.BAD_REQUEST: _("The server did not understand the call"),
    Failure.TOO_LONG: _("The text or the answer was too long for the model"),
    Failure.REFUSED: _("The model refused to answer"),
    Failure.CUT_OFF: _("The answer broke off"),
    Failure.NOT_JSON: _("The answer was no JSON"),
    Failure.WRONG_SHAPE: _("The answer had another shape than asked for"),
    Failure.RESTING: _("Left alone for a moment after several failures"),
}

NOT_NEGATIVE = MinValueValidator(0)


class TenantProvider(TimestampedModel):
    """A server that a tenant brings itself; it is asked before those of the platform."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="ai_providers")
    name = models.SlugField(_("name"), max_length=40)
    base_url = models.CharField(_("address"), max_length=300)
    # Sealed with the platform's secret key; shown to nobody again.
    key_sealed = models.BinaryField(editable=False)
    model = models.CharField(_("model"), max_length=120)
    price_in = models.DecimalField(
        _("price of a million tokens read"), max_digits=10, decimal_places=4, default=0, validators=[NOT_NEGATIVE]
    )
    price_out = models.DecimalField(
        _("price of a million tokens written"), max_digits=10, decimal_places=4, default=0, validators=[NOT_NEGATIVE]
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("AI provider of a tenant")
        verbose_name_plural = _("AI providers of tenants")
        constraints = (models.UniqueConstraint(fields=["tenant", "name"], name="one_ai_provider_of_a_name"),)

    def __str__(self) -> str:
        return self.name


class AiPolicy(TimestampedModel):
    """What a tenant allows: whether providers are asked at all, for how much a month, and whether contents are kept."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="ai_policy")
    is_on = models.BooleanField(_("providers are asked"), default=True)
    # Of everything that the tenant spends, its own providers too; None: no limit but the platform's.
    monthly_budget = models.DecimalField(
        _("budget of a month"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    # Of what goes to the platform's providers, set by staff; None is settings.AI_MONTHLY_BUDGET.
    platform_budget = models.DecimalField(
        _("budget of a month at the platform's providers"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    keeps_contents = models.BooleanField(_("contents of calls are kept"), default=False)

    class Meta:
        verbose_name = _("AI policy of a tenant")
        verbose_name_plural = _("AI policies of tenants")

    def __str__(self) -> str:
        return str(self.tenant_id)


class AiSpending(TimestampedModel):
    """What a tenant has spent in a calendar month (UTC), and what is set aside for calls under way.

    What was set aside for a call that was killed stays so: its provider may have charged for it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="ai_spending")
    month = models.DateField(_("month"))
    spent = models.DecimalField(_("spent"), max_digits=14, decimal_places=6, default=Decimal(0))
    reserved = models.DecimalField(_("set aside"), max_digits=14, decimal_places=6, default=Decimal(0))
    # The part of both that goes to the platform's providers.
    platform_spent = models.DecimalField(
        _("spent at the platform's providers"), max_digits=14, decimal_places=6, default=Decimal(0)
    )
    platform_reserved = models.DecimalField(
        _("set aside at the platform's providers"), max_digits=14, decimal_places=6, default=Decimal(0)
    )

    class Meta:
        ordering = ("-month",)
        verbose_name = _("AI spending of a month")
        verbose_name_plural = _("AI spending")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "month"], name="one_ai_spending_per_month"),
            models.CheckConstraint(
                condition=models.Q(spent__gte=0, reserved__gte=0, platform_spent__gte=0, platform_reserved__gte=0),
                name="ai_spending_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.spent}"


class AiCall(TimestampedModel):
    """One provider asked once, with all tries; `failure` is empty when it answered."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="ai_calls")
    feature = models.CharField(_("feature"), max_length=60)
    prompt = models.CharField(_("prompt"), max_length=120)
    provider = models.CharField(_("provider"), max_length=40, blank=True)
    is_own = models.BooleanField(_("own provider"), default=False)
    model = models.CharField(_("model"), max_length=120, blank=True)
    failure = models.CharField(_("failure"), max_length=20, blank=True, choices=list(FAILURES.items()))
    detail = models.CharField(_("what the server said"), max_length=300, blank=True)
    tokens_in = models.PositiveIntegerField(_("tokens read"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens written"), default=0)
    # The server did not say, as when it was cut off: as many as there can have been.
    is_estimate = models.BooleanField(_("tokens are estimated"), default=False)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, default=Decimal(0))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)
    is_cached = models.BooleanField(_("known from before"), default=False)
    # Only where the tenant keeps contents, and for some time only.
    asked = models.TextField(_("what was asked"), blank=True)
    answered = models.TextField(_("what was answered"), blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("AI call")
        verbose_name_plural = _("AI calls")
        indexes = (
            models.Index(fields=["tenant", "-id"], name="ai_calls_of_tenant"),
            models.Index(fields=["created_at"], name="ai_calls_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.feature} · {self.provider or '-'} · {self.failure or 'answered'}"
