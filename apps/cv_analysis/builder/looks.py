"""The looks that a CV can have, the papers it can be printed on, and the files that belong to them."""

from dataclasses import dataclass
from pathlib import Path

STYLES = Path(__file__).parent.parent / "static" / "cv_analysis" / "resume"
FONTS = ("inter-latin", "inter-latin-ext", "source-serif-4-latin", "source-serif-4-latin-ext")
# Where the styles and fonts of a PDF seem to lie; nobody ever asks that host.
BASE = "http://resume.invalid/static"
LOOKS = ("ats", "classic", "two-column")
PAPERS = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a CV can be taken away as."""

    name: str
    title: str
    content_type: str


FORMATS = {
    found.name: found
    for found in (
        Format("pdf", "PDF", "application/pdf"),
        Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format("txt", "Text", "text/plain; charset=utf-8"),
        Format("json", "JSON Resume", "application/json"),
    )
}


def style_names(look: str) -> tuple[str, ...]:
    """The style sheets of a look, the general ones first."""
    return ("fonts.css", "base.css", f"{look}.css")


def printed_styles(look: str) -> list[str]:
    """Their addresses in a page that becomes a PDF."""
    return [f"{BASE}/cv_analysis/resume/{name}" for name in style_names(look)]


def printed_files(look: str, fonts: dict[str, Path]) -> dict[str, Path]:
    """What such a page may use, by address; `fonts` by the names of their files."""
    styles = {f"{BASE}/cv_analysis/resume/{name}": STYLES / name for name in style_names(look)}
    return styles | {f"{BASE}/fonts/{name}": path for name, path in fonts.items()}
