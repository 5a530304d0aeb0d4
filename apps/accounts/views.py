"""Pages about people that allauth does not bring."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from apps.accounts.forms import CompanyForm, PreferencesForm, SavedViewForm
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.preferences import is_language
from apps.accounts.services import (
    AddressTakenError,
    change_preferences,
    delete_view,
    remember_tenant,
    save_view,
    sign_up_company,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def signup_company(request: HttpRequest) -> HttpResponse:
    """A company's name and its owner; afterwards the owner stands in the new workspace."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = sign_up_company(**form.cleaned_data)
        except AddressTakenError as problem:
            form.add_error("email", str(problem.title))
        else:
            login(request, membership.user, backend=BACKEND)
            remember_tenant(membership.user, membership.tenant)
            return redirect(membership.tenant.path)
    return render(request, "accounts/signup_company.html", {"form": form}, status=422 if form.errors else 200)


def preferences(request: PersonRequest) -> HttpResponse:
    """Language, formats and time zone, with an example of what they look like now."""
    user: Any = request.user
    known = {"language": user.language, "formats": user.formats, "timezone": user.timezone}
    form = PreferencesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_preferences(user, **form.cleaned_data)
        if user.language:
            activate(user.language)
        messages.success(request, _("Saved. Pages and mails speak to you so from now on."))
        return redirect("preferences")
    example = {
        "form": form,
        "now": timezone.now(),
        "amount": Decimal("1234.50"),
        "zone": timezone.get_current_timezone(),
    }
    return render(request, "accounts/preferences.html", example, status=422 if form.errors else 200)


@login_not_required
@require_POST
def switch_language(request: PersonRequest) -> HttpResponse:
    """The language for this browser; somebody who is signed in keeps it for all browsers."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and is_language(code):
        change_preferences(request.user, language=code)
    return set_language(request)


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
    path = urlsplit(wanted).path
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
