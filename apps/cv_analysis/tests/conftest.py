"""CVs and files for the tests of CV analysis."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF
from fpdf.enums import AccessPermission

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.services import upload_cv
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Grant

FILES = Path(__file__).parent / "files"


@pytest.fixture
def two_pages() -> bytes:
    """A real CV of two pages as PDF."""
    return (FILES / "two-pages.pdf").read_bytes()


@pytest.fixture
def upload() -> Callable[..., Cv]:
    """Upload a file as the member, in the member's tenant: upload(ada, b"...", "cv.pdf")."""

    def send(membership: Membership, content: bytes = b"Eve Moss", name: str = "cv.txt") -> Cv:
        with scope(membership.tenant):
            return upload_cv(membership, upload=SimpleUploadedFile(name, content))

    return send


@pytest.fixture
def cv_of() -> Callable[..., Cv]:
    """A CV that was read: cv_of(ada, file_name="…"); with findings when asked for."""

    def make(membership: Membership, *, findings: dict[str, Any] | None = None, text: str = "", **fields: Any) -> Cv:
        plain = {"file": "tenants/none", "file_name": "cv.pdf", "size": 1234, "status": Cv.Status.PARSED}
        with scope(membership.tenant):
            cv = Cv.objects.create(uploaded_by_id=membership.pk, **{**plain, **fields})
            if findings is not None:
                Analysis.objects.create(
                    cv=cv, algorithm="test 1", as_of="2026-06-01", text=text, findings=findings, duration_ms=12
                )
        return cv

    return make


@pytest.fixture(scope="session")
def bad_files() -> dict[str, bytes]:
    """A file for each thing that can stand in the way of reading it."""
    scanned, locked = FPDF(), FPDF()
    scanned.add_page()
    scanned.set_fill_color(30, 30, 30)
    scanned.rect(20, 20, 100, 100, style="F")
    locked.set_encryption(owner_password="owner", user_password="user", permissions=AccessPermission.none())
    locked.add_page()
    locked.set_font("helvetica", size=11)
    locked.multi_cell(0, 6, "Eve Moss\neve@moss.example")
    return {
        "needs_ocr": bytes(scanned.output()),
        "encrypted": bytes(locked.output()),
        "empty": b"",
        "corrupt": b"%PDF-1.7\nthis is where the file was cut",
        "unsupported": b"GIF89a" + bytes(100),
        "not_a_cv": b"Boil the potatoes for twenty minutes, then add salt and butter. " * 20,
    }


@pytest.fixture
def opened(community: Tenant, grant: Grant) -> License:
    """The community has CV analysis, so guests may try it."""
    return grant(community)
