"""Abstract bases that every app's tables share, and the queue of record."""

from uuid import UUID

from django.db import models

from apps.core.ids import uuid7


class TimestampedModel(models.Model):
    """A row with a time-ordered id that knows when it was made and last changed."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
