"""Where the provider's messages arrive: read raw, verified, kept, answered. Everything else happens later."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.billing.services import receive_event
from apps.core.problems import ProblemError, problem_response


class TooLargeError(ProblemError):
    code = "too-large"
    title = _("No event is as large as this.")
    status = 413


@csrf_exempt
@login_not_required
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """One event. 200 once it is kept, also if it was kept before; anything that is not signed and whole is refused."""
    try:
        is_new = receive_event(_body(request), request.headers.get("Stripe-Signature", ""))
    except ProblemError as problem:
        return problem_response(request, problem)
    return JsonResponse({"received": True, "new": is_new})


def _body(request: HttpRequest) -> bytes:
    """Raises TooLargeError before anything that large is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.WEBHOOK_MOST_BYTES:
        raise TooLargeError
    body = request.body
    if len(body) > settings.WEBHOOK_MOST_BYTES:
        raise TooLargeError
    return body
