"""A piece of a table's rows, unpacked; no piece is so long that it fills the memory."""

import zlib

from apps.tenants.backups.archive import Source
from apps.tenants.backups.errors import DamagedBackupError

# One row is never cut, so a piece may be longer than others by the longest value that the database knows, 1 GB at most.
LONGEST_PIECE = 1200 * 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS


def unpacked(name: str, content: Source) -> bytes:
    """The lines; DamagedBackupError where they do not unpack."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        lines = unpacker.decompress(content.read(), LONGEST_PIECE)
    except zlib.error as error:
        raise DamagedBackupError(f"The member {name} was changed: {error}.") from error
    if not unpacker.eof:
        raise DamagedBackupError(f"The member {name} was cut off, or is far too long.")
    return lines
