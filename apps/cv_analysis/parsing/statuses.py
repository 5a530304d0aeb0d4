"""What can become of a file, and what the person who uploaded it can do about it."""

from dataclasses import dataclass


def _(text: str) -> str:
    """Marks a text; whoever shows it translates it. The reader of CVs itself knows no Django."""
    return text


@dataclass(frozen=True, slots=True)
class Status:
    """One outcome: `title` names it, `advice` is a sentence that says what to do next."""

    code: str
    title: str
    advice: str


STATUSES: dict[str, Status] = {
    status.code: status
    for status in (
        Status("parsed", _("Read"), _("Check the fields that are marked as uncertain against the CV.")),
        Status(
            "needs_ocr",
            _("Scanned pages"),
            _("No text could be read from the pictures in this file. Upload the original document, or a sharper scan."),
        ),
        Status("encrypted", _("Protected by a password"), _("Remove the password from the file and upload it again.")),
        Status(
            "unsupported",
            _("Not a supported file type"),
            _("Save the CV as PDF, DOCX, ODT, RTF or plain text and upload that. Save old .doc files as DOCX."),
        ),
        Status(
            "corrupt",
            _("Damaged file"),
            _("The file cannot be opened. Export it again from the program it comes from."),
        ),
        Status(
            "too_large",
            _("Too large"),
            _("A CV may have up to 10 MB and 50 pages. Leave out pictures and attachments and upload it again."),
        ),
        Status(
            "not_a_cv", _("Not a CV"), _("No CV was recognised in this file. Check that you chose the right document.")
        ),
        Status("empty", _("Empty file"), _("There is nothing in this file. Check that you chose the right document.")),
    )
}

# Why exactly a file was not read: code -> status. Codes are stable; programs may rely on them.
ERROR_CODES: dict[str, str] = {
    "file-over-10-mb": "too_large",
    "pages-over-50": "too_large",
    "text-over-1-mb": "too_large",
    "archive-members-over-2000": "too_large",
    "archive-over-50-mb": "too_large",
    "image-over-50-megapixels": "too_large",
    "extraction-over-memory": "too_large",
    "extraction-over-time": "too_large",
    "extraction-died": "corrupt",
    "damaged": "corrupt",
    "entities-in-xml": "corrupt",
    "unreadable": "corrupt",
    "password": "encrypted",
    "no-text-layer": "needs_ocr",
    "no-text": "empty",
    "no-cv-found": "not_a_cv",
    "type-legacy-office": "unsupported",
    "type-image": "unsupported",
    "type-archive": "unsupported",
    "type-binary": "unsupported",
}
