"""Invoices, payments and the statement of credits, each as a list and as a file."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.billing.access import for_buyers
from apps.billing.forms import packs
from apps.billing.listing import (
    CREDIT_EXPORT,
    CREDIT_KINDS,
    INVOICE_EXPORT,
    INVOICE_STATES,
    PAYMENT_EXPORT,
    PAYMENT_STATES,
    CreditListing,
    InvoiceListing,
    PaymentListing,
    credits_of,
    invoice_state,
    payment_state,
    reference_of,
)
from apps.billing.models import Account
from apps.billing.page_queries import is_a_person, is_set_up
from apps.billing.queries import credit_entries_of, credit_state, invoices_of, payments_of
from apps.billing.views.base import account, buyer
from apps.core.csv_export import csv_response
from apps.core.listing import Export, Listing
from apps.core.modules import Text

Rows = Callable[[Account | None], "QuerySet[Any]"]


def _shown(request: PersonRequest, name: str, listing: Listing, known: dict[str, Any]) -> HttpResponse:
    """The page, or only its list where that is asked for."""
    is_part = request.htmx and not request.htmx.history_restore_request
    context = known | {"listing": listing, "page": listing.page, "is_person": is_a_person(buyer(request))}
    if is_part:
        response = render(request, f"billing/partials/{name}.html", context)
    else:
        context["saved_views"] = saved_views_of(buyer(request), listing.name)
        response = render(request, f"billing/{name}.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@for_buyers
def invoices(request: PersonRequest) -> HttpResponse:
    """Everything that was billed, with the page and the PDF of each."""
    listing = InvoiceListing(invoices_of(account(request)), request.GET)
    rows = [(one, invoice_state(one)) for one in listing.page.object_list]
    return _shown(request, "invoices", listing, {"rows": rows, "titles": INVOICE_STATES})


@require_GET
@for_buyers
def payments(request: PersonRequest) -> HttpResponse:
    """Everything that was paid, or was tried to be."""
    listing = PaymentListing(payments_of(account(request)), request.GET)
    rows = [(one, payment_state(one), PAYMENT_STATES[payment_state(one)]) for one in listing.page.object_list]
    return _shown(request, "payments", listing, {"rows": rows})


@require_GET
@for_buyers
def credits_(request: PersonRequest) -> HttpResponse:
    """How many credits there are, what a pack costs, and where they came from and went."""
    payer = account(request)
    listing = CreditListing(credit_entries_of(payer), request.GET)
    rows = [
        (one, _kind_title(one.transaction.kind), reference_of(one), credits_of(one)) for one in listing.page.object_list
    ]
    known = {"rows": rows, "credits": credit_state(payer), "packs": packs(), "is_set_up": is_set_up()}
    return _shown(request, "credits", listing, known)


def _kind_title(kind: str) -> Text:
    return CREDIT_KINDS.get(kind, kind)


def _export(listing: type[Listing], rows: Rows, export: Export) -> Callable[..., StreamingHttpResponse]:
    """The list as it is filtered and sorted, as a file."""

    def view(request: PersonRequest) -> StreamingHttpResponse:
        found = listing(rows(account(request)), request.GET).rows
        return csv_response(export, found.iterator(chunk_size=500))

    return require_GET(for_buyers(view))


invoices_export = _export(InvoiceListing, invoices_of, INVOICE_EXPORT)
payments_export = _export(PaymentListing, payments_of, PAYMENT_EXPORT)
credits_export = _export(CreditListing, credit_entries_of, CREDIT_EXPORT)
