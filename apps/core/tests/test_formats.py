"""Numbers, money and times are written as the reader is used to, whatever the page's language."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from apps.core.formats import CHOICES, formats_asked_for, formats_of, locale_of, words
from apps.core.timezones import time_zone_names, use_time_zone

EVENING = datetime(2026, 3, 1, 22, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with translation.override("en"), timezone.override(None), formats_of(""):
        yield


def shown(filters: str, value: object) -> str:
    return Template(f"{{{{ value|{filters} }}}}").render(Context({"value": value})).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("tag", "money", "number", "percent", "day"),
    [
        ("en-US", "$19.00", "1,234.5", "93%", "Mar 1, 2026"),
        ("en-GB", "US$19.00", "1,234.5", "93%", "1 Mar 2026"),
        ("de-DE", "19,00 $", "1.234,5", "93 %", "01.03.2026"),
        ("de-CH", "$ 19.00", "1’234.5", "93%", "01.03.2026"),
        ("pl-PL", "19,00 USD", "1 234,5", "93%", "1 mar 2026"),
    ],
)
def test_each_region_writes_in_its_own_way(tag: str, money: str, number: str, percent: str, day: str) -> None:
    with formats_of(tag):
        assert shown('money:"USD"', Decimal("19")) == money
        assert shown("number", 1234.5) == number
        assert shown("percent", 93) == percent
        assert shown("day", date(2026, 3, 1)) == day


@pytest.mark.parametrize(
    ("tag", "whole", "broken", "currency"),
    [
        ("en-US", "$19", "$19.50", "USD"),
        ("en-GB", "US$19", "US$19.50", "USD"),
        ("de-DE", "19 $", "19,50 $", "USD"),
        ("fr-FR", "19 €", "19,50 €", "EUR"),
        ("en-US", "¥1,900", "¥1,900", "JPY"),
    ],
)
def test_a_whole_price_is_written_without_its_zeros(tag: str, whole: str, broken: str, currency: str) -> None:
    amount = Decimal(1900 if currency == "JPY" else 19)
    with formats_of(tag):
        assert shown(f'price:"{currency}"', amount) == whole
        assert shown(f'price:"{currency}"', amount + (0 if currency == "JPY" else Decimal("0.5"))) == broken
        assert shown(f'price:"{currency}"', None) == ""


def test_without_a_choice_the_language_decides() -> None:
    with translation.override("de"):
        assert (shown('money:"USD"', 19), shown("relative", timezone.now() - timedelta(hours=3))) == (
            "19,00 $",
            "vor 3 Stunden",
        )
    with translation.override("en"):
        assert (shown('money:"USD"', 19), shown("relative", timezone.now() - timedelta(hours=3))) == (
            "$19.00",
            "3 hours ago",
        )


def test_formats_of_another_region_leave_the_words_of_the_language() -> None:
    with translation.override("en"), formats_of("de-DE"):
        assert shown("size", 1500) == "1,5 kB"
        assert shown("relative", timezone.now() - timedelta(days=1, minutes=1)) == "1 day ago"
        assert words().language == "en"


def test_times_are_those_of_the_readers_place() -> None:
    use_time_zone("Asia/Tokyo")
    assert (shown("day", EVENING), shown("moment", EVENING).replace("\u202f", " ")) == (
        "Mar 2, 2026",
        "Mar 2, 2026, 7:05 AM",
    )
    assert shown("clock", EVENING).replace("\u202f", " ") == "7:05 AM"
    use_time_zone("")
    assert shown("day", EVENING) == "Mar 1, 2026"


@pytest.mark.parametrize("name", ["", "UTC", "Mars/Olympus", "../../etc/passwd", "Europe/\0"])
def test_a_time_zone_that_nobody_knows_means_utc(name: str) -> None:
    timezone.activate(ZoneInfo("Asia/Tokyo"))
    use_time_zone(name)
    assert timezone.get_current_timezone_name() == "UTC"


def test_what_is_long_ago_says_its_day_and_what_is_new_says_so() -> None:
    assert shown("relative", EVENING - timedelta(days=400)) == "Jan 25, 2025"
    assert shown("relative", timezone.now()) == "just now"


@pytest.mark.parametrize(("count", "text"), [(0, "0 bytes"), (1, "1 byte"), (1024, "1 kB"), (5 * 1024**2, "5 MB")])
def test_sizes_of_files_have_a_unit(count: int, text: str) -> None:
    assert shown("size", count) == text


@pytest.mark.parametrize("filters", ["number", "percent", 'money:"USD"', "size", "day", "moment", "clock", "relative"])
@pytest.mark.parametrize("value", [None, "", "soon"])
def test_what_is_not_there_is_written_as_nothing(filters: str, value: object) -> None:
    assert shown(filters, value) == ""


def test_every_choice_is_known_under_its_own_name() -> None:
    assert [tag for tag in CHOICES if str(locale_of(tag)).replace("_", "-") != tag] == []


@pytest.mark.parametrize(
    ("tag", "language"), [("en-xa", "en"), ("ar-xb", "en"), ("de-xx", "de"), ("x", "en"), ("", "en")]
)
def test_an_unknown_tag_falls_back_to_its_language_or_english(tag: str, language: str) -> None:
    assert locale_of(tag).language == language


@pytest.mark.parametrize(
    ("header", "language", "tag"),
    [
        ("en-GB,en;q=0.9", "en", "en-gb"),
        ("de,en-GB;q=0.5", "de", ""),
        ("fr-CH,de-CH;q=0.5", "de", "de-ch"),
        ("", "en", ""),
    ],
)
def test_the_browser_names_the_region_of_the_language(header: str, language: str, tag: str) -> None:
    assert formats_asked_for(header, language) == tag


def test_time_zones_are_places() -> None:
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= time_zone_names()
    assert not {"CET", "EST5EDT", "posixrules"} & time_zone_names()
