"""Linking an account elsewhere to the one that is here already."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from requests import RequestException

from apps.accounts.middleware import PersonRequest
from apps.accounts.provider import StrictAdapter
from apps.accounts.social import PENDING

PROVED_FOR_SECONDS = 300


@login_not_required
def begin(request: PersonRequest, provider_id: str) -> HttpResponse:
    """Off to the provider, by a form only."""
    return _visit(OAuth2LoginView, request, provider_id)


@login_not_required
def come_back(request: PersonRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back to."""
    return _visit(OAuth2CallbackView, request, provider_id)


def _visit(view: Any, request: PersonRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException:
        reason = _("The other side does not answer. Try again in a moment, or take another way.")
        return render(request, "socialaccount/authentication_error.html", {"reason": reason}, status=503)
    return answer


@login_not_required
def link(request: PersonRequest) -> HttpResponse:
    """Asks for the password of the account here first; then one press links the other."""
    pending = request.session.get(PENDING)
    if not pending:
        return redirect("account_login")
    waiting = SocialLogin.deserialize(pending)
    email = waiting.account.extra_data["email"]
    context = {"email": email, "provider": waiting.account.get_provider().name}
    user: Any = request.user
    if not user.is_authenticated:
        context["sign_in_url"] = redirect_to_login(request.path, resolve_url("account_login"))["Location"]
        return render(request, "socialaccount/link.html", context)
    if user.email != email or not _has_just_proved(request):
        del request.session[PENDING]
        messages.error(request, _("Nothing was linked. Sign in with the account of this address, then try again."))
        return redirect("socialaccount_connections")
    if request.method == "POST":
        del request.session[PENDING]
        waiting.connect(request, user)
        messages.success(request, _("Linked. You can sign in with it from now on."))
        return redirect("socialaccount_connections")
    return render(request, "socialaccount/link.html", context)


def _has_just_proved(request: PersonRequest) -> bool:
    """A moment ago, and by the password or the second step of the account itself."""
    user: Any = request.user
    proofs = [one for one in get_authentication_records(request, user) if one["method"] in {"password", "mfa"}]
    return bool(proofs) and time.time() - proofs[-1]["at"] < PROVED_FOR_SECONDS
