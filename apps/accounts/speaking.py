"""Speaking to a person as they chose, else as their workspace does: language, formats and time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.core.formats import formats_of, use_formats
from apps.core.timezones import time_zone_names, use_time_zone
from apps.tenants.models import Tenant


def is_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Manner:
    """What was chosen; empty: nothing was."""

    language: str
    formats: str
    timezone: str


def manner_of(user: User | None, tenant: Tenant | None) -> Manner:
    """What the person chose, and where they chose nothing what the workspace did.

    Formats belong to the language beside which they were chosen: a person's own language keeps its own.
    """
    one, other = (getattr(user, name, "") or "" for name in ("language", "formats"))
    of_tenant = ("", "", "") if not tenant else (tenant.language, tenant.formats, tenant.timezone)
    return Manner(
        language=one if is_language(one) else of_tenant[0] if is_language(of_tenant[0]) else "",
        formats=other or ("" if is_language(one) else of_tenant[1]),
        timezone=getattr(user, "timezone", "") or of_tenant[2],
    )


def speak_to(user: User | None, tenant: Tenant | None = None) -> None:
    """From here on in this request."""
    manner = manner_of(user, tenant)
    if manner.language:
        translation.activate(manner.language)
        if not manner.formats:
            use_formats("")
    if manner.formats:
        use_formats(manner.formats)
    if manner.timezone:
        use_time_zone(manner.timezone)


@contextmanager
def speaking_to(user: User | None, tenant: Tenant | None = None) -> Iterator[None]:
    """The same for a while, for what is written to somebody else, such as a mail."""
    manner = manner_of(user, tenant)
    zone = manner.timezone if manner.timezone in time_zone_names() else timezone.get_current_timezone()
    language = manner.language or translation.get_language()
    with translation.override(language), formats_of(manner.formats), timezone.override(zone):
        yield
