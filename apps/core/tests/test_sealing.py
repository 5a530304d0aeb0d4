"""What is sealed opens with its key and purpose only, in today's form and in the one before."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken

from apps.core.sealing import NEWEST, is_newest, seal, unseal, unseal_by

PLAIN = b"\x00" * 3 + "Ünal".encode()


def sealed_before(purpose: str, key: str) -> bytes:
    return Fernet(urlsafe_b64encode(sha256(f"seal:{purpose}:{key}".encode()).digest())).encrypt(PLAIN)


def test_it_opens_for_its_purpose_alone_and_is_never_the_same_twice() -> None:
    one, two = seal("mail", PLAIN), seal("mail", PLAIN)

    assert one != two
    assert (unseal("mail", one), unseal("mail", two), one.isascii(), one[:2]) == (PLAIN, PLAIN, True, NEWEST)
    with pytest.raises(InvalidToken):
        unseal("session", one)


def test_every_changed_byte_is_noticed() -> None:
    content = bytearray(urlsafe_b64decode(seal("mail", PLAIN)[len(NEWEST) :]))
    for place in range(len(content)):
        changed = content.copy()
        changed[place] ^= 1
        with pytest.raises(InvalidToken):
            unseal("mail", NEWEST + urlsafe_b64encode(bytes(changed)))


@pytest.mark.parametrize("broken", [b"", NEWEST, b"2.not base64", b"2.AAAA", b"3.AAAA", b"gAAAA"])
def test_what_was_never_sealed_is_refused(broken: bytes) -> None:
    with pytest.raises(InvalidToken):
        unseal("mail", broken)


def test_keys_and_forms_of_before_still_open_until_they_are_taken_away(settings: Any) -> None:
    settings.SECRET_KEY = "one key of before"
    old, older = seal("mail", PLAIN), sealed_before("mail", "one key of before")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the key of today", ["one key of before"]
    assert [unseal("mail", one) for one in (old, older, seal("mail", PLAIN))] == [PLAIN] * 3
    assert [is_newest("mail", one) for one in (old, older, seal("mail", PLAIN))] == [False, False, True]

    settings.SECRET_KEY_FALLBACKS = []
    for one in (old, older):
        with pytest.raises(InvalidToken):
            unseal("mail", one)


def test_the_form_of_before_opens_by_nobody_elses_secret() -> None:
    with pytest.raises(InvalidToken):
        unseal_by("one key of before", "mail", sealed_before("mail", "one key of before"))
