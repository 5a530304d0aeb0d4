"""What guests leave is sealed with their token, so that the cache's own log on disk holds nothing that can be read."""

import secrets
from hashlib import sha256, shake_256

TOKEN_BYTES = 24
NONCE_BYTES = 16


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def address_of(token: str) -> str:
    """Where the token's things lie; nothing leads from here back to the token."""
    return sha256(token.encode()).hexdigest()


def seal(token: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _mixed(token, nonce, plain)


def unseal(token: str, sealed: bytes) -> bytes:
    return _mixed(token, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:])


def _mixed(token: str, nonce: bytes, data: bytes) -> bytes:
    """The data under a stream of bits that belongs to this token and nonce alone; twice gives it back."""
    stream = shake_256(token.encode() + nonce).digest(len(data))
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))
