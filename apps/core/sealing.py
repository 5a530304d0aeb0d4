"""Seals what waits in the database and may be read by nobody who only has a copy of it, such as a link in a mail.

What is sealed begins with the number of its form, so that another cipher can take over while the old still opens.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# AES-256-GCM. Before it there was Fernet, whose tokens begin with "gAAAA" and have no number.
NEWEST = b"2."
NONCE_BYTES = 12


def seal(purpose: str, plain: bytes) -> bytes:
    """Encrypted and signed with a key that is made of the platform's secret key and the purpose, as ASCII."""
    return seal_by(str(settings.SECRET_KEY), purpose, plain)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidToken for what was sealed with another key, or changed since."""
    from cryptography.fernet import Fernet, InvalidToken, MultiFernet  # noqa: PLC0415 -- few requests need it

    # What an older secret key has sealed can still be read.
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not sealed.startswith(NEWEST):
        digests = [sha256(f"seal:{purpose}:{key}".encode()).digest() for key in keys]
        return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests]).decrypt(sealed)
    for key in keys:
        try:
            return unseal_by(key, purpose, sealed)
        except InvalidToken:
            continue
    raise InvalidToken


def is_newest(purpose: str, sealed: bytes) -> bool:
    """Whether it is sealed as it would be today: in the newest form, with today's key."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 -- as above

    try:
        unseal_by(str(settings.SECRET_KEY), purpose, sealed)
    except InvalidToken:
        return False
    return True


def seal_by(secret: str, purpose: str, plain: bytes) -> bytes:
    """With a secret of one's own, which has to be long and random."""
    nonce = os.urandom(NONCE_BYTES)
    return NEWEST + urlsafe_b64encode(nonce + _cipher(secret, purpose).encrypt(nonce, plain, purpose.encode()))


def unseal_by(secret: str, purpose: str, sealed: bytes) -> bytes:
    """Opens the newest form alone; raises InvalidToken as above."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- as above
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 -- as above

    try:
        if not sealed.startswith(NEWEST):
            raise InvalidToken
        content = urlsafe_b64decode(sealed[len(NEWEST) :])
        nonce, secret_part = content[:NONCE_BYTES], content[NONCE_BYTES:]
        return _cipher(secret, purpose).decrypt(nonce, secret_part, purpose.encode())
    except (InvalidTag, NotBase64Error, ValueError) as error:
        raise InvalidToken from error


def _cipher(secret: str, purpose: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- few requests need it

    # A secret of many random characters needs no slow derivation; the number keeps this key apart from Fernet's.
    return AESGCM(sha256(f"seal 2:{purpose}:{secret}".encode()).digest())
