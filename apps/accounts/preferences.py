"""The language, formats and time zone of a person: what can be chosen, and how pages come to speak so."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info, get_supported_language_variant
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from apps.accounts.middleware import PersonRequest
from apps.accounts.speaking import speak_to
from apps.core.formats import CHOICES, locale_of
from apps.core.timezones import time_zone_names
from apps.tenants.middleware import GetResponse

Choices = list[tuple[str, Any]]


def language_choices() -> Choices:
    """Every language in its own words."""
    known = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("As my browser wishes")), *((code, name[:1].upper() + name[1:]) for code, name in known)]


def formats_choices() -> Choices:
    """Every region in its own words, by name."""
    named = [(tag, locale_of(tag).get_display_name() or tag) for tag in CHOICES]
    capital = [(tag, name[:1].upper() + name[1:]) for tag, name in named]
    return [("", _("As the language does")), *sorted(capital, key=lambda choice: choice[1])]


def time_zone_choices() -> Choices:
    """Places by continent."""
    groups: dict[str, Choices] = {}
    for name in sorted(time_zone_names() - {"UTC"}):
        region, _slash, place = name.partition("/")
        groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("", _("As my browser says")), ("UTC", "UTC"), *groups.items()]


class PreferencesMiddleware:
    """Speaks to whoever is signed in as they chose; what they left open stays as the browser wishes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        # Only who brings a session can be signed in; a database that is away is for the view to report.
        if request.claims is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
            with suppress(DatabaseError):
                self._speak(request)
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # The bearer of a token is known only now; a program says what it wants with each request.
        if request.claims is not None and not names_language(request):
            self._speak(request)
        return None

    @staticmethod
    def _speak(request: PersonRequest) -> None:
        if request.user.is_authenticated:
            speak_to(request.user, request.tenant)


def names_language(request: HttpRequest) -> bool:
    """Whether the request itself asks for a language that there is."""
    for tag, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        with suppress(LookupError):
            return bool(get_supported_language_variant(tag))
    return False
