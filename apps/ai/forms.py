"""What is filled in about language models."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ai.models import TenantProvider
from apps.ai.network import PrivateAddressError
from apps.ai.services import check_address


class PolicyForm(forms.Form):
    """Whether models are asked, for how much, and what is kept."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Language models may be asked"),
        help_text=gettext_lazy("Off, the engines that run here do everything, and nothing leaves the platform."),
        required=False,
    )
    monthly_budget = forms.DecimalField(
        label=gettext_lazy("Budget of a month, in USD"),
        help_text=gettext_lazy("Of all calls together. Empty: only the platform's own limit holds."),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    keeps_contents = forms.BooleanField(
        label=gettext_lazy("Keep what was asked and answered"),
        help_text=gettext_lazy("For some weeks, to find out why a model said something. It may hold personal data."),
        required=False,
    )


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A server of the workspace; its key is never shown again."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=500,
        strip=True,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = TenantProvider
        fields = ("name", "base_url", "key", "model", "price_in", "price_out", "position", "is_active")
        labels = {
            "name": gettext_lazy("Short name"),
            "base_url": gettext_lazy("Address"),
            "model": gettext_lazy("Model"),
            "price_in": gettext_lazy("USD for a million tokens read"),
            "price_out": gettext_lazy("USD for a million tokens written"),
            "position": gettext_lazy("Place in the order"),
            "is_active": gettext_lazy("Is asked"),
        }
        help_texts = {
            "name": gettext_lazy("Letters, digits and hyphens, such as our-openai."),
            "base_url": gettext_lazy("Of an API like OpenAI's, such as https://api.openai.com/v1."),
            "price_in": gettext_lazy("As the provider says; the budget is counted by it."),
            "position": gettext_lazy("The smallest number is asked first, before those of the platform."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._address_before = self.instance.base_url
        is_new = self.instance._state.adding
        self.fields["key"].required = is_new
        self.fields["key"].help_text = (
            _("It is sealed, and shown to nobody again.") if is_new else _("Empty: the one that is there stays.")
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = TenantProvider.objects.filter(tenant=self.instance.tenant, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a server of this name already."))
        return name

    def clean_base_url(self) -> str:
        url: str = self.cleaned_data["base_url"].strip()
        try:
            check_address(url)
        except PrivateAddressError as error:
            raise forms.ValidationError(
                _("Enter an address that begins with https:// and leads to a server on the internet.")
            ) from error
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("key") and data.get("base_url") and data["base_url"] != self._address_before:
            self.add_error("key", _("Enter the key again, as the old one was meant for the old address."))
        return data
