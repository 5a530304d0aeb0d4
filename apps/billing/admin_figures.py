"""The page of the administration that shows what the platform earns, with a file of each table."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from apps.billing.catalogue import CURRENCY
from apps.billing.figures import Report, currencies, make_report
from apps.billing.figures.page import sections_of, tiles_of
from apps.billing.figures.report import MONTHS
from apps.billing.figures.tables import tables_of
from apps.core.csv_export import csv_response
from apps.core.signals import table_exported

RIGHT = "billing.view_figures"
RANGES = ((6, gettext_lazy("6 months")), (12, gettext_lazy("12 months")), (24, gettext_lazy("24 months")))


class FiguresForm(forms.Form):
    """Which figures are meant; without an answer, those of the currency that is earned most often."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False, widget=UnfoldAdminSelectWidget)
    months = forms.TypedChoiceField(
        label=gettext_lazy("Months"), choices=RANGES, coerce=int, required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, asked: Any, *, known: list[str]) -> None:
        offered = known or [CURRENCY]
        plain = {"currency": offered[0], "months": str(MONTHS)}
        super().__init__(plain | {name: asked[name] for name in plain if asked.get(name)})
        self.usual = offered[0]
        currency: Any = self.fields["currency"]
        currency.choices = [(one, one) for one in offered]

    def report(self) -> Report:
        """What was asked for; where it makes no sense, what nobody has to ask for."""
        asked = self.cleaned_data if self.is_valid() else {}
        currency, months = asked.get("currency") or self.usual, asked.get("months") or MONTHS
        return make_report(currency, now=timezone.now(), months=months)


class FiguresPages:
    """For the table of the ledger, of which they are made."""

    def get_urls(self) -> list[URLPattern]:
        model_admin: Any = self
        wrap = model_admin.admin_site.admin_view
        own = [
            path("figures/", wrap(self.figures_view), name="billing_figures"),
            path("figures/export/", wrap(self.figures_export), name="billing_figures_export"),
        ]
        beyond: Any = super()
        return [*own, *beyond.get_urls()]

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Tiles, charts and tables of one currency."""
        _require_right(request)
        known = currencies()
        form = FiguresForm(request.GET, known=known)
        report = form.report() if known else None
        model_admin: Any = self
        context = model_admin.admin_site.each_context(request) | {
            "title": _("Figures"),
            "content_title": _("Figures"),
            "form": form,
            "tiles": tiles_of(report) if report else [],
            "sections": sections_of(report) if report else [],
            "asked": f"currency={report.currency}&months={len(report.movements) - 1}" if report else "",
        }
        return TemplateResponse(request, "billing/admin/figures.html", context, status=422 if form.errors else 200)

    def figures_export(self, request: HttpRequest) -> HttpResponseBase:
        """One table as a file, the oldest month first."""
        _require_right(request)
        form = FiguresForm(request.GET, known=currencies())
        if not form.is_valid():
            raise Http404
        table = tables_of(form.report()).get(request.GET.get("table", "recurring"))
        if table is None:
            raise Http404
        model_admin: Any = self
        table_exported.send(model_admin.model, query=request.GET.urlencode())
        return csv_response(table.export, table.rows)


def _require_right(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
