"""allauth's forms of second factors: a code works once, wrong ones count as failed sign-ins."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from apps.accounts.entrance_forms import PlainFields
from apps.accounts.models import SignIn
from apps.accounts.sign_in_guard import refuse_if_too_many, tell_to_wait

# Longer than any clock that we allow for makes a code last.
USED_SECONDS = 300


def _no_longer_usable(user: Any, code: str) -> bool:
    """Mark the code as used, and say whether it was before: allauth remembers it for one period only."""
    plain = "".join(code.split())
    return not cache.add(f"second-factor:used:{user.pk}:{plain}", 1, timeout=USED_SECONDS)


class CodeForm(PlainFields):
    """Mixed in before the forms that take a code of an app or a recovery code."""

    labels = {"code": _("Code")}
    help_texts = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}

    def clean_code(self) -> str:
        this: Any = self
        if tell_to_wait(context.request, this.user.email):
            raise forms.ValidationError(_("Too many failed tries. Wait a little."))
        try:
            return self._unused_code()
        except forms.ValidationError:
            refuse_if_too_many(context.request, this.user.email, way=SignIn.Way.SECOND_FACTOR)
            raise

    def _unused_code(self) -> str:
        this: Any = self
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        if _no_longer_usable(this.user, code):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."))
        return code


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(PlainFields, AllauthActivateTOTPForm):
    labels = {"code": _("Code")}
    help_texts = {"code": _("The six digits that the app shows now.")}


class AddWebAuthnForm(PlainFields, AllauthAddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone")}
    help_texts = {
        "name": _("Such as the device it lies on."),
        "passwordless": _("Without a password; the device asks for your finger, face or PIN instead."),
    }
