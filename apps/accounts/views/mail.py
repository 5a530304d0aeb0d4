"""Ending mails of a kind by the link that each of them brings."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from apps.accounts.mailing import read_unsubscribe
from apps.accounts.services import mute_kind
from apps.core.modules import notification_kinds


# A mail program sends the form by itself, from nowhere; what it may do stands in the signed address.
@csrf_exempt
@login_not_required
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once, as programs that look at links would otherwise end what nobody wanted to end."""
    try:
        user_id, name = read_unsubscribe(token)
    except BadSignature as error:
        raise Http404 from error
    kind = next((kind for kind in notification_kinds() if kind.name == name), None)
    if kind is None:
        raise Http404
    if request.method == "POST":
        mute_kind(user_id, name)
    context = {"kind": kind, "is_done": request.method == "POST"}
    return render(request, "accounts/unsubscribe.html", context)
