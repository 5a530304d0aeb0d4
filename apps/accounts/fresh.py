"""Whether whoever asks has proved lately who they are, as is wanted before something that costs or ends something."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from apps.accounts.api_keys import NotForKeysError
from apps.core.problems import ProblemError

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

# How long a sign-in, or a password that was given again, counts as a proof of who is there.
FRESH_SECONDS = 1800


class SignInAgainError(ProblemError):
    code = "sign-in-again"
    title = _("You signed in some time ago. Prove that it is still you.")
    status = 403


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether the browser's person did; allauth itself takes no sign-in for such a proof, however young."""
    proofs = get_authentication_records(request, request.user)
    return any(time.time() - float(proof["at"]) < FRESH_SECONDS for proof in proofs)


def freshly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only whoever has proved lately who they are go on; what was sent meanwhile is done after the proof."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Allauth itself takes no sign-in for such a proof, however young.
        shown = view if signed_in_lately(request) else reauthentication_required(view)
        answer: HttpResponse = shown(request, *args, **kwargs)
        return answer

    return checked


def require_fresh(request: "Request") -> None:
    """Let only people go on who have signed in lately; a token that was refreshed is as old as the sign-in before."""
    asked: Any = request._request
    if getattr(asked, "api_key", None):
        raise NotForKeysError(_("Sign in as a person."))
    claims = getattr(asked, "claims", None)
    is_fresh = time.time() - claims.began < FRESH_SECONDS if claims else signed_in_lately(asked)
    if not is_fresh:
        raise SignInAgainError(_("Send your password to auth/sign-in-again/ and go on with the tokens of its answer."))


class SignedInLately(BasePermission):
    """Stands behind the permission that says who may at all."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        if getattr(view, str(request.method).lower(), None) is not None and request.method != "OPTIONS":
            require_fresh(request)
        return True
