"""What people fill in to describe a job."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from apps.hiring.exchange import SkillDraft
from apps.hiring.models import WEIGHTS, Education, Job, JobSkill, Seniority, Stage, Workplace

NOT_SAID = ("", _("Not said"))
MOST_SKILLS = 60
MOST_TEXT = 100_000
WHOLE = 100


def _choices(kind: Any) -> list[tuple[str, Any]]:
    return [NOT_SAID, *kind.choices]


def _percent(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=WHOLE)


class JobForm(forms.Form):
    """Everything about a job but its skills."""

    title = forms.CharField(label=_("Title"), max_length=200)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    description = forms.CharField(
        label=_("Description"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("As candidates read it: the tasks, what you ask for, what you offer."),
    )
    location = forms.CharField(label=_("Location"), max_length=200, required=False)
    workplace = forms.ChoiceField(label=_("Workplace"), choices=_choices(Workplace), required=False)
    seniority = forms.ChoiceField(label=_("Seniority"), choices=_choices(Seniority), required=False)
    minimum_years = forms.DecimalField(
        label=_("Years of experience, at least"),
        max_digits=4,
        decimal_places=1,
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
        widget=forms.NumberInput(attrs={"min": "0", "max": "60", "step": "0.5"}),
    )
    education = forms.ChoiceField(label=_("Education, at least"), choices=_choices(Education), required=False)
    salary_min = forms.DecimalField(
        label=_("Salary from"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    salary_max = forms.DecimalField(label=_("Salary to"), min_value=0, max_digits=12, decimal_places=2, required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        help_text=_("Three letters, such as EUR."),
        error_messages={"invalid": _("Write three letters, such as EUR.")},
        widget=forms.TextInput(attrs={"maxlength": "3", "autocomplete": "off"}),
    )
    salary_period = forms.ChoiceField(label=_("Paid"), choices=_choices(Job.SalaryPeriod), required=False)
    weight_skills = _percent(_("Skills"))
    weight_experience = _percent(_("Experience"))
    weight_education = _percent(_("Education"))
    is_blind = forms.BooleanField(
        label=_("Review blind"),
        required=False,
        help_text=_(
            "The pages of this job show no name, contact or picture: everybody is called Candidate and a number."
        ),
    )

    def clean_description(self) -> str:
        """Browsers send line ends of their own; places in the text are counted without them."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        weights = [values[name] for name in WEIGHTS if values.get(name) is not None]
        if len(weights) == len(WEIGHTS) and sum(weights) != WHOLE:
            self.add_error(
                "weight_skills",
                _text("The three weights must add up to 100; now they make %(sum)s.") % {"sum": sum(weights)},
            )
        low, high = values.get("salary_min"), values.get("salary_max")
        if low is not None and high is not None and low > high:
            self.add_error("salary_max", _text("The salary must not end below where it begins."))
        if (low is not None or high is not None) and not (values.get("currency") or "currency" in self.errors):
            self.add_error("currency", _text("Say in which currency."))
        return values


def initial_of(job: Job | None) -> dict[str, Any]:
    """What the form begins with; 70000 rather than 70000.00."""
    values = {name: getattr(job or Job(), name) for name in JobForm.base_fields}
    return {name: _plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


class SkillRows:
    """The skills of a job as rows of a form: the same names once in each; a row without a name is none."""

    def __init__(self, rows: Sequence[SkillDraft]) -> None:
        self.drafts = list(rows)
        self.errors: list[str] = []
        self.kinds, self.weights = JobSkill.Kind.choices, range(1, 6)

    @classmethod
    def of_job(cls, job: Job | None) -> "SkillRows":
        skills = job.skills.all() if job else ()
        return cls([SkillDraft(one.name, one.skill_id, one.kind, one.start, one.end, one.weight) for one in skills])

    @classmethod
    def sent(cls, data: QueryDict) -> "SkillRows":
        names = ("name", "id", "kind", "weight", "start", "end")
        columns = [data.getlist(f"skill_{name}")[:MOST_SKILLS] for name in names]
        rows = cls([_draft(*row) for row in zip_longest(*columns, fillvalue="") if row[0].strip()])
        seen: set[str] = set()
        for one in rows.drafts:
            if one.name.casefold() in seen:
                rows.errors.append(_text("“%(name)s” is in the list twice.") % {"name": one.name})
            seen.add(one.name.casefold())
        return rows

    @property
    def shown(self) -> list[SkillDraft]:
        """With room for more."""
        return [*self.drafts, SkillDraft("")] if self.drafts else [SkillDraft("")] * 3


def _draft(*row: str) -> SkillDraft:
    name, skill_id, kind, weight, start, end = (cell.strip() for cell in row)
    is_placed = start.isdecimal() and end.isdecimal() and int(start) < int(end)
    return SkillDraft(
        " ".join(name.split())[:120],
        skill_id[:120],
        kind if kind in JobSkill.Kind.values else JobSkill.Kind.REQUIRED,
        start=int(start) if is_placed else None,
        end=int(end) if is_placed else None,
        weight=int(weight) if weight in {"1", "2", "3", "4", "5"} else 3,
    )


class JobTextForm(forms.Form):
    """The text of a job, pasted or in a file."""

    text = forms.CharField(
        label=_("Text of the job"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("PDF, Word or text, up to 10 MB."))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not values.get("text", "").strip() and not values.get("file"):
            self.add_error("text", _text("Paste the text, or choose a file."))
        return values


class CandidateForm(forms.Form):
    """What is known of a candidate at the head of the record."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, help_text=_("With the country, such as +49 30 123456.")
    )
    location = forms.CharField(label=_("Location"), max_length=200, required=False)
    headline = forms.CharField(
        label=_("Headline"), max_length=200, required=False, help_text=_("What the person is, such as Nurse in charge.")
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=80,
        required=False,
        help_text=_("Where the person came from, such as Career page."),
    )
    tags = forms.CharField(label=_("Tags"), max_length=1000, required=False, help_text=_("Separated by commas."))
    links = forms.CharField(
        label=_("Links"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line."),
    )

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]

    def clean_links(self) -> list[str]:
        """Whole addresses of the web only: others could run something when they are followed."""
        links = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        for link in links:
            if not link.startswith(("https://", "http://")):
                raise forms.ValidationError(_("Begin each link with https://."))
        return links

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (values["name"] or values["email"] or values["phone"]):
            self.add_error("name", _text("Give at least a name, an e-mail address or a phone number."))
        return values


class StageForm(forms.Form):
    """A step of the pipeline."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Stage.Kind.choices,
        initial=Stage.Kind.ACTIVE,
        help_text=_("What the program makes of it: hired and rejected applications count as decided."),
    )
