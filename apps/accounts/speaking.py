"""Speaking to a person as they chose: language, formats and time zone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.core.formats import formats_of, use_formats
from apps.core.timezones import time_zone_names, use_time_zone


def is_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def speak_to(user: User) -> None:
    """From here on in this request: the person's language, formats and time zone, where they chose any."""
    if is_language(user.language):
        translation.activate(user.language)
        if not user.formats:
            use_formats("")
    if user.formats:
        use_formats(user.formats)
    if user.timezone:
        use_time_zone(user.timezone)


@contextmanager
def speaking_to(user: User) -> Iterator[None]:
    """The same for a while, for what is written to somebody else, such as a mail."""
    language = user.language if is_language(user.language) else translation.get_language()
    zone = user.timezone if user.timezone in time_zone_names() else timezone.get_current_timezone()
    with translation.override(language), formats_of(user.formats), timezone.override(zone):
        yield
