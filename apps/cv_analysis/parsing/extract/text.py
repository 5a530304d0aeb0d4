"""Plain text: which encoding it is in, and whether it is text at all."""

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What documents call their encoding -> what they mean by it; Python reads each from disk when it is first used.
NAMED = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-15": "iso-8859-15",
    "windows-1250": "cp1250", "cp1250": "cp1250", "iso-8859-2": "iso-8859-2", "windows-1251": "cp1251",
    "cp1251": "cp1251", "koi8-r": "koi8-r", "windows-1253": "cp1253", "windows-1254": "cp1254",
}  # fmt: skip
CODECS = sorted({*NAMED.values(), *(name for _, name in BYTE_ORDER_MARKS), "utf-16", "ascii", "latin-1", "cp437"})
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x1a"))
MAX_CONTROL_SHARE = 0.005
SAMPLE = 65_536
# Letters that are common in languages written in the encoding.
COMMON = {
    "cp1252": frozenset("äöüßÄÖÜéèêëàâáãåæçíìîïñóòôõøúùûœÉÈÀÁÅÆÇÍÑÓØÚ"),
    "cp1250": frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžýáíéúČĎĚŇŘŠŤŮŽőűŐŰöüăâîşţäß"),
}
NON_LETTER_IN_WORD = re.compile(r"(?<=[a-z])[^\W\d_a-zA-Z]*[\u00a1-\u00bf\u0080-\u009f\u02db\u02c7\u02d8]+(?=[a-z])")
MIN_CYRILLIC_SHARE = 0.4


def decode(data: bytes, named: str | None = None) -> str:
    """By byte order mark, as named, as UTF-8 or UTF-16, else in the one-byte encoding that makes the best words."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if encoding := NAMED.get((named or "").lower(), ""):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    if wide := unmarked_utf16(data):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_bytes(data)


def decode_bytes(data: bytes) -> str:
    """Not clean UTF-8: UTF-8 with some damage, or an older encoding."""
    loose = data.decode("utf-8", errors="replace")
    damaged = loose.count("\ufffd")
    if sum(char > "\x7f" for char in loose) - damaged > 3 * damaged:
        return loose
    return data.decode(best_encoding(data[:SAMPLE]), errors="replace")


def best_encoding(sample: bytes) -> str:
    """Cyrillic is most letters or none; between west and east of Europe, the letters decide."""
    high = sum(byte >= 0xC0 for byte in sample)
    ascii_letters = sum(bytes((byte,)).isalpha() for byte in sample if byte < 128)
    if high > MIN_CYRILLIC_SHARE * (high + ascii_letters):
        return "cp1251"
    return max(
        ("cp1252", "cp1250"), key=lambda encoding: plausibility(sample.decode(encoding, errors="replace"), encoding)
    )


def plausibility(text: str, encoding: str) -> int:
    common = COMMON[encoding]
    return sum(char in common for char in text) - 3 * len(NON_LETTER_IN_WORD.findall(text)) - 3 * text.count("\ufffd")


def unmarked_utf16(data: bytes) -> str | None:
    """Which half of the bytes is zero, as in UTF-16 of most languages written in Latin letters."""
    sample = data[: SAMPLE // 2 * 2]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    half = max(len(sample) // 2, 1)
    if max(zeros) < 0.4 * half or min(zeros) > 0.02 * half:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def looks_like_text(data: bytes) -> bool:
    """False for programs, pictures and other bytes that only happen to decode."""
    sample = data[:SAMPLE]
    if any(sample.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) or unmarked_utf16(sample):
        text = decode(sample[: len(sample) // 4 * 4])
        strange = sum(text.count(char) for char in "\ufffd\x00\x01\x02\x03\x04\x05\x06\x07\x08")
        return strange <= len(text) * MAX_CONTROL_SHARE + 1
    if b"\x00" in sample:
        return False
    control = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return control <= len(sample) * MAX_CONTROL_SHARE
