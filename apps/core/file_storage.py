"""Files on a disk of this machine: each is stored whole or not at all, and a disk that fails has words for people."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
ASK_AGAIN_SECONDS = 30


class StorageFullError(ProblemError):
    code = "storage-full"
    title = _("There is no room left for files on this server. Nothing was stored; try again later.")
    status = 507
    passes = True


class StorageAwayError(ProblemError):
    code = "storage-away"
    title = _("Files cannot be reached right now. Nothing was stored; try again in a moment.")
    status = 503
    passes = True

    def __init__(self, detail: object = "") -> None:
        super().__init__(detail, retry_after=ASK_AGAIN_SECONDS)


def problem_of_disk(error: OSError) -> ProblemError | None:
    """What to say of an error that is a full disk, wherever the file was to lie; None for any other."""
    return StorageFullError() if error.errno in FULL else None


@contextmanager
def _named() -> Iterator[None]:
    """Have the system's errors leave with a name; that a file is not there says nothing of the disk."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise problem_of_disk(error) or StorageAwayError() from error


class WholeFileStorage(FileSystemStorage):
    """The default place of files; half a file is none, so what could not be written to its end is taken away."""

    def _save(self, name: str, content: "File[Any]") -> str:
        with _named():
            try:
                saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
            except OSError:
                # The name was free when Django chose it, so what lies there now is ours.
                with suppress(OSError):
                    self.delete(name)
                raise
        return saved

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        with _named():
            opened: File[Any] = super()._open(name, mode)  # type: ignore[misc]  # as above
            return opened

    def exists(self, name: str) -> bool:
        with _named():
            return super().exists(name)
