"""Deeds on passwords."""

from uuid import UUID

from django.db import transaction

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import PasswordRecord, User
from apps.accounts.services.security_log import record_of_person
from apps.accounts.services.sign_in import sign_out_everywhere

# With the one that is in use: the last five.
KEPT_PASSWORDS = 4


@transaction.atomic
def change_password(user: User, *, password: str, but: UUID | str | None = None, tell: bool = True) -> None:
    """Set a new password: every token and session made with the old one ends, but the session that asks for it."""
    if user.has_usable_password():
        PasswordRecord.objects.create(user=user, password=user.password)
        kept = user.password_records.values("pk")[:KEPT_PASSWORDS]
        user.password_records.exclude(pk__in=kept).delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    sign_out_everywhere(user, but=but)
    record_of_person(user, "password.changed")
    if tell:
        send_mail_to(user, "password_changed", reset_url=mail_link("account_reset_password"))
