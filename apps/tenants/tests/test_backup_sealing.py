"""A sealed stream opens as it was written, and not at all when a byte of it is changed, moved, missing or added."""

import io
from collections.abc import Callable, Iterator

import pytest

from apps.tenants.backups import sealing
from apps.tenants.backups.errors import BackupError, DamagedBackupError, WrongPassphraseError
from apps.tenants.backups.sealing import CHUNK_BYTES, HEAD_BYTES, TAG_BYTES, SealedReader, SealedWriter

PASSPHRASE = "a passphrase of tests"
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


def sealed(plain: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, PASSPHRASE)
    for start in range(0, len(plain), 100_000):
        writer.write(plain[start : start + 100_000])
    writer.close()
    return target.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(data), passphrase).read()


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[int]:
    """What passphrases are worth is no question of these tests, but of the one that asks for it here."""
    with pytest.MonkeyPatch.context() as patch:
        cost = sealing.COST
        patch.setattr(sealing, "COST", 2**8)
        yield cost


def test_each_guess_at_a_passphrase_costs_memory_and_time(quick: int) -> None:
    assert (quick * sealing.BLOCK * 128, quick * sealing.BLOCK * sealing.PARALLEL) == (64 * 1024**2, 2**20)


@pytest.fixture(scope="module")
def three_chunks(quick: int) -> bytes:
    return sealed(b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES + b"c" * 10)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_what_was_sealed_opens_again(size: int) -> None:
    plain = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)

    assert opened(sealed(plain[:size])) == plain[:size]


def test_it_is_read_in_pieces_of_any_length(three_chunks: bytes) -> None:
    reader = SealedReader(io.BytesIO(three_chunks), PASSPHRASE)

    parts = [reader.read(CHUNK_BYTES - 1), reader.read(2), reader.read(CHUNK_BYTES), reader.read(100), reader.read(1)]

    assert parts == [b"a" * (CHUNK_BYTES - 1), b"ab", b"b" * (CHUNK_BYTES - 1) + b"c", b"c" * 9, b""]


def test_two_files_of_the_same_have_nothing_in_common() -> None:
    assert sealed(b"the same")[17:] != sealed(b"the same")[17:]


def _chunk(data: bytes, number: int) -> bytes:
    start = HEAD_BYTES + number * SEALED_CHUNK
    return data[start : start + SEALED_CHUNK]


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        pytest.param(lambda data: data[:-1], 2, id="last byte missing"),
        pytest.param(lambda data: data[: HEAD_BYTES + 2 * SEALED_CHUNK], 1, id="cut between chunks"),
        pytest.param(lambda data: data[:HEAD_BYTES], 0, id="cut after the head"),
        pytest.param(lambda data: data + b"\0", 2, id="a byte added"),
        pytest.param(lambda data: data + _chunk(data, 0), 2, id="a chunk added"),
        pytest.param(lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:], 0, id="a bit flipped"),
        pytest.param(
            lambda data: data[:HEAD_BYTES] + _chunk(data, 1) + _chunk(data, 0) + _chunk(data, 2), 0, id="moved"
        ),
        pytest.param(lambda data: data[:HEAD_BYTES] + _chunk(data, 0) + _chunk(data, 2), 1, id="one missing"),
    ],
)
def test_a_changed_file_is_refused(three_chunks: bytes, damage: Callable[[bytes], bytes], number: int) -> None:
    with pytest.raises(DamagedBackupError, match=f"its chunk {number}, at byte"):
        opened(damage(three_chunks))


def test_a_chunk_of_another_file_is_refused(three_chunks: bytes) -> None:
    other = sealed(b"a" * CHUNK_BYTES + b"b")

    with pytest.raises(DamagedBackupError, match="its chunk 0, at byte"):
        opened(three_chunks[:HEAD_BYTES] + _chunk(other, 0) + three_chunks[HEAD_BYTES + SEALED_CHUNK :])


def test_another_passphrase_and_a_changed_head_are_refused(three_chunks: bytes) -> None:
    with pytest.raises(WrongPassphraseError, match="does not open this file"):
        opened(three_chunks, "another passphrase")
    with pytest.raises(WrongPassphraseError, match="the head of the file was changed"):
        opened(three_chunks[:20] + b"\0" + three_chunks[21:])
    with pytest.raises(DamagedBackupError, match="ends within its head"):
        opened(three_chunks[:30])


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(BackupError, match="shorter than 12 characters"):
        SealedWriter(io.BytesIO(), "too short")
