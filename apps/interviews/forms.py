"""What people fill in to set an interview up, and beside an answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.hiring.models import Application
from apps.interviews import configuration
from apps.interviews.fairness import ETHNICITIES, SEXES
from apps.interviews.models import QuestionSet
from apps.interviews.models.assigning import MOST_ATTEMPTS
from apps.interviews.models.coaching import LONGEST_COACH_QUESTION
from apps.interviews.models.describing import ETHNICITY_TITLES, SEX_TITLES
from apps.interviews.services import Order
from apps.interviews.shipped import KIND_TITLES, LEVEL_TITLES, ROLE_TITLES

MINUTE = 60
TONE_TITLES = {"friendly": _("Friendly"), "neutral": _("Neutral"), "challenging": _("Challenging")}
DIFFICULTY_TITLES = {"fixed": _("As the level says"), "adaptive": _("Follows your answers")}
SOURCE_TITLES = {"library": _("From the library"), "model": _("Written for me by a language model")}
FEEDBACK_TITLES = {"each": _("After each answer"), "end": _("At the end")}
CONFIDENCE_TITLES = (
    (1, _("1: I guessed")),
    (2, "2"),
    (3, _("3: I was unsure of parts")),
    (4, "4"),
    (5, _("5: I am sure")),
)


def _set_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Set of questions"),
        required=False,
        help_text=_("Its questions come first, in their order; others follow up to the number."),
    )


def offer_sets(form: forms.Form, sets: Sequence[QuestionSet]) -> None:
    """Let these be chosen; without any the field is left out, and the page says how to make one."""
    known: Any = form.fields["question_set"]
    known.choices = [("", _("No set")), *((str(one.pk), one.title) for one in sets)]
    if not sets:
        del form.fields["question_set"]


class SetupForm(forms.Form):
    """The whole of an interview; what is usual stands there already."""

    role = forms.ChoiceField(label=_("Role"), choices=tuple(ROLE_TITLES.items()))
    level = forms.ChoiceField(label=_("Level"), choices=tuple(LEVEL_TITLES.items()), initial="mid")
    kind = forms.ChoiceField(label=_("Kind of interview"), choices=tuple(KIND_TITLES.items()), initial="mixed")
    number = forms.IntegerField(
        label=_("Number of questions"), min_value=1, max_value=configuration.MOST_QUESTIONS, initial=5
    )
    focus = forms.CharField(
        label=_("Skills to focus on"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas, such as: SQL, negotiation."),
    )
    employer = forms.CharField(label=_("Employer or client"), max_length=120, required=False)
    project = forms.CharField(label=_("Project"), max_length=120, required=False)
    technologies = forms.CharField(
        label=_("What you used in it"),
        max_length=300,
        required=False,
        help_text=_("Tools or methods, separated by commas. Some questions will be about this work."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes for each question"),
        min_value=0,
        max_value=configuration.LONGEST_QUESTION_SECONDS // MINUTE,
        initial=0,
        help_text=_("0: as long as each question needs."),
    )
    total_minutes = forms.IntegerField(
        label=_("Minutes in all"),
        min_value=0,
        max_value=configuration.LONGEST_INTERVIEW_SECONDS // MINUTE,
        initial=0,
        help_text=_("0: no limit."),
    )
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=tuple(DIFFICULTY_TITLES.items()), initial="fixed")
    tone = forms.ChoiceField(label=_("Tone of the interviewer"), choices=tuple(TONE_TITLES.items()), initial="neutral")
    feedback = forms.ChoiceField(label=_("Feedback"), choices=tuple(FEEDBACK_TITLES.items()), initial="each")
    follow_ups = forms.TypedChoiceField(
        label=_("Follow-up questions"),
        choices=((0, _("None")), (1, _("One at most")), (2, _("Two at most"))),
        coerce=int,
        initial=1,
    )
    has_hints = forms.BooleanField(
        label=_("Hints"), required=False, initial=True, help_text=_("Each hint costs a tenth of its question's points.")
    )

    question_set = _set_field()
    job = forms.ChoiceField(
        label=_("For a job"),
        required=False,
        help_text=_("Questions about its required skills come first."),
    )

    questions_from = forms.ChoiceField(
        label=_("Questions"),
        choices=tuple(SOURCE_TITLES.items()),
        initial="library",
        help_text=_("Written ones are about the role, the job and your work. It takes up to two minutes."),
    )

    # What a link led here with: one question, or a template.
    own = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    template = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    WHAT = ("role", "level", "kind", "number")
    FIRST = ("question_set", "job", "questions_from")
    ABOUT = ("focus", "employer", "project", "technologies")
    HOW = ("minutes", "total_minutes", "difficulty", "tone", "feedback", "follow_ups", "has_hints")

    def __init__(
        self,
        *args: Any,
        sets: Sequence[QuestionSet] = (),
        jobs: Sequence[tuple[str, str]] = (),
        has_model: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if not has_model:
            self.fields["questions_from"].disabled = True
            self.fields["questions_from"].help_text = _(
                "Having questions written needs a language model, and none is set up for this workspace."
            )
        offer_sets(self, sets)
        known: Any = self.fields["job"]
        known.choices = [("", _("No job in particular")), *jobs]
        if not jobs:
            del self.fields["job"]

    def clean_own(self) -> list[str]:
        return [self.cleaned_data["own"]] if self.cleaned_data["own"] else []

    def clean_focus(self) -> list[str]:
        found = words_of(self.cleaned_data["focus"])
        if len(found) > configuration.MOST_FOCUS:
            raise forms.ValidationError(_("Name %(n)s skills at most.") % {"n": configuration.MOST_FOCUS})
        return found

    @property
    def what(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHAT]

    @property
    def first(self) -> list[forms.BoundField]:
        """What decides which questions come first."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ABOUT]

    @property
    def how(self) -> list[forms.BoundField]:
        return [self[name] for name in self.HOW]

    def asked(self) -> dict[str, Any]:
        """The same as the API takes it."""
        data = dict(self.cleaned_data)
        work = {name: data.pop(name) for name in ("employer", "project", "technologies")}
        work["technologies"] = words_of(work["technologies"])
        data["seconds"], data["total_seconds"] = data.pop("minutes") * MINUTE, data.pop("total_minutes") * MINUTE
        return {**data, "works": [work] if any(work.values()) else []}


def words_of(text: str) -> list[str]:
    """Words or phrases between commas, each once."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


class AnswerForm(forms.Form):
    """An answer with how sure the person is of it."""

    answer = forms.CharField(required=False, strip=False, max_length=20_000)
    choice = forms.MultipleChoiceField(required=False)
    confidence = forms.TypedChoiceField(
        choices=CONFIDENCE_TITLES, coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: list[str] | None = None) -> None:
        super().__init__(data)
        known: Any = self.fields["choice"]
        known.choices = [(one, one) for one in choices or ()]

    def text(self, kind: str) -> str:
        """The answer as it is stored: of a multiple-choice question the chosen texts, one a line."""
        if kind == "multiple-choice":
            return "\n".join(self.cleaned_data["choice"])
        return str(self.cleaned_data["answer"]).replace("\r\n", "\n")


class AssignForm(forms.Form):
    """An interview that a candidate is asked for."""

    application = forms.ModelChoiceField(
        Application.objects.none(), label=_("Job"), required=False, empty_label=_("No job in particular")
    )
    role = forms.ChoiceField(label=_("Role"), choices=tuple(ROLE_TITLES.items()))
    level = forms.ChoiceField(label=_("Level"), choices=tuple(LEVEL_TITLES.items()), initial="mid")
    kind = forms.ChoiceField(label=_("Kind of interview"), choices=tuple(KIND_TITLES.items()), initial="mixed")
    number = forms.IntegerField(
        label=_("Number of questions"), min_value=1, max_value=configuration.MOST_QUESTIONS, initial=5
    )
    due = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=MOST_ATTEMPTS, initial=1)
    time_factor = forms.TypedChoiceField(
        label=_("Time"),
        choices=((1.0, _("As usual")), (1.25, "125 %"), (1.5, "150 %"), (2.0, "200 %"), (3.0, "300 %")),
        coerce=float,
        initial=1.0,
        help_text=_("More time for whoever needs it; it is not shown beside the result."),
    )
    question_set = _set_field()

    WHAT = ("application", "role", "level", "kind", "number", "question_set")
    TERMS = ("due", "attempts", "time_factor")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, applications: Any, sets: Sequence[QuestionSet] = ()
    ) -> None:
        super().__init__(data)
        offer_sets(self, sets)
        known: Any = self.fields["application"]
        known.queryset = applications
        known.label_from_instance = lambda one: str(one.job)

    @property
    def what(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHAT if name in self.fields]

    @property
    def terms(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TERMS]

    def clean_due(self) -> datetime | None:
        """The end of that day."""
        day = self.cleaned_data["due"]
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end <= timezone.now():
            raise forms.ValidationError(_("Choose a day to come."))
        return end

    def order(self) -> Order:
        data = self.cleaned_data
        setup = configuration.Setup(
            role=data["role"],
            level=data["level"],
            kind=data["kind"],
            number=data["number"],
            feedback="end",
            has_hints=False,
            has_pauses=False,
            time_factor=data["time_factor"],
            question_set=data.get("question_set", ""),
        )
        return Order(setup, data["attempts"], data["due"], data["application"])


class ReviewForm(forms.Form):
    """A person's score of an answer."""

    question_id = forms.UUIDField()
    score = forms.IntegerField(min_value=0, max_value=100)
    reason = forms.CharField(max_length=1000, error_messages={"required": _("Say why you change the score.")})


class AboutYouForm(forms.Form):
    """What people may say of themselves, or not."""

    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("Prefer not to say")), *((one, SEX_TITLES[one]) for one in SEXES)],
    )
    ethnicity = forms.ChoiceField(
        label=_("Race or ethnicity"),
        required=False,
        choices=[("", _("Prefer not to say")), *((one, ETHNICITY_TITLES[one]) for one in ETHNICITIES)],
    )


class CoachForm(forms.Form):
    """A question to the coach."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_COACH_QUESTION,
        widget=forms.Textarea({"rows": 3, "placeholder": _("Ask about this interview")}),
    )
