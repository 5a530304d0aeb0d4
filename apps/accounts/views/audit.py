"""The workspace's audit log: read it, take it along, check that nobody changed it."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from apps.accounts.audit_lines import AUDIT_EXPORT, AuditLine, audit_lines, people_named
from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.audit.listing import AuditListing
from apps.audit.models import AuditEntry
from apps.audit.queries import verify_chain
from apps.audit.services import record
from apps.core.csv_export import csv_response

EXPORTED_AT_ONCE = 500


def _listing(request: PersonRequest) -> AuditListing:
    return AuditListing(AuditEntry.objects.all(), request.GET, people=partial(people_named, request.tenant))


@require_GET
@needs_right("audit.view")
def index(request: PersonRequest) -> HttpResponse:
    """What was done here, as the address filters and sorts it."""
    listing = _listing(request)
    context = {"listing": listing, "page": listing.page, "lines": audit_lines(listing.page.object_list)}
    only_list = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"accounts/audit/{'list' if only_list else 'index'}.html", context)
    if only_list:
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    patch_vary_headers(response, ("HX-Request",))
    return response


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[AuditLine]:
    rows = entries.select_related("link").iterator(chunk_size=EXPORTED_AT_ONCE)
    while part := list(islice(rows, EXPORTED_AT_ONCE)):
        yield from audit_lines(part)


@require_GET
@needs_right("audit.view")
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The log as it is filtered and sorted, with numbers and hashes; that it was taken is written down."""
    listing = _listing(request)
    this = record("log.exported", note=listing.query)
    return csv_response(AUDIT_EXPORT, _lines(listing.rows.exclude(pk=this.pk)))


@require_GET
@needs_right("audit.view")
def check(request: PersonRequest) -> HttpResponse:
    """Whether every entry is as it was written."""
    return render(request, "accounts/audit/check.html", {"chain": verify_chain()})
