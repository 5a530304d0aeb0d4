"""A stream that is sealed in chunks: whoever reads it notices a changed, missing, moved or added byte.

The passphrase becomes a key by scrypt with the salt of the file. Each chunk is sealed by AES-256-GCM with its number,
with whether it is the last one, and with the head of the file beside it: it opens in its own place in its file only.
"""

import hmac
import os
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from apps.tenants.backups.errors import BackupError, DamagedBackupError, WrongPassphraseError

MAGIC = b"rostrum backup 1\n"
CHUNK_BYTES = 256 * 1024
TAG_BYTES = SALT_BYTES = CHECK_BYTES = 16
KEY_BYTES = 32
SHORTEST_PASSPHRASE = 12
# 64 MB and some tenths of a second for each guess.
COST, BLOCK, PARALLEL = 2**16, 8, 2
HEAD_BYTES = len(MAGIC) + SALT_BYTES + CHECK_BYTES


@dataclass(frozen=True, slots=True)
class Secret:
    """The key of one file, and what shows a wrong passphrase before anything is opened."""

    key: bytes
    check: bytes


def _secret(passphrase: str, salt: bytes) -> Secret:
    made = Scrypt(salt=salt, length=KEY_BYTES + CHECK_BYTES, n=COST, r=BLOCK, p=PARALLEL).derive(passphrase.encode())
    return Secret(made[:KEY_BYTES], made[KEY_BYTES:])


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Twelve bytes that no other chunk of the file has; the key is of this file only."""
    return number.to_bytes(11, "big") + bytes([is_last])


def checked_passphrase(passphrase: str) -> str:
    """The passphrase, unless it is too short to keep anything."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters.")
    return passphrase


class SealedWriter:
    """A file to write to; `close()` seals the last chunk, without which the file counts as cut off."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT_BYTES)
        secret = _secret(checked_passphrase(passphrase), salt)
        self._target, self._cipher = target, AESGCM(secret.key)
        self._head = MAGIC + salt + secret.check
        self._waiting, self._number = bytearray(), 0
        target.write(self._head)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # The last chunk has something in it, unless there is nothing at all.
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), is_last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), plain, self._head))
        self._number += 1


class SealedReader:
    """Reads what SealedWriter wrote; raises DamagedBackupError instead of giving out a byte that is not right."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._head = source.read(HEAD_BYTES)
        if len(self._head) < HEAD_BYTES or not self._head.startswith(MAGIC):
            raise DamagedBackupError("The file ends within its head.")
        salt = self._head[len(MAGIC) : len(MAGIC) + SALT_BYTES]
        secret = _secret(passphrase, salt)
        if not hmac.compare_digest(secret.check, self._head[-CHECK_BYTES:]):
            raise WrongPassphraseError("The passphrase does not open this file, or the head of the file was changed.")
        self._source, self._cipher = source, AESGCM(secret.key)
        self._plain, self._number = b"", 0
        self._next = source.read(CHUNK_BYTES + TAG_BYTES)
        self._is_over = False

    def read(self, size: int = -1) -> bytes:
        """As many bytes, fewer only at the end."""
        parts, wanted = [], size
        while size < 0 or wanted > 0:
            if not self._plain and not self._open():
                break
            part = self._plain if size < 0 else self._plain[:wanted]
            self._plain = self._plain[len(part) :]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def _open(self) -> bool:
        """Open the next chunk; says whether there was one."""
        while not self._plain and not self._is_over:
            sealed, self._next = self._next, self._source.read(CHUNK_BYTES + TAG_BYTES)
            self._is_over = not self._next
            try:
                self._plain = self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), sealed, self._head)
            except InvalidTag:
                at = HEAD_BYTES + self._number * (CHUNK_BYTES + TAG_BYTES)
                raise DamagedBackupError(
                    f"The file was changed or cut off: its chunk {self._number}, at byte {at}, does not open."
                ) from None
            self._number += 1
        return bool(self._plain)
