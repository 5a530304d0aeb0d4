"""Seals what waits in the database and may be read by nobody who only has a copy of it, such as a link in a mail."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def seal(purpose: str, plain: bytes) -> bytes:
    """Encrypted and signed with a key that is made of the platform's secret key and the purpose."""
    return _cipher(purpose).encrypt(plain)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidToken for what was sealed with another key, or changed since."""
    return _cipher(purpose).decrypt(sealed)


def _cipher(purpose: str) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 -- few requests need it

    # What an older secret key has sealed can still be read.
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [sha256(f"seal:{purpose}:{key!s}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
