"""Fingerprints and tokens as bytes: some hundred numbers to a program, read a thousand programs at a time."""

import json
import struct
import zlib
from collections.abc import Iterable, Sequence

from .winnowing import Print, Token

SIZE = struct.calcsize("<Q")


def pack_prints(prints: Iterable[Print]) -> bytes:
    values = sorted({one.value for one in prints})
    return struct.pack(f"<{len(values)}Q", *values)


def unpack_values(packed: bytes | memoryview) -> frozenset[int]:
    """The hashes of the fingerprints, each once."""
    return frozenset(struct.unpack(f"<{len(packed) // SIZE}Q", packed))


def pack_tokens(tokens: Sequence[Token]) -> bytes:
    rows = [(one.kind, one.start, one.end, int(one.is_given)) for one in tokens]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpack_tokens(packed: bytes | memoryview) -> list[Token]:
    rows = json.loads(zlib.decompress(packed)) if packed else []
    return [Token(kind, start, end, bool(is_given)) for kind, start, end, is_given in rows]
