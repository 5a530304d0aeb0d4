"""The page of the administration that grants licenses from a CSV file, after showing what each line would do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from apps.core.admin_deeds import ReasonForm
from apps.marketplace.bulk_grant import Line, grant_lines, read_lines, text_of

LARGEST_FILE = 200_000


class FileForm(ReasonForm):
    """The file, and why."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Columns: tenant (its address), module, kind, seats, ends_on. A line for each license."),
    )
    field_order = ("file", "reason")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large."))
        return text_of(file.read())


class LinesForm(ReasonForm):
    """What was read before, and that it may be done."""

    lines = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_FILE)
    reason = forms.CharField(widget=forms.HiddenInput, min_length=5, max_length=300)


class GrantsFromFile:
    """For the table of licenses."""

    @action(
        description=gettext_lazy("Grant from a CSV file"),
        url_path="grant-from-file",
        permissions=["grant_license"],
        icon="upload_file",
    )
    def grant_from_file(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; see what its lines would do; do it and read what became of each."""
        context: dict[str, Any] = {"form": FileForm(), "lines": None}
        if request.method == "POST" and "lines" in request.POST:
            context = self._granted(request)
        elif request.method == "POST":
            context = self._previewed(request)
        model_admin: Any = self
        context |= model_admin.admin_site.each_context(request) | {
            "title": _("Grant from a CSV file"),
            "opts": model_admin.opts,
            "back": reverse("admin:marketplace_license_changelist"),
        }
        status = 422 if context["form"] is not None and context["form"].errors else 200
        return TemplateResponse(request, "admin/grants.html", context, status=status)

    @staticmethod
    def _previewed(request: HttpRequest) -> dict[str, Any]:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return {"form": form, "lines": None}
        text = form.cleaned_data["file"]
        confirm = LinesForm(initial={"lines": text, "reason": form.cleaned_data["reason"]})
        return {"form": None, "confirm": confirm, **_report(read_lines(text))}

    @staticmethod
    def _granted(request: HttpRequest) -> dict[str, Any]:
        form = LinesForm(request.POST)
        if not form.is_valid():
            return {"form": FileForm(), "lines": None}
        done = list(grant_lines(read_lines(form.cleaned_data["lines"]), why=form.cleaned_data["reason"]))
        report = _report(done)
        said = ngettext("%(n)d license was granted.", "%(n)d licenses were granted.", report["good"])
        messages.success(request, said % {"n": report["good"]})
        return {"form": None, "confirm": None, **report}

    def has_grant_license_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("marketplace.grant_license"))


def _report(lines: list[Line]) -> dict[str, Any]:
    good = sum(line.is_good for line in lines)
    return {"lines": lines, "good": good, "bad": len(lines) - good}
