"""What people fill in to bring others into a workspace, and to come into one."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from apps.accounts.agreement_forms import AsksToAgree
from apps.accounts.models import Invitation, Membership, User
from apps.accounts.roles import Role, roles_up_to


def role_choices(by: Membership) -> list[tuple[str, Any]]:
    """The roles that the member may give, the highest first."""
    return [(role.value, role.label) for role in roles_up_to(by.role)]


def _usual_role(by: Membership) -> str:
    return Role.MEMBER if Role.MEMBER in roles_up_to(by.role) else by.role


class RoleField(forms.ChoiceField):
    """One of the roles that the member may give."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Role"), **kwargs)


class InvitationForm(forms.Form):
    """Somebody to invite."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("How the mail greets them; they can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = RoleField()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].initial = _usual_role(by)


class InvitationFileForm(forms.Form):
    """Many people to invite."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with e-mail address, role and name, up to 500 lines. Role and name may be missing."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    role = forms.ChoiceField(label=_("Role where the file names none"))

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].initial = _usual_role(by)


class ConfirmedFileForm(forms.Form):
    """The file's text as it was previewed, sent back to be acted on."""

    text = forms.CharField(strip=False)
    role = forms.ChoiceField()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]  # a ChoiceField


class RoleForm(forms.Form):
    """Another role for a member."""

    role = RoleField()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]  # a ChoiceField


class JoinForm(AsksToAgree):
    """A new person's name and password; the address is that of the invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters."),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = invitation.email
        self.fields["name"].initial = invitation.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=self._email, name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
