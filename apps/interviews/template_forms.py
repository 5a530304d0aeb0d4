"""What people fill in for an interview template of the workspace's own."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from apps.interviews.configuration import (
    LONGEST_INTERVIEW_SECONDS,
    LONGEST_QUESTION_SECONDS,
    MOST_FOLLOW_UPS,
    MOST_QUESTIONS,
    Round,
)
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.forms import FEEDBACK_TITLES, TONE_TITLES
from apps.interviews.models import QuestionSet
from apps.interviews.services.templates import MOST_ROUNDS, WHOLE
from apps.interviews.shipped import KIND_TITLES, ROLE_TITLES, Shipped

MINUTE = 60
DIFFICULTIES = {"fixed": _("As the level says"), "adaptive": _("Follows the answers")}
CRITERIA = {
    "relevance": _("Relevance"),
    "examples": _("Specific examples"),
    "structure": _("Clarity and structure"),
    "accuracy": _("Technical accuracy"),
    "alignment": _("Alignment with the job"),
}


def _percent(name: str) -> forms.IntegerField:
    return forms.IntegerField(label=CRITERIA[name], min_value=0, max_value=WHOLE, initial=WEIGHTS[name])


class TemplateForm(forms.Form):
    """A template but for its rounds."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("Asked for before each interview")), *ROLE_TITLES.items()], required=False
    )
    relevance, examples, structure = _percent("relevance"), _percent("examples"), _percent("structure")
    accuracy, alignment = _percent("accuracy"), _percent("alignment")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        weights = [values[name] for name in WEIGHTS if values.get(name) is not None]
        if len(weights) == len(WEIGHTS) and sum(weights) != WHOLE:
            message = _text("The weights must add up to 100; now they make %(sum)s.") % {"sum": sum(weights)}
            self.add_error("relevance", message)
        return values

    @property
    def weights(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in WEIGHTS}

    @property
    def weight_fields(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in WEIGHTS]

    @classmethod
    def initial_of(cls, template: Shipped | None) -> dict[str, Any]:
        if template is None:
            return {}
        plain = {name: str(getattr(template, name)) for name in ("title", "description", "role")}
        return plain | dict(template.weights)


class RoundForm(forms.Form):
    """One round; without a title it is none."""

    title = forms.CharField(label=_("Title"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_TITLES.items()), initial="technical")
    number = forms.IntegerField(label=_("Questions"), min_value=1, max_value=MOST_QUESTIONS, initial=5)
    question_set = forms.ChoiceField(
        label=_("Set"), required=False, help_text=_("Its questions come first, in their order.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes for each question"),
        min_value=0,
        max_value=LONGEST_QUESTION_SECONDS // MINUTE,
        initial=0,
        help_text=_("0: as long as each question needs."),
    )
    total_minutes = forms.IntegerField(
        label=_("Minutes in all"),
        min_value=0,
        max_value=LONGEST_INTERVIEW_SECONDS // MINUTE,
        initial=0,
        help_text=_("0: no limit."),
    )
    follow_ups = forms.IntegerField(
        label=_("Follow-ups for each question, at most"), min_value=0, max_value=MOST_FOLLOW_UPS, initial=1
    )
    opens_at = forms.IntegerField(
        label=_("Opens at"),
        min_value=0,
        max_value=WHOLE,
        initial=0,
        help_text=_("Points that the round before must reach."),
    )
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=list(DIFFICULTIES.items()), initial="fixed")
    tone = forms.ChoiceField(label=_("Tone"), choices=list(TONE_TITLES.items()), initial="neutral")
    feedback = forms.ChoiceField(label=_("Feedback"), choices=list(FEEDBACK_TITLES.items()), initial="each")
    has_hints = forms.BooleanField(label=_("Hints can be asked for"), required=False, initial=True)

    def __init__(self, *args: Any, sets: Sequence[QuestionSet] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["question_set"]
        choices.choices = [("", _("None")), *((str(one.pk), one.title) for one in sets)]

    def has_changed(self) -> bool:
        """A round has a title; what else stands in an empty one is what is usual."""
        return bool(str(self["title"].value() or "").strip())

    @cached_property
    def round(self) -> Round:
        known = self.cleaned_data
        plain = ("title", "kind", "number", "follow_ups", "opens_at", "difficulty", "tone", "feedback", "has_hints")
        return Round(
            **{name: known[name] for name in plain},
            seconds=known["minutes"] * MINUTE,
            total_seconds=known["total_minutes"] * MINUTE,
            question_set=known["question_set"],
        )


def initial_of_round(one: Round) -> dict[str, Any]:
    plain = ("kind", "number", "follow_ups", "opens_at", "difficulty", "tone", "feedback", "has_hints", "question_set")
    return {
        "title": str(one.title),
        **{name: getattr(one, name) for name in plain},
        "minutes": one.seconds // MINUTE,
        "total_minutes": one.total_seconds // MINUTE,
    }


# A round whose title is taken away is taken away; there is always room for one more.
RoundFormSet: Any = formset_factory(RoundForm, extra=1, max_num=MOST_ROUNDS, absolute_max=MOST_ROUNDS)


def rounds_of(formset: Any) -> list[Round]:
    """The rounds that were filled in, in their order."""
    return [form.round for form in formset if form.has_changed()]


def shown_round(one: Round, asked: QuestionSet | None) -> dict[str, Any]:
    """What the page of a template says of a round, and the set that it asks."""
    return {**initial_of_round(one), "kind_title": KIND_TITLES[one.kind], "set": asked}
