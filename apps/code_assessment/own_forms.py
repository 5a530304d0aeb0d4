"""What people fill in for a problem of the workspace's own."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.code_assessment.content import SAMPLES, Content, ContentError
from apps.code_assessment.library import Example, Test
from apps.code_assessment.library.items import CHECKERS
from apps.code_assessment.models import Problem
from apps.code_assessment.sandbox.contract import BOUNDS
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.wording import CATEGORY_TITLES, CHECKER_TITLES, DIFFICULTY_TITLES
from apps.code_assessment.writing import LONGEST_TEST, LONGEST_TEXT, MOST_TESTS

MAIN = "main"
LANGUAGE_TITLES = tuple((name, one.display_name) for name, one in LANGUAGES.items())
MOST_BYTES = 1_000_000
TOLERANCE = 1e-6


# What programs read and write, and programs themselves.
CODE = {"class": "code-area code-area-small", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}


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
    """A problem but for its tests. What only a file can say, such as a signature or a generator, stays as it is."""

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
    SOLUTION = ("languages", "reference_language", "reference")
    JUDGING = ("checker", "cpu_ms", "memory_mib")
    PROGRAMS = ("checker_source", "interactor")
    # What is separated by commas.
    WORDS = ("skills", "partial_groups")
    PLAIN = (
        *("title", "category", "difficulty", "expected_minutes", "statement", "editorial"),
        *("reference", "reference_language", "languages", "checker", "checker_source", "interactor"),
    )

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
            "constraints": "\n".join(content.constraints),
            "hints": "\n".join(content.hints),
            "cpu_ms": content.limits.cpu_ms,
            "memory_mib": content.limits.memory_mib,
            "is_for_assessments": problem.is_for_assessments,
        }

    def clean_languages(self) -> list[str]:
        """In the order of the list."""
        return [name for name in LANGUAGES if name in self.cleaned_data["languages"]]

    def content(
        self, tests: tuple[Test, ...], before: Content | None, language_limits: Mapping[str, Mapping[str, int]]
    ) -> Content:
        """The problem as it is filled in, with what only a file can say as it was before."""
        data = self.cleaned_data
        said = before.to_json() if before else {}
        is_float = data["checker"] == "float"
        shown = {one.test: one.explanation for one in before.examples} if before else {}
        said |= {
            **{name: _unix(data[name]) if isinstance(data[name], str) else data[name] for name in self.PLAIN},
            "language_limits": language_limits,
            **{name: [word.strip() for word in data[name].split(",") if word.strip()] for name in self.WORDS},
            "constraints": _lines(data["constraints"]),
            "hints": _lines(data["hints"]),
            "tolerance": ((before.tolerance if before else None) or TOLERANCE) if is_float else None,
            "limits": {"cpu_ms": data["cpu_ms"], "wall_ms": data["cpu_ms"] * 4, "memory_mib": data["memory_mib"]},
            "tests": [],
            "examples": [],
        }
        made = Content.from_json(said)
        examples = tuple(
            Example(one.name, one.stdin, one.expected, shown.get(one.name, "")) for one in tests if one.is_sample
        )
        return Content.from_json(
            {**made.to_json(), "tests": [_row(one) for one in tests], "examples": [_row(one) for one in examples]}
        )


def _row(one: Test | Example) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


class CaseForm(forms.Form):
    """One test; a row without input and answer is none."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    group = forms.SlugField(
        label=_("Group"), max_length=30, required=False, initial=MAIN, help_text=_("Its tests count together.")
    )
    points = forms.IntegerField(label=_("Points"), min_value=0, max_value=1000, initial=10)
    is_sample = forms.BooleanField(label=_("Sample"), required=False, help_text=_("Shown to everybody, no points."))
    stdin = forms.CharField(
        label=_("Input"),
        required=False,
        strip=False,
        max_length=LONGEST_TEST,
        widget=forms.Textarea(attrs={"rows": 3, **CODE}),
    )
    expected = forms.CharField(
        label=_("Answer"),
        required=False,
        strip=False,
        max_length=LONGEST_TEST,
        widget=forms.Textarea(attrs={"rows": 3, **CODE}),
    )

    def has_changed(self) -> bool:
        return bool(str(self["stdin"].value() or "").strip() or str(self["expected"].value() or "").strip())

    def test(self, number: int) -> Test:
        data = self.cleaned_data
        return Test(
            name=data["name"] or f"test-{number}",
            group=SAMPLES if data["is_sample"] else (data["group"] or MAIN),
            points=0 if data["is_sample"] else data["points"],
            is_sample=data["is_sample"],
            stdin=_ended(data["stdin"]),
            expected=_ended(data["expected"]),
        )


def _ended(text: str) -> str:
    text = _unix(text)
    return text if not text or text.endswith("\n") else f"{text}\n"


# There is always room for three more tests.
CaseFormSet: Any = formset_factory(CaseForm, extra=3, max_num=MOST_TESTS, absolute_max=MOST_TESTS)


def tests_in(formset: Any) -> tuple[Test, ...]:
    """The tests that were filled in, in their order."""
    filled = [form for form in formset if form.has_changed()]
    return tuple(form.test(number) for number, form in enumerate(filled, 1))


def cases_of(problem: Problem | None) -> list[dict[str, Any]]:
    return [dict(one) for one in problem.content["tests"]] if problem else []


class LimitForm(forms.Form):
    """What a test may use in one language; a row without a language is none."""

    language = forms.ChoiceField(label=_("Language"), choices=(("", _("None")), *LANGUAGE_TITLES), required=False)
    cpu_ms = forms.IntegerField(
        label=_("Processor time, ms"), required=False, min_value=BOUNDS["cpu_ms"][0], max_value=BOUNDS["cpu_ms"][1]
    )
    memory_mib = forms.IntegerField(label=_("Memory, MiB"), required=False, min_value=16, max_value=1024)

    NAMES = ("cpu_ms", "memory_mib")

    def has_changed(self) -> bool:
        return bool(self["language"].value())

    def limits(self) -> dict[str, int]:
        """Those that were filled in; the others are as usual."""
        return {name: self.cleaned_data[name] for name in self.NAMES if self.cleaned_data[name] is not None}


LimitFormSet: Any = formset_factory(LimitForm, extra=2, max_num=len(LANGUAGES), absolute_max=len(LANGUAGES))


def limits_in(formset: Any) -> dict[str, dict[str, int]]:
    """The limits that were filled in, by language; of one that stands twice the last."""
    found = {form.cleaned_data["language"]: form.limits() for form in formset if form.has_changed()}
    return {name: limits for name, limits in found.items() if limits}


def limits_of(problem: Problem | None) -> list[dict[str, Any]]:
    known = problem.content.get("language_limits", {}) if problem else {}
    return [{"language": name, **limits} for name, limits in known.items()]


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
