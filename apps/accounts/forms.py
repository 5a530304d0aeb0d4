"""What people fill in to sign up."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.agreement_forms import AsksToAgree
from apps.accounts.arrivals import take_ref
from apps.accounts.models import User
from apps.accounts.preferences import formats_choices, language_choices, time_zone_choices
from apps.accounts.services import LONGEST_MINUTES, join_community


class NameForm(AsksToAgree):
    """Asked of a candidate beside address and password; allauth calls `signup` after the user is saved."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        join_community(user, ref=take_ref(request), consent=self.consent(request))


class SavedViewForm(forms.Form):
    """A list's name, and how somebody looks at it."""

    listing = forms.RegexField(r"^[a-z_]+\.[a-z_]+$", max_length=80)
    title = forms.CharField(label=_("Name of the view"), max_length=60)
    query = forms.CharField(max_length=500, required=False)


class OwnNames(forms.Select):
    """Languages and regions in their own words, and places: nobody translates them."""

    def __init__(self) -> None:
        super().__init__(attrs={"translate": "no"})

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class PreferenceField(forms.ChoiceField):
    """A choice whose first entry, as usual, is an answer too."""

    widget = OwnNames

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class PreferencesForm(forms.Form):
    """How pages and mails speak to the person."""

    language = PreferenceField(label=_("Language"), choices=language_choices)
    formats = PreferenceField(
        label=_("Formats"),
        help_text=_("How dates, numbers and prices are written. Amounts keep their currency."),
        choices=formats_choices,
    )
    timezone = PreferenceField(label=_("Time zone"), choices=time_zone_choices)


class AddressForm(forms.Form):
    """Whose account it is about."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class VisitForm(forms.Form):
    """Why staff act as a member, and for how long."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The owners of the workspace read it. Name the request that you work on."),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (LONGEST_MINUTES, _("60 minutes"))],
    )


class SupportAccessForm(forms.Form):
    """Whether platform staff may act as members of the workspace."""

    is_allowed = forms.BooleanField(label=_("Platform staff may act as a member here"), required=False)


class CompanyForm(AsksToAgree):
    """A company's first sign-up."""

    company = forms.CharField(
        label=_("Company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=data.get("email", ""), name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
