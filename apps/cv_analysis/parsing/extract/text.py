"""Plain text: which encoding it is in, and whether it is text at all."""

import codecs

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x1a"))
MAX_CONTROL_SHARE = 0.005


def decode(data: bytes) -> str:
    """By byte order mark, else as UTF-8, else as cp1252, where every byte has some meaning."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def looks_like_text(data: bytes) -> bool:
    """False for programs, pictures and other bytes that only happen to decode."""
    sample = data[:65536]
    if any(sample.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        text = decode(sample[: len(sample) // 4 * 4])
        return text.count("\ufffd") + text.count("\x00") <= len(text) * MAX_CONTROL_SHARE + 1
    if b"\x00" in sample:
        return False
    control = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return control <= len(sample) * MAX_CONTROL_SHARE
