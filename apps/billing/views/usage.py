"""What was used, by day and module."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.billing.access import for_buyers
from apps.billing.page_queries import is_a_person
from apps.billing.usage import USAGE_EXPORT, exported, month_named, month_title, months, use_by_day, use_of_month
from apps.billing.views.base import buyer
from apps.core.csv_export import csv_response


@require_GET
@for_buyers
def index(request: PersonRequest) -> HttpResponse:
    """One month of it, as the address says."""
    member, month = buyer(request), month_named(request.GET.get("month", ""))
    context = {
        "months": [(f"{one:%Y-%m}", month_title(one)) for one in months()],
        "month": month,
        "chosen": f"{month:%Y-%m}",
        "days": use_by_day(member, month),
        "totals": use_of_month(member, month),
        "is_person": is_a_person(member),
    }
    return render(request, "billing/usage.html", context)


@require_GET
@for_buyers
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The last twelve months as a file; one of them where the address names it."""
    member = buyer(request)
    rows = use_by_day(member, month_named(request.GET["month"])) if "month" in request.GET else exported(member)
    return csv_response(USAGE_EXPORT, rows)
