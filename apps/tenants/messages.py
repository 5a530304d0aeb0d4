"""What a page has to say after a deed, kept for the workspace where it was done: two tabs may show two of them."""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

from apps.core.scope import PUBLIC


def _place_of(request: HttpRequest) -> str:
    return str(getattr(request, "tenant", PUBLIC).slug or "platform")


class _Cookies(CookieStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.cookie_name = f"messages-{_place_of(request)}"


class _Sessions(SessionStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.session_key = f"_messages-{_place_of(request)}"


class WorkspaceMessages(FallbackStorage):
    """Django's usual storage, one for each workspace and one for the platform."""

    storage_classes = (_Cookies, _Sessions)
