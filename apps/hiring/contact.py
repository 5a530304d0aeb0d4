"""E-mail addresses and phones as they are stored, so that the same ones are equal."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254
_MARKS = re.compile(r"[.\-_]")


def plain_email(text: str) -> str:
    """In lower case; empty when it is no address."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= LONGEST_EMAIL else ""


def plain_phone(text: str, region: str | None = None) -> str:
    """In E.164; empty when it is no number that can be dialled from anywhere.

    A number without a country code is read as one of the region's (ISO 3166), if one is given.
    """
    import phonenumbers

    # The other sign for what follows being a country code, common in Europe.
    text = text.strip()
    text = f"+{text[2:]}" if text.startswith("00") else text
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def person_of(email: str) -> str:
    """The part of an address that tends to stay when people change their provider: without dots, tags and figures."""
    local = email.partition("@")[0].partition("+")[0]
    return _MARKS.sub("", local).rstrip("0123456789")
