"""The same made-up CV as OpenDocument, web page and rich text, with whatever a test wants to add."""

import io
import zipfile
from html import escape

CV = """Ada Winter
ada.winter@example.com | +44 20 7946 0113

EXPERIENCE
Site Engineer, Harbour Works Ltd, May 2019 - March 2024
- Kept the pumps of three docks running

EDUCATION
BSc Civil Engineering, University of Leeds, 2018

SKILLS
AutoCAD, Python, SQL
"""
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "meta": "meta",
        "fo": "xsl-fo-compatible", "draw": "drawing", "manifest": "manifest",
    }.items()
)  # fmt: skip


def odt(text: str = CV, *, styles: str = "", more: str = "", **members: str) -> bytes:
    """`styles` are automatic styles, `more` stands after the text, `members` are further files of the archive."""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{paragraphs}{more}</office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", content)
        for name, member in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), member)
    return buffer.getvalue()


def html(text: str = CV, *, head: str = "", more: str = "") -> bytes:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
    return f"<!DOCTYPE html><html><head>{head}</head><body>{lines}{more}</body></html>".encode()


def rtf(text: str = CV, *, more: str = "") -> bytes:
    """The colours are 1 white and 2 dark blue."""
    lines = "".join(f"{rtf_text(line)}\\par\n" for line in text.splitlines())
    colors = r"{\colortbl ;\red255\green255\blue255;\red16\green32\blue80;}"
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}" + colors + lines + more + "}").encode("ascii")


def rtf_text(text: str) -> str:
    """Plain characters as they are, others by number."""
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\t", "\\tab ")
    return "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in escaped)
