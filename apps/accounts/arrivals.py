"""Who signed up by themselves, and whose word brought them: told to whom accounts cannot know, such as billing."""

import re
from collections.abc import Callable

from django.http import HttpRequest

from apps.accounts.models import Membership

Listener = Callable[[Membership, str], object]
REF = "ref"
LONGEST_REF = 16
_WORD = re.compile(rf"[A-Za-z0-9]{{1,{LONGEST_REF}}}")
_listeners: list[Listener] = []


def on_arrival(listener: Listener) -> None:
    """Let an app above this one act in the transaction of the sign-up; what it raises undoes that."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_of_arrival(membership: Membership, ref: str) -> None:
    """Somebody is here by somebody else's word, if there is one."""
    for listener in _listeners if ref else ():
        listener(membership, ref)


def keep_ref(request: HttpRequest) -> None:
    """Remember whose link the visitor came by, over all forms and other people's pages on the way."""
    word = request.GET.get(REF, "")
    if _WORD.fullmatch(word):
        request.session[REF] = word


def take_ref(request: HttpRequest) -> str:
    """Whose link it was, asked for once."""
    return str(request.session.pop(REF, "")) if REF in request.session else ""
