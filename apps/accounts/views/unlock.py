"""Ending the wait after failed sign-ins by a link in a mail."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.forms import AddressForm
from apps.accounts.queries import user_of_address
from apps.accounts.services import unlock_account
from apps.accounts.sign_in_limits import account_of, counted_since, failures_of

SALT = "accounts.unlock"
# In ACCOUNT_RATE_LIMITS.
LIMITED_BY = "unlock"
LINK_SECONDS = 3600


@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """The same answer whether there is such an account and whether it has to wait."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/unlock.html", {"form": form}, status=422 if form.errors else 200)
    email = account_of(form.cleaned_data["email"])
    limited = ratelimit.consume_or_429(request, action=LIMITED_BY, key=email)
    if limited is not None:
        answer: HttpResponse = limited
        return answer
    user = user_of_address(email)
    if user is not None and failures_of(email):
        key = signing.dumps({"email": email, "since": counted_since(email)}, salt=SALT)
        link = request.build_absolute_uri(reverse("unlock_confirm", args=[key]))
        get_adapter().send_mail("account/email/unlock", user.email, {"user": user, "unlock_url": link})
    return render(request, "accounts/unlock_sent.html")


@login_not_required
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The link works once and for an hour; only the button does something, as mail programs look at links."""
    email = _email_of(key)
    if email and request.method == "POST":
        unlock_account(email)
        return render(request, "accounts/unlock_done.html")
    return render(request, "accounts/unlock_confirm.html", {"email": email}, status=200 if email else 404)


def _email_of(key: str) -> str:
    try:
        said: Any = signing.loads(key, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return ""
    return str(said["email"]) if counted_since(said["email"]) == said["since"] else ""
