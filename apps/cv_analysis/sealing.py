"""What guests leave is sealed with their token, so that the cache's own log on disk holds nothing that can be read."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

TOKEN_BYTES = 24


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def address_of(token: str) -> str:
    """Where the token's things lie; nothing leads from here back to the token."""
    return sha256(token.encode()).hexdigest()


def seal(token: str, plain: bytes) -> bytes:
    return _cipher(token).encrypt(plain)


def unseal(token: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidToken for what was sealed with another token, or changed since."""
    return _cipher(token).decrypt(sealed)


def _cipher(token: str) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415 -- few requests need it

    # A token of 192 random bits needs no slow derivation; the prefix keeps the key apart from the address.
    return Fernet(urlsafe_b64encode(sha256(b"seal:" + token.encode()).digest()))
