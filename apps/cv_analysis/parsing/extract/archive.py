"""Zip archives of XML, which DOCX and ODT are: opened and read under limits, and without entities."""

import io
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from .result import ExtractionError

# Kept here, as the child process has nothing of the product but this folder.
MAX_MEMBERS = 2_000
MAX_BYTES = 50 * 1024 * 1024
CHUNK = 64 * 1024
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    LookupError,
    ValueError,
)


class Archive:
    """The members by name. What is read is counted: sizes that an archive declares may be lies."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise ExtractionError("damaged") from error
        members = self._file.infolist()
        if len(members) > MAX_MEMBERS:
            raise ExtractionError("archive-members-over-2000")
        if sum(member.file_size for member in members) > MAX_BYTES:
            raise ExtractionError("archive-over-50-mb")
        self.members = {member.filename: member for member in members}
        self._budget = MAX_BYTES

    def feed(self, name: str, parser: Any) -> None:
        """Parse the member as a stream, so that a huge one costs time but no memory."""
        member = self.members[name]
        if member.flag_bits & 1:
            raise ExtractionError("password")
        try:
            with self._file.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise ExtractionError("archive-over-50-mb")
                    parser.Parse(chunk)
            parser.Parse(b"", True)
        except DAMAGE as error:
            raise ExtractionError("damaged") from error


def new_parser() -> Any:
    """A parser that refuses documents which declare entities; names are "namespace name"."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.EntityDeclHandler = refuse_entities
    parser.buffer_text = True
    return parser


def refuse_entities(*_: object) -> None:
    raise ExtractionError("entities-in-xml")
