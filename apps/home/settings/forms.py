"""What is filled in about a workspace beside its look."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import PreferenceField
from apps.accounts.preferences import formats_choices, language_choices, time_zone_choices
from apps.core.problems import ProblemError
from apps.tenants.models import LONGEST_RETENTION_DAYS, LONGEST_SESSION_HOURS
from apps.tenants.policies import plain_mail_domains, plain_networks


class LocaleForm(forms.Form):
    """How pages and mails speak to members who chose nothing."""

    language = PreferenceField(label=_("Language"), choices=language_choices)
    formats = PreferenceField(
        label=_("Formats"),
        help_text=_("How dates, numbers and prices are written. Amounts keep their currency."),
        choices=formats_choices,
    )
    timezone = PreferenceField(label=_("Time zone"), choices=time_zone_choices)


def _whole(attributes: dict[str, str]) -> forms.TextInput:
    # No number field: it would hide from its reader what was wrong in it.
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"} | attributes)


class RetentionForm(forms.Form):
    """How long records are kept."""

    days = forms.IntegerField(
        label=_("Delete after so many days"),
        help_text=_("Counted from the last change of a record. Empty: everything is kept."),
        required=False,
        min_value=1,
        max_value=LONGEST_RETENTION_DAYS,
        widget=_whole({}),
    )
    candidate_days = forms.IntegerField(
        label=_("Delete candidates so many days after their last job was closed"),
        help_text=_("With all that was written and found out about them. Empty: they are kept."),
        required=False,
        min_value=1,
        max_value=LONGEST_RETENTION_DAYS,
        widget=_whole({}),
    )


class LinesField(forms.CharField):
    """Several entries, one on each line; gives them as a list, written as they are stored."""

    widget = forms.Textarea

    def __init__(self, plain: Callable[[Iterable[str]], list[str]], **options: Any) -> None:
        self.plain = plain
        super().__init__(required=False, max_length=4000, **options)
        self.widget.attrs |= {"rows": "4", "spellcheck": "false", "autocapitalize": "off"}

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        try:
            return self.plain(text.replace(",", "\n").splitlines())
        except ProblemError as problem:
            raise forms.ValidationError(problem.detail) from problem


class SecurityForm(forms.Form):
    """What members must do to be let in."""

    mfa_required = forms.BooleanField(
        label=_("Require a second factor"),
        help_text=_("Members without one set it up before they see anything of the workspace."),
        required=False,
    )
    session_hours = forms.IntegerField(
        label=_("Sign in anew after so many hours"),
        help_text=_("Empty: after two weeks without a visit."),
        required=False,
        min_value=1,
        max_value=LONGEST_SESSION_HOURS,
        widget=_whole({}),
    )
    invitation_domains = LinesField(
        plain_mail_domains,
        label=_("Domains of invited people"),
        help_text=_("One on each line, such as example.com. Empty: anybody can be invited."),
    )
    allowed_networks = LinesField(
        plain_networks,
        label=_("Networks that members come from"),
        help_text=_(
            "One on each line, such as 192.0.2.0/24 or 2001:db8::/32. Empty: any. Candidates come from anywhere."
        ),
    )


class HostForm(forms.Form):
    """A host name of the company's own."""

    host = forms.CharField(
        label=_("Host name"),
        max_length=253,
        help_text=_("Such as jobs.example.com."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}),
    )


class ClosingForm(forms.Form):
    """That somebody really means it."""

    name = forms.CharField(
        label=_("Name of the workspace"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Why do you leave?"),
        help_text=_("It helps us to do better, and stands in the log of the workspace."),
        required=False,
        max_length=300,
    )
