"""allauth's forms in the product's own words: nothing inside a field repeats its label."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.socialaccount import forms as social_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django import forms

    Base = forms.Form
else:
    Base = object

ADDRESS, AT_LEAST = _("E-mail address"), _("At least 12 characters.")
NEW_PASSWORDS = {"password1": _("New password"), "password2": _("New password, once more")}


class PlainFields(Base):
    """Mixed in before a form of allauth's; what is not named keeps its own words."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


class SocialSignupForm(PlainFields, social_forms.SignupForm):  # type: ignore[misc]  # allauth has no types
    """For whoever comes from Google and the like, where there is something to agree to."""

    labels = {"email": ADDRESS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The provider vouches for this address and for no other.
        self.fields["email"].disabled = True

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        """SocialAdapter.save_user has given the person their place."""


def _plain(form: Any, labels: dict[str, Any], help_texts: dict[str, Any]) -> Any:
    return type(form.__name__, (PlainFields, form), {"labels": labels, "help_texts": help_texts})


LoginForm = _plain(allauth_forms.LoginForm, {"login": ADDRESS}, {})
SignupForm = _plain(allauth_forms.SignupForm, {"email": ADDRESS}, {"password1": AT_LEAST})
ResetPasswordForm = _plain(allauth_forms.ResetPasswordForm, {"email": ADDRESS}, {})
ResetPasswordKeyForm = _plain(allauth_forms.ResetPasswordKeyForm, NEW_PASSWORDS, {"password1": AT_LEAST})
# The page of a change says above the fields what a good password is.
ChangePasswordForm = _plain(
    allauth_forms.ChangePasswordForm, {"oldpassword": _("Current password"), **NEW_PASSWORDS}, {"password1": ""}
)
ReauthenticateForm = _plain(allauth_forms.ReauthenticateForm, {}, {})
AddEmailForm = _plain(allauth_forms.AddEmailForm, {"email": ADDRESS}, {})
RequestLoginCodeForm = _plain(allauth_forms.RequestLoginCodeForm, {"email": ADDRESS}, {})
ConfirmLoginCodeForm = _plain(
    allauth_forms.ConfirmLoginCodeForm, {"code": _("Code")}, {"code": _("As it stands in the mail.")}
)
