"""Numbers, money and times in the form that the reader is used to; Babel knows them, and loads when first asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from babel import Locale

Style = Literal["full", "long", "medium", "short"]
# What people may choose; the names come from Babel.
CHOICES = (
    "en-US en-GB en-AU en-CA en-IE en-IN en-NZ en-ZA de-DE de-AT de-CH fr-FR fr-BE fr-CA fr-CH es-ES es-MX it-IT it-CH "
    "nl-NL nl-BE pt-PT pt-BR da-DK sv-SE nb-NO fi-FI pl-PL cs-CZ hu-HU ro-RO tr-TR el-GR uk-UA ja-JP ko-KR"
).split()
FALLBACK = "en"
RECENT = timedelta(days=7)
MOMENT = timedelta(seconds=45)
UNITS_OF_TIME = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))
UNITS = ("kilobyte", "megabyte", "gigabyte")
STEP = 1024

_chosen: ContextVar[str] = ContextVar("formats", default="")


def use_formats(tag: str) -> None:
    """From here on numbers and dates are written as in this locale, such as de-CH; empty: as the language does."""
    _chosen.set(tag)


@contextmanager
def formats_of(tag: str) -> Iterator[None]:
    """The same for a while."""
    mark = _chosen.set(tag)
    try:
        yield
    finally:
        _chosen.reset(mark)


def formats_asked_for(header: str, language: str) -> str:
    """The browser's first wish that names a region for this language: en-gb writes other dates than en-us."""
    wishes = (tag for tag, _weight in parse_accept_lang_header(header))
    return next((tag for tag in wishes if "-" in tag and _base(tag) == _base(language)), "")


def _base(tag: str) -> str:
    return tag.partition("-")[0]


@lru_cache(maxsize=128)
def locale_of(tag: str) -> "Locale":
    """Babel's locale for a tag; for one that nobody knows, that of its language, or English."""
    from babel import Locale, UnknownLocaleError

    # The invented languages of tests (en-xa, ar-xb) write as English does.
    for name in (tag, _base(tag) if not tag.endswith("-xb") else FALLBACK):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)


def formats() -> "Locale":
    """How numbers and dates are written here and now."""
    return locale_of(_chosen.get() or translation.get_language() or FALLBACK)


def words() -> "Locale":
    """Whose words stand in a sentence of the page: those of its language, whatever the formats."""
    return locale_of(translation.get_language() or FALLBACK)


def number(value: float | Decimal, digits: int = 2) -> str:
    """1,234.5 or 1.234,5; at most so many digits behind the point."""
    from babel.numbers import format_decimal

    rounded = round(value, digits) if isinstance(value, Decimal) else round(float(value), digits)
    return format_decimal(rounded, locale=formats())


def percent(value: float | Decimal) -> str:
    """A share of 0 to 100: 93% or 93 %."""
    from babel.numbers import format_percent

    return format_percent(Decimal(str(value)) / 100, locale=formats())


def money(amount: float | Decimal, currency: str) -> str:
    """$19.00 or 19,00 $: the amount in its own currency, nothing is converted."""
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=formats())


def price(amount: float | Decimal, currency: str) -> str:
    """$19 or 19 $, and $19.50: as money, but a whole amount is written without its zeros."""
    from babel.numbers import format_currency

    locale = formats()
    if amount != int(amount):
        return money(amount, currency)
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def size(count: int) -> str:
    """The size of a file: 512 bytes, 1.2 kB."""
    return _size(count, words(), formats())


@lru_cache(maxsize=512)
def _size(count: int, said_in: "Locale", written_in: "Locale") -> str:
    from babel.units import format_unit

    value, unit = float(count), ""
    for larger in UNITS:
        if value < STEP:
            break
        value, unit = value / STEP, larger
    if not unit:
        return format_unit(count, "digital-byte", "long", locale=said_in)
    return str(format_unit(round(value, 1), f"digital-{unit}", "short", locale=written_in))


def day(value: date, style: Style = "medium") -> str:
    """The day where the reader is: Mar 1, 2026 or 01.03.2026."""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return _day(local.date() if isinstance(local, datetime) else local, style, formats())


@lru_cache(maxsize=512)
def _day(value: date, style: Style, written_in: "Locale") -> str:
    from babel.dates import format_date

    return format_date(value, style, locale=written_in)


def moment(value: datetime, style: Style = "medium") -> str:
    """Day and time where the reader is, without seconds."""
    from babel.dates import format_time, get_datetime_format

    local = timezone.localtime(value) if timezone.is_aware(value) else value
    pattern = get_datetime_format(style, locale=formats())
    return str(pattern).replace("'", "").format(format_time(local, "short", locale=formats()), day(local, style))


def clock(value: datetime) -> str:
    """The time where the reader is, without seconds: 2:03 PM or 14:03."""
    from babel.dates import format_time

    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_time(local, "short", locale=formats())


def relative(value: datetime) -> str:
    """How long ago in the page's own words; what lies further back than a week says its day."""
    passed = value - timezone.now() if timezone.is_aware(value) else value - datetime.now()  # noqa: DTZ005 -- as naive as the value
    if abs(passed) < MOMENT:
        return _("just now")
    if abs(passed) > RECENT:
        return day(value)
    unit = next((unit for unit in UNITS_OF_TIME if abs(passed) >= unit), UNITS_OF_TIME[-1])
    return _ago(round(passed / unit) * unit, words())


@lru_cache(maxsize=512)
def _ago(passed: timedelta, said_in: "Locale") -> str:
    from babel.dates import format_timedelta

    return format_timedelta(passed, add_direction=True, threshold=1.0, locale=said_in)
