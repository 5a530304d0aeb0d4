"""Whether the address of whoever looks at a page is confirmed, asked once a session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.services import is_verified

# In the session's data: the address that was seen to be confirmed.
VERIFIED = "verified_address"


def address_is_verified(request: HttpRequest) -> bool:
    user: Any = request.user
    if settings.ACCOUNT_EMAIL_VERIFICATION == "none" or request.session.get(VERIFIED) == user.email:
        return True
    if not is_verified(user):
        return False
    request.session[VERIFIED] = user.email
    return True
