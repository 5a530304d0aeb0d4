"""Reconciliation: a comparison of what we keep with what the provider says, and what was mended by it."""

from typing import Any

from django.db import models

from apps.core.models import TimestampedModel


class Reconciliation(TimestampedModel):
    """One run; `differences` has what was wrong, as [{"account", "what", "was", "is"}]."""

    is_whole = models.BooleanField()
    checked = models.PositiveIntegerField(default=0)
    differences: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    # Questions that the provider did not answer, by kind of object.
    unanswered: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}: {len(self.differences)}"
