"""Saved views of lists: keep one, forget one, have it back."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.forms import SavedViewForm
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.services import delete_view, save_view

UNDO_SECONDS = 600
UNDO_SALT = "rostrum.saved-view"


def _member(request: PersonRequest) -> Membership:
    """The member; a page inside a tenant has one."""
    if request.membership is None:
        raise Http404
    return request.membership


def _back(request: PersonRequest, query: str) -> HttpResponse:
    """To the list that the person came from, as the query shows it; never to another host."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = reverse("home:index")
    # Of our own host's address `//elsewhere/` the path alone would be an address of another host.
    path = escape_leading_slashes(urlsplit(wanted).path)
    return redirect(f"{path}?{query}" if query else path)


@require_POST
def keep_view(request: PersonRequest) -> HttpResponse:
    """Save how the person looks at a list now."""
    form = SavedViewForm(request.POST)
    if form.is_valid():
        view = save_view(_member(request), **form.cleaned_data)
        messages.success(request, _("The view “%(title)s” is saved.") % {"title": view.title})
    else:
        messages.error(request, _("Give the view a name of up to 60 characters."))
    return _back(request, request.POST.get("query", ""))


@require_POST
def forget_view(request: PersonRequest, pk: str) -> HttpResponse:
    """Delete a saved view; it can be had back for a while."""
    view = delete_view(_member(request), pk)
    if view is None:
        raise Http404
    token = signing.dumps([str(view.member_id), view.listing, view.title, view.query], salt=UNDO_SALT)
    undo = f"{reverse('views:restore')}?{urlencode({'token': token, 'next': request.POST.get('next', '')})}"
    messages.success(request, _("The view “%(title)s” is deleted.") % {"title": view.title}, extra_tags=undo)
    return _back(request, "")


@require_POST
def restore_view(request: PersonRequest) -> HttpResponse:
    """Undo the deletion of a saved view."""
    membership = _member(request)
    try:
        owner, listing, title, query = signing.loads(request.GET.get("token", ""), salt=UNDO_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    if owner != str(membership.pk):
        raise Http404
    save_view(membership, listing=listing, title=title, query=query)
    messages.success(request, _("The view “%(title)s” is back.") % {"title": title})
    return _back(request, query)
