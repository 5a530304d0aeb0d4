"""What is filled in to make an API key."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from apps.accounts.api_keys import scopes_for_keys
from apps.accounts.models import Membership

LIFETIMES = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year")))


class ApiKeyForm(forms.Form):
    """A name, how long it lives, and what it may do: no more than its maker."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Where the key is used, such as the career page.")
    )
    days = forms.TypedChoiceField(label=_("Ends after"), choices=LIFETIMES, coerce=int, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("What the key may do"), error_messages={"required": _("Choose at least one thing that it may do.")}
    )

    def __init__(self, *args: Any, membership: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        groups: dict[str, list[tuple[str, Any]]] = {}
        for right in scopes_for_keys():
            if membership.has_right(right.name):
                config: Any = apps.get_app_config(right.name.partition(".")[0])
                title = str(getattr(config, "rights_title", config.verbose_name))
                groups.setdefault(title, []).append((right.name, right.title))
        scopes: Any = self.fields["scopes"]
        scopes.choices = list(groups.items())

    def groups(self) -> list[tuple[str, list[tuple[str, Any, bool]]]]:
        """Titles of apps with what they let a key do: name, title, and whether it is chosen."""
        scopes: Any = self.fields["scopes"]
        chosen = set(self["scopes"].value() or ())
        return [(title, [(name, said, name in chosen) for name, said in entries]) for title, entries in scopes.choices]
