"""Proof that whoever sends a token or a session is the person: their password, which nobody may guess at will."""

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import Throttled

from apps.accounts.own_data import TRIES

if TYPE_CHECKING:
    from rest_framework.request import Request

    from apps.accounts.models import User


def require_password(request: "Request", user: "User", password: str, *, field: str = "password") -> None:
    """Raise unless this is the user's password: ValidationError about the field, Throttled after too many tries."""
    if not ratelimit.consume(request._request, action=TRIES, user=user):
        raise Throttled
    if not user.check_password(password):
        raise serializers.ValidationError({field: [_("This is not your password.")]})
