"""What people fill in to have questions written for the question bank."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.interviews.bank_listing import ALL_ROLES
from apps.interviews.configuration import MOST_FOCUS
from apps.interviews.forms import words_of
from apps.interviews.own_items import LANGUAGES
from apps.interviews.shipped import LEVEL_TITLES, QUESTION_TITLES

MOST_AT_ONCE = 10


class WritingForm(forms.Form):
    """Which questions, and how many."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ALL_ROLES.items()))
    level = forms.ChoiceField(label=_("Level"), choices=list(LEVEL_TITLES.items()), initial="mid")
    kind = forms.ChoiceField(label=_("Kind"), choices=list(QUESTION_TITLES.items()))
    number = forms.IntegerField(label=_("Number of questions"), min_value=1, max_value=MOST_AT_ONCE, initial=3)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    job = forms.ChoiceField(
        label=_("For a job"), required=False, help_text=_("Questions about its required skills come first.")
    )
    skills = forms.CharField(
        label=_("Skills to focus on"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas, such as: SQL, negotiation."),
    )

    def __init__(self, *args: Any, jobs: Sequence[tuple[str, str]], has_model: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["job"]
        choices.choices = [("", _("No job in particular")), *jobs]
        if not jobs:
            del self.fields["job"]
        for field in self.fields.values():
            field.disabled = not has_model

    def clean_skills(self) -> list[str]:
        found = words_of(self.cleaned_data["skills"])
        if len(found) > MOST_FOCUS:
            raise forms.ValidationError(_("Name %(n)s skills at most.") % {"n": MOST_FOCUS})
        return found

    @property
    def pairs(self) -> list[forms.BoundField]:
        """What stands two in a line."""
        return [self[name] for name in ("role", "level", "kind", "number", "language", "job") if name in self.fields]
