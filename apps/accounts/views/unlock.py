"""Ending the wait after failed sign-ins by a link in a mail."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.forms import AddressForm
from apps.accounts.services import send_unlock_link, unlock_account
from apps.accounts.sign_in_limits import account_of, account_of_key
from apps.tenants.middleware import TenantRequest

# In ACCOUNT_RATE_LIMITS.
LIMITED_BY = "unlock"


@login_not_required
def ask(request: TenantRequest) -> HttpResponse:
    """The same answer whether there is such an account and whether it has to wait."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/unlock.html", {"form": form}, status=422 if form.errors else 200)
    email = account_of(form.cleaned_data["email"])
    limited = ratelimit.consume_or_429(request, action=LIMITED_BY, key=email)
    if limited is not None:
        answer: HttpResponse = limited
        return answer
    send_unlock_link(email, tenant=request.tenant or None)
    return render(request, "accounts/unlock_sent.html")


@login_not_required
def confirm(request: TenantRequest, key: str) -> HttpResponse:
    """Only the button does something, as mail programs look at links."""
    email = account_of_key(key)
    if email and request.method == "POST":
        unlock_account(email)
        return render(request, "accounts/unlock_done.html")
    return render(request, "accounts/unlock_confirm.html", {"email": email}, status=200 if email else 404)
