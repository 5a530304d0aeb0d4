"""Links that show something of a person's to whoever has them, until they end or are taken back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.models import ExpiringLink
from apps.core.problems import ProblemError, problem_response

TOKEN_BYTES = 24
DAYS = (7, 30, 90)
MOST_LINKS = 20
# What one address may look at in an hour: pages, and PDFs, which cost a second of work each.
MOST_LOOKS, MOST_PDFS = 120, 20
# What stands behind such an address is one person's: nobody keeps it, finds it, or learns where it was seen.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

Link = TypeVar("Link", bound=ExpiringLink)
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class NewLink(Generic[Link]):
    """A link just made, and its token, which is shown once."""

    link: Link
    token: str


def hash_of(purpose: str, token: str) -> str:
    """The token has 192 random bits, so that it needs no slow hash; it opens nothing of another purpose."""
    return sha256(f"{purpose}:{token}".encode()).hexdigest()


def make_link(kind: type[Link], *, purpose: str, name: str, days: int, **of: Any) -> NewLink[Link]:
    """A link of that kind that works for so many days, one of DAYS; `of` names what it belongs to."""
    if days not in DAYS:
        raise ValueError(f"a link works for {DAYS} days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.now() + timedelta(days=days)
    link = kind._default_manager.create(name=name, token_hash=hash_of(purpose, token), expires_at=until, **of)
    return NewLink(link, token)


def end_link(link: ExpiringLink) -> bool:
    """From now on it leads nowhere; False when it was ended before."""
    living = type(link)._default_manager.filter(pk=link.pk, revoked_at=None)
    return bool(living.update(revoked_at=timezone.now()))


def count_look(link: ExpiringLink) -> None:
    """One more has looked at it."""
    type(link)._default_manager.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=timezone.now())


class LinkForm(forms.Form):
    """Who gets a link, and how long it works."""

    name = forms.CharField(label=_("For whom"), max_length=80, help_text=_("Only you see this, beside the views."))
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, initial=30)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days: Any = self.fields["days"]
        days.choices = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]


def kept_by_nobody(view: View) -> View:
    """Whatever the view answers, problems included, bears HEADERS."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ProblemError as problem:
            response = problem_response(request, problem)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer
