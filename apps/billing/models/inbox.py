"""WebhookEvent: what the provider sent, kept before anything is done about it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimestampedModel


class WebhookEvent(TimestampedModel):
    """An event is there once, however often it was sent; what it is about is fetched anew when it is applied."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        DONE = "done", _("Applied")
        IGNORED = "ignored", _("Nothing to do")
        DEAD = "dead", _("Given up")

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=100)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=255, blank=True)
    customer_id = models.CharField(max_length=255, blank=True)
    api_version = models.CharField(max_length=40, blank=True)
    livemode = models.BooleanField()
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        permissions = (("replay_event", _("Can apply an event again")),)
        indexes = (
            models.Index(fields=["next_try_at"], condition=models.Q(state="pending"), name="webhook_waiting"),
            models.Index(fields=["object_id"], name="webhook_of_object"),
        )

    def __str__(self) -> str:
        return f"{self.type} · {self.object_id}"
