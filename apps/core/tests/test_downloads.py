"""Stored files on their way out, by this process and by the proxy."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse

from apps.core.downloads import stored_file


@pytest.fixture
def stored() -> Any:
    name = default_storage.save("downloads/überall 1.txt", ContentFile(b"words"))
    yield name
    default_storage.delete(name)


def test_without_a_proxy_the_file_is_streamed(db: None, stored: str) -> None:
    response = stored_file(stored, content_type="text/plain", download_as="note.txt")

    assert isinstance(response, FileResponse)
    assert b"".join(response) == b"words"
    assert response.headers["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert "X-Accel-Redirect" not in response.headers
    response.close()


def test_the_proxy_is_told_where_it_lies_and_nothing_is_read(stored: str, settings: Any) -> None:
    settings.FILES_BY_PROXY = True

    response: Any = stored_file(stored, content_type="text/plain", download_as="Müller.txt")

    assert response.content == b""
    assert response.headers["X-Accel-Redirect"].startswith("/_stored/downloads/%C3%BCberall")
    assert response.headers["X-Accel-Redirect"].isascii()
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%BCller.txt"


@pytest.mark.parametrize("by_proxy", [False, True])
def test_a_file_that_is_gone_is_an_error_either_way(by_proxy: bool, settings: Any) -> None:  # noqa: FBT001 -- a case
    settings.FILES_BY_PROXY = by_proxy

    with pytest.raises(FileNotFoundError):
        stored_file("downloads/gone.txt", content_type="text/plain")


def test_what_is_shown_has_no_attachments_name(stored: str, settings: Any) -> None:
    settings.FILES_BY_PROXY = True
    assert stored_file(stored, content_type="image/png").headers["Content-Disposition"].startswith("inline; ")
