"""Numbers for people that say nothing of when they came: those counted up, shuffled under a secret."""

from hashlib import blake2b

from django.conf import settings

# Four digits for as long as they suffice, then five, and so on.
FIRST = 1000
ROUNDS = 4


def shuffled_number(count: int, *, of: str) -> int:
    """The number that stands for the count (from 1): another for every count, and known only to who has the secret.

    `of` is whose numbers they are: each workspace has its own order.
    """
    first, before = FIRST, 0
    while count - before > 9 * first:
        before += 9 * first
        first *= 10
    return first + _shuffled(count - before - 1, 9 * first, f"{of}:{first}".encode())


def _shuffled(value: int, size: int, salt: bytes) -> int:
    """A permutation of 0 … size - 1: two halves that change each other in turn, until the result is small enough."""
    bits = (size - 1).bit_length() // 2 + 1
    mask = (1 << bits) - 1
    secret = blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    while True:
        left, right = value >> bits, value & mask
        for turn in range(ROUNDS):
            mixed = blake2b(bytes([turn]) + right.to_bytes(8), key=secret, salt=_salt(salt), digest_size=8).digest()
            left, right = right, left ^ (int.from_bytes(mixed) & mask)
        value = (left << bits) | right
        if value < size:
            return value


def _salt(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()
