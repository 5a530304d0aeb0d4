"""Writes down what allauth does to second factors and codes: it tells by signals, as it cannot know our log."""

from typing import Any

from allauth.account.signals import login_code_rejected
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.db import transaction
from django.http import HttpRequest

from apps.accounts.models import SignIn
from apps.accounts.services import record_of_person
from apps.accounts.services.sign_in import note_failed_sign_in
from apps.accounts.visits import visit_of


def listen() -> None:
    signals.authenticator_added.connect(_added, dispatch_uid="second factor added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="second factor removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="recovery codes renewed")
    social_account_added.connect(_linked, dispatch_uid="social account linked")
    social_account_removed.connect(_unlinked, dispatch_uid="social account unlinked")
    login_code_rejected.connect(_code_rejected, dispatch_uid="code by mail rejected")


@transaction.atomic
def _added(user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_of_person(user, "second-factor.added", note=authenticator.type)


@transaction.atomic
def _removed(user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_of_person(user, "second-factor.removed", note=authenticator.type)


@transaction.atomic
def _linked(sociallogin: Any, **_kwargs: Any) -> None:
    record_of_person(sociallogin.user, "social-account.linked", note=sociallogin.account.provider)


@transaction.atomic
def _unlinked(socialaccount: Any, **_kwargs: Any) -> None:
    record_of_person(socialaccount.user, "social-account.unlinked", note=socialaccount.provider)


def _code_rejected(user: Any, request: HttpRequest, **_kwargs: Any) -> None:
    note_failed_sign_in(user.email, visit_of(request), way=SignIn.Way.CODE)


@transaction.atomic
def _renewed(user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "recovery-codes.renewed")
