"""Tells what a file is by its content; its name is not asked."""

import re
from typing import Literal

from .extract.text import looks_like_text

Kind = Literal["pdf", "office", "html", "rtf", "image", "text"]

# Readers of PDF look for the header in the first kilobyte, because mail programs put junk before it.
PDF_HEADER_WITHIN = 1024
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGE_HEADERS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")
OTHER_IMAGE_HEADERS = (
    b"GIF87a",
    b"GIF89a",
    b"\x00\x00\x01\x00",
    b"\xff\x0a",
    b"\x00\x00\x00\x0cJXL ",
    b"\x00\x00\x00\x0cjP  ",
)
HTML = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body|script)\b", re.I | re.S)


class UnreadableError(Exception):
    """The file is refused; `code` is one of `statuses.ERROR_CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(data: bytes) -> Kind:
    """The kind of extractor to use. What a zip holds shows inside, under the extractor's limits."""
    head = data[:4096]
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf"):
        raise UnreadableError("no-text")
    if HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if b"%PDF-" in head[:PDF_HEADER_WITHIN]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "office"
    if head.startswith(OLE_HEADER):
        # A DOCX with a password is an old-style container around the ciphered package.
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableError("password" if protected else "type-legacy-office")
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(IMAGE_HEADERS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(OTHER_IMAGE_HEADERS) or head[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}:
        raise UnreadableError("type-image")
    if not looks_like_text(data):
        raise UnreadableError("type-binary")
    return "text"
