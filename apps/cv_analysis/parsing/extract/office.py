"""Documents that are zip archives; which program's they are shows inside."""

from . import docx, odt
from .archive import Archive
from .result import Extraction, ExtractionError


def extract(data: bytes) -> Extraction:
    archive = Archive(data)
    if "word/document.xml" in archive.members or any(map(docx.PART.fullmatch, archive.members)):
        return docx.extract(archive)
    if "content.xml" in archive.members:
        return odt.extract(archive)
    raise ExtractionError("type-archive")
