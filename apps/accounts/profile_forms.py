"""What a person fills in about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.queries import memberships_of
from apps.core.modules import NotificationKind, notification_kinds


def kinds_for(user: User) -> list[NotificationKind]:
    """The mails that the person may get somewhere and could do without."""
    roles = {membership.role for membership in memberships_of(user)}
    return [kind for kind in notification_kinds() if roles & set(kind.roles)]


class ProfileForm(forms.Form):
    """Name, picture, and which mails are wanted."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. People who work with you see it."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    without_picture = forms.BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["name"] = user.name
        self.kinds = kinds_for(user)
        for kind in self.kinds:
            self.fields[self._field_of(kind)] = forms.BooleanField(
                label=str(kind.title), required=False, initial=kind.name not in user.muted_kinds
            )

    @staticmethod
    def _field_of(kind: NotificationKind) -> str:
        return f"mail-{kind.name}"

    def mail_fields(self) -> list[forms.BoundField]:
        return [self[self._field_of(kind)] for kind in self.kinds]

    def mails(self) -> dict[str, bool]:
        """Which kinds are wanted, once the form is valid."""
        return {kind.name: self.cleaned_data[self._field_of(kind)] for kind in self.kinds}


class DeleteAccountForm(forms.Form):
    """That it is the person, and that they mean it."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    is_meant = forms.BooleanField(label=_("I understand that this cannot be undone."))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="wrong")
        return password
