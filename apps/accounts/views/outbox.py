"""The outbox of the embedded engine: what was sent, as it would have arrived."""

from typing import cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from apps.accounts.listing import MailListing
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Mail, Membership
from apps.accounts.outbox import is_there, mails_for, mails_for_staff, opened
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right
from apps.core.problems import NotAllowedError

MANAGE = "tenants.manage_workspace"
Mails = QuerySet[Mail]
# A stranger's words: they load nothing, run nothing, send nothing, and open links in a tab of their own.
READ_ONLY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_GET
@needs_right(MANAGE)
def index(request: PersonRequest) -> HttpResponse:
    """What was sent for the workspace."""
    return _list(request, _of_workspace(request))


@require_GET
@needs_right(MANAGE)
def mail(request: PersonRequest, pk: str) -> HttpResponse:
    """One mail, as HTML and as text."""
    return _one(request, _of_workspace(request), pk)


@require_GET
@needs_right(MANAGE)
@xframe_options_sameorigin
def html(request: PersonRequest, pk: str) -> HttpResponse:
    """The HTML of a mail, for a frame."""
    return _frame(_of_workspace(request), pk)


@require_GET
def staff_index(request: PersonRequest) -> HttpResponse:
    """Every mail of the platform, for its staff."""
    return _list(request, _of_platform(request))


@require_GET
def staff_mail(request: PersonRequest, pk: str) -> HttpResponse:
    return _one(request, _of_platform(request), pk)


@require_GET
@xframe_options_sameorigin
def staff_html(request: PersonRequest, pk: str) -> HttpResponse:
    return _frame(_of_platform(request), pk)


def _of_workspace(request: PersonRequest) -> Mails:
    if not is_there():
        raise Http404
    return mails_for(cast("Membership", request.membership))


def _of_platform(request: PersonRequest) -> Mails:
    if not is_there():
        raise Http404
    if not request.user.is_staff or not request.user.has_perm("accounts.view_mail"):
        raise NotAllowedError(_("The outbox of the platform is for its staff."))
    return mails_for_staff()


def _list(request: PersonRequest, mails: Mails) -> HttpResponse:
    listing = MailListing(mails, request.GET)
    context = {"listing": listing, "page": listing.page, "mails": list(listing.page.object_list)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "accounts/outbox/list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
        return response
    if request.membership is not None:
        context["saved_views"] = saved_views_of(request.membership, listing.name)
    return render(request, "accounts/outbox/index.html", context)


def _one(request: PersonRequest, mails: Mails, pk: str) -> HttpResponse:
    found = get_object_or_404(mails, pk=pk)
    return render(request, "accounts/outbox/mail.html", {"mail": found, "opened": opened(found)})


def _frame(mails: Mails, pk: str) -> HttpResponse:
    letter = opened(get_object_or_404(mails, pk=pk))
    if letter is None:
        raise Http404
    return HttpResponse(letter.html, headers={"Content-Security-Policy": READ_ONLY})
