"""Signing up a company, and how pages speak to somebody."""

from decimal import Decimal
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from apps.accounts.arrivals import keep_ref, take_ref
from apps.accounts.forms import CompanyForm, PreferencesForm
from apps.accounts.middleware import PersonRequest
from apps.accounts.services import (
    AddressTakenError,
    change_preferences,
    remember_tenant,
    sign_up_company,
)
from apps.accounts.speaking import is_language

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def signup_company(request: HttpRequest) -> HttpResponse:
    """A company's name and its owner; afterwards the owner stands in the new workspace."""
    keep_ref(request)
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = sign_up_company(**form.answers(request), ref=take_ref(request))
        except AddressTakenError as problem:
            form.add_error("email", str(problem.title))
        else:
            login(request, membership.user, backend=BACKEND)
            # The password was chosen this very moment: it need not be asked for again right away.
            record_authentication(request, membership.user, method="password", email=membership.user.email)
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
