"""What people fill in: an editor, an assessment, and what a candidate is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from apps.code_assessment.listing import Line
from apps.code_assessment.models import Assessment, Likeness
from apps.code_assessment.models.assessments import (
    LONGEST_MINUTES,
    MOST_ATTEMPTS,
    MOST_PROBLEMS,
    SHORTEST_MINUTES,
)
from apps.code_assessment.models.likeness import LONGEST_NOTE
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.services import Order, Wanted
from apps.code_assessment.services.assessments import MOST_POINTS, USUAL_POINTS

ROWS = 6


class EditorForm(forms.Form):
    """What an editor sends; how long a program may be is the services' to say."""

    language = forms.CharField(max_length=20)
    answer = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(required=False, min_value=0)
    key = forms.CharField(required=False, max_length=60)
    own_input = forms.CharField(required=False, strip=False)


class AssessmentForm(forms.Form):
    """An assessment but for its problems."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    total_minutes = forms.IntegerField(
        label=_("Minutes in all"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=60
    )
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=MOST_ATTEMPTS, initial=1)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=[(name, one.display_name) for name, one in LANGUAGES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every language that works here and that the problem allows."),
    )
    has_practice_round = forms.BooleanField(
        label=_("Candidates may try the editor with an easy problem first"), required=False, initial=True
    )

    TERMS = ("total_minutes", "attempts")

    @property
    def terms(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TERMS]

    @classmethod
    def initial_of(cls, assessment: Assessment | None) -> dict[str, Any]:
        if assessment is None:
            return {}
        return {name: getattr(assessment, name) for name in cls.base_fields}

    def wanted(self, problems: list[dict[str, Any]]) -> Wanted:
        return Wanted(problems=problems, **self.cleaned_data)


class AskedForm(forms.Form):
    """One problem of an assessment; a row without one is none."""

    key = forms.ChoiceField(label=_("Problem"), required=False)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST_POINTS, initial=USUAL_POINTS)

    def __init__(self, *args: Any, lines: Sequence[Line] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["key"]
        choices.choices = [
            ("", _("None")),
            *((one.key, f"{one.title} · {one.category_title} · {one.difficulty_title}") for one in lines),
        ]

    def has_changed(self) -> bool:
        """A row has a problem; the points that stand in an empty one are what is usual."""
        return bool(self["key"].value())


# A problem that is taken away is taken away; there is always room for some more.
AskedFormSet: Any = formset_factory(AskedForm, extra=3, max_num=MOST_PROBLEMS, absolute_max=MOST_PROBLEMS)


def asked_in(formset: Any) -> list[dict[str, Any]]:
    """The problems that were chosen, in their order."""
    return [dict(form.cleaned_data) for form in formset if form.has_changed()]


class DecisionForm(forms.Form):
    """What somebody makes of two programs that are alike."""

    decision = forms.ChoiceField(
        label=_("What is it?"),
        choices=[one for one in Likeness.Decision.choices if one[0] != Likeness.Decision.OPEN],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why; it stands beside the decision and in the audit log."),
    )


class AssignForm(forms.Form):
    """An assessment that a candidate is asked for."""

    assessment: Any = forms.ModelChoiceField(
        label=_("Code assessment"), queryset=Assessment.objects.none(), empty_label=_("Choose an assessment")
    )
    application: Any = forms.ModelChoiceField(
        label=_("For the job"), queryset=None, required=False, empty_label=_("No job in particular")
    )
    due = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    time_factor = forms.TypedChoiceField(
        label=_("Time"),
        choices=((1.0, _("As usual")), (1.25, "125 %"), (1.5, "150 %"), (2.0, "200 %")),
        coerce=float,
        initial=1.0,
        help_text=_("More time for whoever needs it; it is not shown beside the result."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, applications: Any) -> None:
        super().__init__(data)
        assessments: Any = self.fields["assessment"]
        assessments.queryset = Assessment.objects.filter(is_archived=False)
        known: Any = self.fields["application"]
        known.queryset = applications
        known.label_from_instance = lambda one: str(one.job)

    def clean_due(self) -> datetime | None:
        """The end of that day."""
        day = self.cleaned_data["due"]
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end <= timezone.now():
            raise forms.ValidationError(_text("Choose a day to come."))
        return end

    def order(self) -> Order:
        data = self.cleaned_data
        return Order(
            data["assessment"],
            time_factor=data["time_factor"],
            due_at=data["due"],
            application=data["application"],
        )
