"""What is filled in about seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.marketplace.models import License
from apps.marketplace.queries import SEATED_ROLES, who_could_have_a_seat


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Members by name and address."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name} · {obj.user.email}" if obj.user.name else obj.user.email


class PassOnForm(forms.Form):
    """Who gets the seat next."""

    member = MemberChoice(
        queryset=Membership.objects.none(),
        label=_("Pass it on to"),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose a member who has no seat.")},
    )

    def __init__(self, *args: Any, license_: License, **options: Any) -> None:
        super().__init__(*args, **options)
        members = who_could_have_a_seat(license_).exclude(seats__license=license_).select_related("user")
        field: Any = self.fields["member"]
        field.queryset = members.order_by("user__name", "user__email")


class AutoAssignForm(forms.Form):
    """Which roles get a seat by themselves."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=SEATED_ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
