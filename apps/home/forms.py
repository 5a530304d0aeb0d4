"""What is filled in about a workspace."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# As in static/src/app.css.
OUR_ACCENT = "#2f41c4"


class LookForm(forms.Form):
    """Name, accent and logo."""

    name = forms.CharField(label=_("Name of the workspace"), max_length=120)
    own_accent = forms.BooleanField(
        label=_("Use an accent of our own"),
        required=False,
        help_text=_(
            "Links, buttons and marks take this colour. Should it be too light to be read, we use a darker one."
        ),
    )
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Accent"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Write the colour as # and six digits, such as #2f41c4.")},
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, square, up to 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        accent = self.initial.get("accent", "")
        self.initial.update(own_accent=bool(accent), accent=accent or OUR_ACCENT)

    def clean(self) -> dict[str, Any]:
        """Empty accent: the platform's."""
        data = super().clean() or {}
        data["accent"] = data.get("accent", "").lower() if data.get("own_accent") else ""
        return data
