"""Identifiers that sort by the time of their making."""

from uuid import UUID

import uuid6

# As addresses carry them: what looks otherwise is an unknown address and reaches no database.
UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): 48 bits of milliseconds, the rest random."""
    return UUID(int=uuid6.uuid7().int)


def is_uuid(text: str) -> bool:
    """Whether the text can be an id at all."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
