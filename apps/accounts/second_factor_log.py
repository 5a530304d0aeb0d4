"""Writes down what allauth does to second factors: it tells by signals, as it cannot know our log."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.db import transaction

from apps.accounts.services import record_of_person


def listen() -> None:
    signals.authenticator_added.connect(_added, dispatch_uid="second factor added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="second factor removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="recovery codes renewed")


@transaction.atomic
def _added(user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_of_person(user, "second-factor.added", note=authenticator.type)


@transaction.atomic
def _removed(user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_of_person(user, "second-factor.removed", note=authenticator.type)


@transaction.atomic
def _renewed(user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "recovery-codes.renewed")
