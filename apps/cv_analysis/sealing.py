"""What guests leave is sealed with their token, so that the cache's own log on disk holds nothing that can be read."""

import secrets
from hashlib import sha256

from apps.core.sealing import seal_by, unseal_by

TOKEN_BYTES = 24
SEALED_FOR = "guest"


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def address_of(token: str) -> str:
    """Where the token's things lie; nothing leads from here back to the token."""
    return sha256(token.encode()).hexdigest()


def seal(token: str, plain: bytes) -> bytes:
    return seal_by(token, SEALED_FOR, plain)


def unseal(token: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidToken for what was sealed with another token, or changed since."""
    return unseal_by(token, SEALED_FOR, sealed)
