"""Deeds of a person on what is theirs alone: which mails they want."""

from uuid import UUID

from django.db import transaction

from apps.accounts.models import User


@transaction.atomic
def mute_kind(user_id: UUID | str, name: str) -> None:
    """No more mails of that kind for the person; somebody who is gone needs nothing."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is not None and name not in user.muted_kinds:
        user.muted_kinds = [*user.muted_kinds, name]
        user.save(update_fields=["muted_kinds"])
