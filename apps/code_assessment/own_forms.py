"""What people fill in for a problem of the workspace's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.code_assessment.content import Content, ContentError
from apps.code_assessment.library import Example, GeneratedTest, Signature, SignatureError, Test
from apps.code_assessment.library.items import CHECKERS
from apps.code_assessment.models import Problem
from apps.code_assessment.own_rows import (
    CODE,
    LANGUAGE_TITLES,
    CaseFormSet,
    GeneratedFormSet,
    LimitFormSet,
    cases_of,
    generated_in,
    generated_of,
    limits_in,
    limits_of,
    tests_in,
    unix,
)
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.wording import CATEGORY_TITLES, CHECKER_TITLES, DIFFICULTY_TITLES
from apps.code_assessment.writing import LONGEST_TEXT, faults_when_run

MOST_BYTES = 1_000_000
TOLERANCE = 1e-6


def _text_field(
    label: Any, *, rows: int, help_text: Any = "", required: bool = False, is_code: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        strip=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, **(CODE if is_code else {})}),
    )


class ProblemForm(forms.Form):
    """A problem but for its tests. What only a file can say, such as explanations of examples, stays as it is."""

    title = forms.CharField(label=_("Title"), max_length=120)
    category = forms.ChoiceField(label=_("Category"), choices=tuple(CATEGORY_TITLES.items()))
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=tuple(DIFFICULTY_TITLES.items()))
    skills = forms.CharField(label=_("Skills"), max_length=300, required=False, help_text=_("Separated by commas."))
    expected_minutes = forms.IntegerField(label=_("Usual time in minutes"), min_value=1, max_value=240, initial=20)
    statement = _text_field(_("Statement"), rows=10, required=True, help_text=_("Markdown, without HTML."))
    constraints = _text_field(_("Constraints"), rows=3, help_text=_("One a line."))
    hints = _text_field(_("Hints"), rows=3, help_text=_("One a line, shown one by one."))
    editorial = _text_field(
        _("Editorial"), rows=5, help_text=_("Shown to whoever has solved it or given up. Markdown.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages it can be solved in"),
        required=False,
        choices=LANGUAGE_TITLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "None chosen: all but SQL. For a question to a database choose SQL alone; the input makes its tables."
        ),
    )
    signature = forms.CharField(
        label=_("Function to be written"),
        max_length=400,
        required=False,
        help_text=_(
            "Only where a function is written instead of a program: its name, parameters and types, as in "
            "busiest_hour(visits: list[int], limit: int) -> int. Types are int, long, float, bool, str, list[…], "
            "optional[…] and dict[str, …]. Inputs of tests are then JSON arrays of the arguments, answers JSON values."
        ),
    )
    reference_language = forms.ChoiceField(
        label=_("Language of the reference solution"), choices=LANGUAGE_TITLES, initial="python"
    )
    reference = _text_field(
        _("Reference solution"),
        rows=10,
        required=True,
        is_code=True,
        help_text=_("Reads the input and prints the answer. It must pass all tests."),
    )
    checker = forms.ChoiceField(
        label=_("How answers are compared"),
        choices=[(name, CHECKER_TITLES[name]) for name in (*CHECKERS, "float", "program")],
        initial="exact",
    )
    checker_source = _text_field(
        _("Program that compares"),
        rows=6,
        is_code=True,
        help_text=_(
            "Only where answers are compared by a program: in Python, reads one JSON object with stdin, expected and "
            "stdout, and ends with sys.exit and a sentence where the output is wrong."
        ),
    )
    interactor = _text_field(
        _("Program that talks with the candidate's"),
        rows=6,
        is_code=True,
        help_text=_(
            "Only where a problem is a conversation: in Python, finds the input in the file sys.argv[1], asks and "
            "answers by input and print, and ends with sys.exit and a sentence where the program is wrong."
        ),
    )
    generator = _text_field(
        _("Program that prints large inputs"),
        rows=6,
        is_code=True,
        help_text=_(
            "In Python: reads its arguments from sys.argv and prints an input, always the same for the same arguments. "
            "What the reference solution prints for it is the answer."
        ),
    )
    tolerance = forms.FloatField(
        label=_("Difference of numbers that is no mistake"),
        required=False,
        min_value=0,
        max_value=1,
        help_text=_("Only where numbers are compared."),
    )
    cpu_ms = forms.IntegerField(
        label=_("Processor time for each test, ms"), min_value=10, max_value=20_000, initial=2000
    )
    memory_mib = forms.IntegerField(label=_("Memory, MiB"), min_value=16, max_value=1024, initial=256)
    partial_groups = forms.CharField(
        label=_("Groups that give points test by test"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas. All others give their points when all of their tests are answered right."),
    )
    is_for_assessments = forms.BooleanField(
        label=pgettext_lazy("code", "For assessments only"), required=False, help_text=_("Nobody can practise it.")
    )

    ABOUT = ("category", "difficulty", "skills", "expected_minutes")
    TEXTS = ("statement", "constraints", "hints", "editorial")
    SOLUTION = ("languages", "signature", "reference_language", "reference")
    JUDGING = ("checker", "cpu_ms", "memory_mib", "tolerance")
    PROGRAMS = ("checker_source", "interactor")
    # What is separated by commas.
    WORDS = ("skills", "partial_groups")
    PLAIN = (
        *("title", "category", "difficulty", "expected_minutes", "statement", "editorial"),
        *("reference", "reference_language", "languages", "checker", "checker_source", "interactor", "generator"),
    )
    # What a try-out needs; the rest can still be missing then.
    TRIED = ("languages", "signature", "reference_language", "reference", *JUDGING, *PROGRAMS, "generator")

    def fields_of(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about(self) -> list[forms.BoundField]:
        return self.fields_of(self.ABOUT)

    @property
    def texts(self) -> list[forms.BoundField]:
        return self.fields_of(self.TEXTS)

    @property
    def solution(self) -> list[forms.BoundField]:
        return self.fields_of(self.SOLUTION)

    @property
    def programs(self) -> list[forms.BoundField]:
        return self.fields_of(self.PROGRAMS)

    @property
    def judging(self) -> list[forms.BoundField]:
        return self.fields_of(self.JUDGING)

    @classmethod
    def initial_of(cls, problem: Problem | None) -> dict[str, Any]:
        if problem is None:
            return {}
        content = Content.from_json(problem.content)
        return {
            **{name: getattr(content, name) for name in cls.PLAIN},
            **{name: ", ".join(getattr(content, name)) for name in cls.WORDS},
            "signature": str(content.typed_signature or ""),
            "tolerance": content.tolerance,
            "constraints": "\n".join(content.constraints),
            "hints": "\n".join(content.hints),
            "cpu_ms": content.limits.cpu_ms,
            "memory_mib": content.limits.memory_mib,
            "is_for_assessments": problem.is_for_assessments,
        }

    def clean_languages(self) -> list[str]:
        """In the order of the list."""
        return [name for name in LANGUAGES if name in self.cleaned_data["languages"]]

    def clean_signature(self) -> dict[str, Any] | None:
        """As a problem keeps it; nothing where a whole program is written."""
        text = self.cleaned_data["signature"]
        try:
            return Signature.read(text).to_json() if text.strip() else None
        except SignatureError as error:
            raise forms.ValidationError(
                _text("No function can be written like this: %(why)s") % {"why": error}
            ) from error

    def content(self, rows: "Rows", before: Content | None) -> Content:
        """The problem as it is filled in, with what only a file can say as it was before; what is missing is empty."""
        data = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        said = before.to_json() if before else {}
        if before and before.signature != data["signature"]:
            # They name another function.
            said["starters"] = {}
        tolerance = (data["tolerance"] or TOLERANCE) if data["checker"] == "float" else None
        shown = {one.test: one.explanation for one in before.examples} if before else {}
        signature = Signature.of(data["signature"]) if data["signature"] else None
        said |= {
            **{name: unix(data[name]) if isinstance(data[name], str) else data[name] for name in self.PLAIN},
            **{name: [word.strip() for word in data[name].split(",") if word.strip()] for name in self.WORDS},
            "signature": data["signature"] or None,
            "language_limits": rows.limits,
            "constraints": _lines(data["constraints"]),
            "hints": _lines(data["hints"]),
            "tolerance": tolerance,
            "limits": {"cpu_ms": data["cpu_ms"], "wall_ms": data["cpu_ms"] * 4, "memory_mib": data["memory_mib"]},
            "tests": [_row(one) for one in rows.tests],
            "generated": [_row(one) for one in rows.generated],
            "examples": [
                _row(Example(one.name, _shown(one, signature), one.expected, shown.get(one.name, "")))
                for one in rows.tests
                if one.is_sample
            ],
        }
        return Content.from_json(json.loads(json.dumps(said)))


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of the form say."""

    tests: tuple[Test, ...]
    generated: tuple[GeneratedTest, ...]
    limits: Mapping[str, Mapping[str, int]]


class ProblemForms:
    """The form of a problem with all its rows."""

    def __init__(self, sent: Any, problem: Problem | None) -> None:
        self.before = Content.from_json(problem.content) if problem else None
        self.form = ProblemForm(sent, initial=ProblemForm.initial_of(problem))
        self.cases = CaseFormSet(sent, initial=cases_of(problem))
        self.generated = GeneratedFormSet(sent, initial=generated_of(problem), prefix="generated")
        self.limits = LimitFormSet(sent, initial=limits_of(problem), prefix="limits")

    def faults_of_rows(self) -> list[str]:
        return [
            text
            for rows, text in (
                (self.cases, _text("Look at the tests: something in them cannot be.")),
                (self.generated, _text("Look at the generated tests: something in them cannot be.")),
                (self.limits, _text("Look at the limits of the languages: one of them cannot be.")),
            )
            if not rows.is_valid()
        ]

    def are_valid(self) -> bool:
        """Whether all of it can be read; what cannot be stands in the form."""
        faults = self.faults_of_rows()
        if self.form.is_valid() and not faults:
            return True
        for text in faults:
            self.form.add_error(None, text)
        return False

    def content(self) -> Content:
        rows = Rows(tests_in(self.cases), generated_in(self.generated), limits_in(self.limits))
        return self.form.content(rows, self.before)

    def faults_to_try(self) -> list[str]:
        """Why what is typed so far cannot be run; a title or a statement need not be there."""
        found = self.faults_of_rows()
        for name in ProblemForm.TRIED:
            found += [f"{self.form[name].label}: {text}" for text in self.form.errors.get(name, ())]
        return found or faults_when_run(self.content())

    @property
    def context(self) -> dict[str, Any]:
        return {"form": self.form, "cases": self.cases, "generated": self.generated, "limits": self.limits}


def _shown(test: Test, signature: Signature | None) -> str:
    """The input of an example as the statement shows it: of a function its named arguments."""
    if signature is None:
        return test.stdin
    try:
        arguments = json.loads(test.stdin)
    except ValueError:
        return test.stdin
    return signature.shown(arguments) if signature.fits(arguments) else test.stdin


def _row(one: Test | GeneratedTest | Example) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ImportForm(forms.Form):
    """A problem as the export writes it."""

    file = forms.FileField(label=_("File"), help_text=_("The JSON file of an export."))

    def clean_file(self) -> Content:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_text("The file is too large."))
        try:
            return Content.from_file(upload.read())
        except ContentError as error:
            raise forms.ValidationError(_text("This is no problem: %(why)s") % {"why": error}) from error
