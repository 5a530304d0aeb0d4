"""Rows that people fill in for a problem of the workspace's own: tests, generated tests, limits of languages."""

import shlex
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from apps.code_assessment.content import SAMPLES
from apps.code_assessment.library import GeneratedTest, Test
from apps.code_assessment.models import Problem
from apps.code_assessment.sandbox.contract import BOUNDS
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.writing import LONGEST_TEST, MOST_TESTS

# What programs read and write, and programs themselves.
CODE = {"class": "code-area code-area-small", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
MAIN, LARGE = "main", "large"
LANGUAGE_TITLES = tuple((name, one.display_name) for name, one in LANGUAGES.items())


def unix(text: str) -> str:
    """With the ends of lines that programs have."""
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
    text = unix(text)
    return text if not text or text.endswith("\n") else f"{text}\n"


# There is always room for three more tests.
CaseFormSet: Any = formset_factory(CaseForm, extra=3, max_num=MOST_TESTS, absolute_max=MOST_TESTS)


def tests_in(formset: Any) -> tuple[Test, ...]:
    """The tests that were filled in, in their order."""
    filled = [form for form in formset if form.has_changed()]
    return tuple(form.test(number) for number, form in enumerate(filled, 1))


def cases_of(problem: Problem | None) -> list[dict[str, Any]]:
    return [dict(one) for one in problem.content["tests"]] if problem else []


class GeneratedForm(forms.Form):
    """A test whose input the generator prints; a row without arguments is none."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    group = forms.SlugField(label=_("Group"), max_length=30, required=False, initial=LARGE)
    points = forms.IntegerField(label=_("Points"), min_value=0, max_value=1000, initial=10)
    args = forms.CharField(
        label=_("Arguments"), max_length=300, required=False, help_text=_("As on a command line: 50000 20 1")
    )

    def has_changed(self) -> bool:
        return bool(str(self["args"].value() or "").strip())

    def clean_args(self) -> tuple[str, ...]:
        try:
            return tuple(shlex.split(self.cleaned_data["args"]))
        except ValueError as error:
            raise forms.ValidationError(_text("A quotation mark is not closed.")) from error

    def test(self, number: int) -> GeneratedTest:
        data = self.cleaned_data
        return GeneratedTest(
            name=data["name"] or f"generated-{number}",
            group=data["group"] or LARGE,
            points=data["points"],
            args=data["args"],
        )


GeneratedFormSet: Any = formset_factory(GeneratedForm, extra=2, max_num=MOST_TESTS, absolute_max=MOST_TESTS)


def generated_in(formset: Any) -> tuple[GeneratedTest, ...]:
    """Those that were filled in, in their order."""
    filled = [form for form in formset if form.has_changed()]
    return tuple(form.test(number) for number, form in enumerate(filled, 1))


def generated_of(problem: Problem | None) -> list[dict[str, Any]]:
    known = problem.content.get("generated", []) if problem else []
    return [{**one, "args": shlex.join(one["args"])} for one in known]


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
