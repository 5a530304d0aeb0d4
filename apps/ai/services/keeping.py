"""Deeds on what is left of calls: contents go after some weeks, the lines themselves after two years."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.ai.models import AiCall

CALL_DAYS = 730


@transaction.atomic
def forget_contents() -> int:
    """Empty what is too old, and what a workspace does not keep any more; says how many calls that were."""
    now = timezone.now()
    AiCall.objects.filter(created_at__lt=now - timedelta(days=CALL_DAYS)).delete()
    with_contents = AiCall.objects.exclude(asked="", answered="")
    old = with_contents.filter(created_at__lt=now - timedelta(days=settings.AI_CONTENTS_DAYS))
    unwanted = with_contents.filter(tenant__ai_policy__keeps_contents=False)
    return sum(some.update(asked="", answered="") for some in (old, unwanted))
