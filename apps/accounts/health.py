"""Readiness of mail: which engine carries it, and whether it does."""

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.core.health import Health, check
from apps.core.reaching import answers

# One server of a receiver may be slow; so many late mails are our own trouble.
MANY_LATE = 10


@check("mail", _("Mail"))
def check_mail() -> Health:
    """A mail server that is away is named, and no reason to send no requests here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE refused_at IS NULL AND attempts = 0),"
            " count(*) FILTER (WHERE refused_at IS NULL AND attempts > 0),"
            " count(*) FILTER (WHERE refused_at > now() - interval '1 day')"
            " FROM accounts_mail WHERE sent_at IS NULL"
        )
        waiting, delayed, refused = cursor.fetchone()
    mail = settings.MAIL
    is_there = not mail.host or answers(mail.host, mail.port)
    return Health(
        ok=True,
        detail=mail.place if is_there else f"{mail.place} does not answer; mails wait until it does.",
        extra={"waiting": waiting, "delayed": delayed, "refused_today": refused},
        works=is_there and delayed < MANY_LATE,
    )
