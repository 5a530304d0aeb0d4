"""What staff do to a record beyond changing its fields: a button, a form that asks what is needed, a service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets
from unfold.admin import TabularInline
from unfold.enums import ActionVariant

from apps.core.admin_tables import TableAdmin
from apps.core.modules import Text
from apps.core.problems import ProblemError

_WIDGETS: dict[type[forms.Widget], Callable[[], forms.Widget]] = {
    forms.Textarea: lambda: widgets.UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    forms.Select: widgets.UnfoldAdminSelectWidget,
    forms.NumberInput: widgets.UnfoldAdminIntegerFieldWidget,
    forms.DateInput: lambda: widgets.UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    forms.ClearableFileInput: widgets.UnfoldAdminFileFieldWidget,
    forms.TextInput: widgets.UnfoldAdminTextInputWidget,
}


class DeedForm(forms.Form):
    """What a deed has to know; `row` is the record that it is done to. Fields look as everywhere in the admin."""

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if (made := _WIDGETS.get(type(field.widget))) is not None:
                _dress(field, made())


def _dress(field: forms.Field, widget: forms.Widget) -> None:
    widget.attrs |= field.widget_attrs(widget)
    if isinstance(field, forms.ChoiceField):
        widget.choices = field.choices  # type: ignore[attr-defined]  # a Select, as the old one
    widget.is_required = field.required
    field.widget = widget


class ReasonForm(DeedForm):
    """For a deed that somebody will ask about later."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is written down, and those whom it concerns can read it."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea,
    )


def always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Deed:
    """`do` gets the record and what the form holds; `right` is a permission of Django's."""

    name: str
    title: Text
    about: Text
    right: str
    do: Callable[..., object]
    form: type[DeedForm] = ReasonForm
    icon: str = "edit"
    is_offered: Callable[[Any], bool] = always
    is_dangerous: bool = False


class DeedsAdmin(TableAdmin):
    """A table whose records have deeds. Apps above the table's own may add theirs to the class."""

    deeds: ClassVar[tuple[Deed, ...]] = ()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deed_view)
        own = path("<path:object_id>/do/<slug:name>/", view, name=self._name("do"))
        return [own, *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        response: Any = super().changeform_view(request, object_id, form_url, extra_context)
        context = getattr(response, "context_data", None)
        if context and (row := context.get("original")) is not None:
            buttons = [self._button(deed, row) for deed in self.deeds if self._may(request, deed, row)]
            context["actions_detail"] = [*(context.get("actions_detail") or ()), *buttons]
        return response  # type: ignore[no-any-return]  # unfold has no types

    def _may(self, request: HttpRequest, deed: Deed, row: Any) -> bool:
        return request.user.has_perm(deed.right) and deed.is_offered(row)

    def _button(self, deed: Deed, row: models.Model) -> dict[str, Any]:
        link = reverse(f"admin:{self._name('do')}", args=[row.pk, deed.name])
        variant = ActionVariant.DEFAULT
        return {"title": deed.title, "icon": deed.icon, "path": link, "attrs": {}, "variant": variant, "dialog": None}

    def deed_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask, do, and go back to the record."""
        row = self.get_object(request, object_id)
        deed = next((one for one in self.deeds if one.name == name), None)
        if row is None or deed is None:
            raise Http404
        if not (self.has_view_permission(request, row) and self._may(request, deed, row)):
            raise PermissionDenied
        # A form without fields sends nothing, and is sent all the same.
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = deed.form(*sent, row=row)
        if form.is_valid() and self._do(request, deed, row, form):
            return redirect(f"admin:{self._name('change')}", row.pk)
        context = self.admin_site.each_context(request) | {
            "title": deed.title,
            "deed": deed,
            "form": form,
            "row": row,
            "original": row,
            "opts": self.opts,
            "back": reverse(f"admin:{self._name('change')}", args=[row.pk]),
        }
        return TemplateResponse(request, "admin/deed.html", context, status=422 if form.errors else 200)

    def _do(self, request: HttpRequest, deed: Deed, row: models.Model, form: DeedForm) -> bool:
        """Whether the service did it; what it refuses is said at the form."""
        try:
            deed.do(row, **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}".strip())
            return False
        self.log_change(request, row, str(deed.title))
        messages.success(request, _("Done: %(deed)s.") % {"deed": deed.title})
        return True


class ShownAdmin(DeedsAdmin):
    """Records that staff read and change by deeds alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class ShownInline(TabularInline):
    """Rows that belong to a record, to look at, so many at a time; each in a tab of its own."""

    extra = 0
    per_page = 20
    tab = True
    can_delete = False
    show_change_link = True
    hide_title = True

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return tuple(self.fields or ())

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
