"""Terms and privacy notices for tests."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.legal import forget_legal_texts, texts_in_force
from apps.accounts.models import LegalText, User
from apps.accounts.services import publish_text

TERMS = "# Scope\n\nThese terms hold for **everybody**.\n\n1. Be fair\n2. Be on time"
NUTZUNG = "# Geltung\n\nDiese Bedingungen gelten für **alle**."
PRIVACY = "# What we keep\n\nYour name and address."
REASON = "Decided on Monday"


def draft(kind: str = "terms", **fields: str) -> LegalText:
    words = {"text_en": TERMS, "text_de": NUTZUNG} if kind == "terms" else {"text_en": PRIVACY}
    return LegalText.objects.create(kind=kind, **(words | fields))


def published(kind: str = "terms", **fields: str) -> LegalText:
    """A new version, in force from now on."""
    text = draft(kind, **fields)
    publish_text(text, reason=REASON)
    return text


def both() -> str:
    """Terms and a privacy notice; what the box of sign-up says once they are ticked."""
    published("terms")
    published("privacy")
    return "terms-1,privacy-1"


def joined_before(user: User) -> None:
    """The person was here long before anything was published."""
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=400))


def joined_after(user: User) -> None:
    """The person cannot have been filling in anything when it was published."""
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() + timedelta(seconds=1))


def in_force() -> list[str]:
    forget_legal_texts()
    return [text.mark for text in texts_in_force()]
