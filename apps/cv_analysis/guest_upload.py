"""Takes a guest's upload into memory: Django's own handlers would lay a larger one down as a file first."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from apps.cv_analysis.guests import MAX_GUEST_BYTES


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Counts all of a file but keeps no more of it than may be kept; its size says whether that was everything."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MAX_GUEST_BYTES:
            self.file.write(raw_data)
