"""The box that asks whoever signs up to agree to what is in force; forms have it only where something is."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.accounts.legal import Consent, CurrentTexts, consent_in, mark_of, texts_in_force
from apps.accounts.models import Agreement, LegalText

NAME = "agreement"


def _label(texts: CurrentTexts) -> str:
    kinds = {text.kind for text in texts}
    if kinds == {LegalText.Kind.TERMS}:
        return _("I agree to the terms of use.")
    if kinds == {LegalText.Kind.PRIVACY}:
        return _("I have read the privacy notice.")
    return _("I agree to the terms of use and have read the privacy notice.")


def _links(texts: CurrentTexts) -> SafeString:
    """In tabs of their own, as the form is being filled in."""
    links = format_html_join(
        " · ",
        '<a href="{}" target="_blank" rel="noopener">{}<span class="sr-only"> {}</span></a>',
        ((text.url, text.title, _("(opens a new tab)")) for text in texts),
    )
    return format_html("{} {}", _("To read:"), links)


class AgreementInput(forms.CheckboxInput):
    """A box whose value says which versions the page named."""

    def __init__(self, mark: str) -> None:
        super().__init__(check_test=lambda value: value == mark)
        self.mark = mark

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["value"] = self.mark
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class AgreementField(forms.Field):
    """True once the versions in force are agreed to."""

    def __init__(self, texts: CurrentTexts) -> None:
        self.mark = mark_of(texts)
        super().__init__(label=_label(texts), help_text=_links(texts), widget=AgreementInput(self.mark))
        self.error_messages["required"] = _("Tick the box to go on.")

    def clean(self, value: Any) -> bool:
        super().clean(value)
        if value != self.mark:
            raise forms.ValidationError(
                _("There is a newer version since you opened this page. Read it, then tick the box again."),
                code="changed",
            )
        return True


class AsksToAgree(forms.Form):
    """Mixed into forms that make an account."""

    how = Agreement.How.SIGN_UP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = self.texts_to_agree()
        if self.texts:
            self.fields[NAME] = AgreementField(self.texts)

    def texts_to_agree(self) -> CurrentTexts:
        return texts_in_force()

    def consent(self, request: HttpRequest) -> Consent | None:
        """What was agreed to, or None where nothing is in force."""
        return consent_in(request, self.texts, how=self.how) if self.texts else None

    def answers(self, request: HttpRequest) -> dict[str, Any]:
        """What was typed and agreed to, as the services of sign-up take it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != NAME}
        return typed | {"consent": self.consent(request)}


class AgreementForm(AsksToAgree):
    """For whoever has an account already."""

    how = Agreement.How.PAGE

    def __init__(self, *args: Any, texts: CurrentTexts, **kwargs: Any) -> None:
        self._texts = texts
        super().__init__(*args, **kwargs)

    def texts_to_agree(self) -> CurrentTexts:
        return self._texts
