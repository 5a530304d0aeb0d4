"""How a program says which terms and privacy notice a person agrees to."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.accounts.legal import Consent, CurrentTexts, consent_in, texts_in_force
from apps.accounts.models import LegalText


class AgreedSerializer(serializers.Serializer[Any]):
    """The versions that the person was shown, as `GET auth/legal/` names them."""

    terms = serializers.IntegerField(min_value=1, required=False, help_text="Version of the terms of use.")
    privacy = serializers.IntegerField(min_value=1, required=False, help_text="Version of the privacy notice.")


def agreed_in(said: dict[str, int], texts: CurrentTexts, request: HttpRequest, *, how: str) -> Consent:
    """What was agreed to; each of the texts must be named with the version that is in force."""
    errors = {text.kind: _not_agreed(text.kind, text.number) for text in texts if said.get(text.kind) != text.number}
    if errors:
        raise serializers.ValidationError(errors, code="agreement")
    return consent_in(request, texts, how=how)


def agreed_at_sign_up(data: dict[str, Any], request: HttpRequest, *, how: str) -> Consent | None:
    """Takes what was sent as `agreement` out of the data; None where nothing is in force."""
    said = data.pop("agreement", {})
    texts = texts_in_force()
    if not texts:
        return None
    try:
        return agreed_in(said, texts, request, how=how)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"agreement": error.detail}) from error


def _not_agreed(kind: str, number: int) -> list[str]:
    said = _("Version %(number)d is in force (%(title)s). Read it with GET /api/v1/auth/legal/, and send its number.")
    return [said % {"number": number, "title": LegalText.Kind(kind).label}]
