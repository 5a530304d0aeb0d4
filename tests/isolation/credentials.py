"""The ways in which a program or a browser says who it is."""

from collections.abc import Callable

from django.test import Client

from apps.accounts.api_keys import scopes_for_keys
from apps.accounts.models import Membership
from apps.accounts.services import make_api_key
from apps.accounts.tokens import token_pair

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _with_session(membership: Membership) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(membership.user, backend=BACKEND)
    return client


def _with_token(membership: Membership) -> Client:
    bearer = f"Bearer {token_pair(membership)['access']}"
    return Client(raise_request_exception=False, headers={"Authorization": bearer})


def _with_key(membership: Membership) -> Client:
    """A key with every scope that there is for its maker."""
    scopes = [right.name for right in scopes_for_keys() if membership.has_right(right.name)]
    _row, key = make_api_key(membership, name="Mine", scopes=scopes, days=30)
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})


CREDENTIALS: dict[str, Callable[[Membership], Client]] = {
    "session": _with_session,
    "token": _with_token,
    "key": _with_key,
}
