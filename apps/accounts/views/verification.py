"""Confirming one's address: why, and the link once more."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.middleware import PersonRequest
from apps.accounts.services import is_verified, send_verification

# One of allauth's own limits.
LIMITED_BY = "confirm_email"


def verification(request: PersonRequest) -> HttpResponse:
    """What needs a confirmed address, and a button that sends the link again."""
    user: Any = request.user
    if request.method == "POST" and not is_verified(user):
        if ratelimit.consume(request, action=LIMITED_BY, key=user.email):
            send_verification(user, tenant=request.tenant or None)
            messages.success(request, _("The link is on its way to %(email)s.") % {"email": user.email})
        else:
            messages.error(request, _("A link was sent a moment ago. Look into your mail, or wait three minutes."))
        return redirect("verification")
    return render(request, "accounts/verification.html", {"is_confirmed": is_verified(user)})
