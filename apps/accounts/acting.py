"""Who acts in a request."""

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied

from apps.accounts.impersonation import acts_here
from apps.core.actor import API_KEY, PERSON, STAFF, VISITOR, Actor
from apps.core.problems import request_id_of

if TYPE_CHECKING:
    # The middleware asks for an actor.
    from apps.accounts.middleware import PersonRequest


def address_of(request: "PersonRequest") -> str:
    """The caller's network address; empty where a proxy of ours should have named it and did not."""
    try:
        return str(get_adapter(request).get_client_ip(request) or "")
    except PermissionDenied:
        return ""


def actor_of(request: "PersonRequest") -> Actor:
    """Whoever sent the request, as far as is known at this moment."""
    address, request_id = address_of(request), request_id_of(request)
    user = request.user
    if not user.is_authenticated:
        return Actor(VISITOR, address=address, request_id=request_id)
    if key := request.api_key:
        return Actor(API_KEY, key.pk, str(key), "api-key", address, request_id)
    if (visit := request.visit) is not None and acts_here(request):
        return Actor(STAFF, visit.staff_id, str(visit.staff), "session", address, request_id, on_behalf_of=user.pk)
    # Platform staff who work in a tenant that is not theirs, or for the platform itself.
    kind = STAFF if user.is_staff and request.membership is None else PERSON
    credential = "token" if request.claims else "session"
    return Actor(kind, user.pk, str(user), credential, address, request_id)
