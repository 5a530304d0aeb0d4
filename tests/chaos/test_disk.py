"""A disk that is full, and files that cannot be reached."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.chaos.books import compare, compare_files, files_of_rows, number_read, open_reservations
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_text
from tests.chaos.figures import Figures
from tests.chaos.visitors import Answer, Visitor
from tests.queue_processes import wait_until

PATIENCE_SECONDS = 120
DISK_KB, MOST_UPLOADS = 4096, 40
KB = 1024
# Larger than what Django keeps in memory, so that it is moved and not written.
LARGE_KB = 1500

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts disks")


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_KB}k,mode=0777", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def padded(number: int, kilobytes: int) -> bytes:
    """A CV as text with a tail of spaces."""
    return cv_text(number).encode().ljust(kilobytes * KB)


def fill(visitor: Visitor, kilobytes: int, first: int) -> list[Answer]:
    """Upload until one is refused, and three more."""
    answers: list[Answer] = []
    refused = 0
    while refused <= 3 and len(answers) < MOST_UPLOADS:
        number = first + len(answers)
        answers.append(visitor.upload(f"cv-{number}.txt", padded(number, kilobytes)))
        refused += answers[-1].status != 202
    return answers


def test_disk_full(stand: Stand, figures: Figures) -> None:
    """Disk full on upload."""
    with small_disk(stand.media):
        product = stand.product()
        visitor = stand.visitor(product)
        answers = fill(visitor, 300, 0) + fill(visitor, LARGE_KB, MOST_UPLOADS)
        refused = [answer for answer in answers if answer.status != 202]
        figures.seen("uploads accepted before", len(answers) - len(refused))
        figures.at_least("uploads refused", len(refused), 6)
        codes = {(answer.status, answer.json["code"]) for answer in refused if answer.json["title"]}
        figures.words("answers", ", ".join(f"{status} {code}" for status, code in sorted(codes)), "507 storage-full")
        compare_files(figures, stand.tenant, stand.media)
        rest = stand.media / "rest"
        with suppress(OSError):
            rest.write_bytes(bytes(DISK_KB * KB))
        ready = visitor.ask("/readyz").json["storage"]
        rest.unlink()
        figures.words("/readyz names it", str(ready["ok"]), "False")
        wait_until(lambda: number_read(stand.tenant) == len(answers) - len(refused), PATIENCE_SECONDS, "all are read")
        subprocess.run(["mount", "-o", "remount,size=64m", stand.media], check=True)
        again = visitor.upload("cv-again.txt", padded(2 * MOST_UPLOADS, 300))
        figures.exactly("upload once there is room", again.status, 202)
        accepted = {answer.json["id"] for answer in (*answers, again) if answer.status == 202}
        wait_until(lambda: number_read(stand.tenant) == len(accepted), PATIENCE_SECONDS, "all are read")
        compare(figures, stand.tenant, stand.media, accepted)
        figures.exactly("analyses still set aside", open_reservations(stand.tenant), 0)


def test_files_out_of_reach(stand: Stand, figures: Figures) -> None:
    """Storage unreachable."""
    product = stand.product()
    visitor = stand.visitor(product)
    accepted = {visitor.upload("cv-0.txt", padded(0, 3)).json["id"]}
    wait_until(lambda: number_read(stand.tenant) == 1, PATIENCE_SECONDS, "it is read")
    here = stand.media.rename(stand.home / "elsewhere")
    # As a mount that is gone: neither a folder nor made anew by who wants to write.
    stand.media.touch()
    answers = [visitor.upload(f"cv-{number}.txt", padded(number, size)) for number, size in ((1, 3), (2, LARGE_KB))]
    codes = {(answer.status, answer.json["code"]) for answer in answers if answer.json["title"]}
    figures.words("answers", ", ".join(f"{status} {code}" for status, code in sorted(codes)), "503 storage-away")
    figures.exactly("list of CVs", visitor.ask("/api/v1/cv-analysis/cvs/").status, 200)
    ready = visitor.ask("/readyz").json["storage"]
    figures.words("/readyz names it", str(ready["ok"]), "False")
    figures.exactly("rows made meanwhile", len(files_of_rows(stand.tenant)) - 1, 0)
    stand.media.unlink()
    here.rename(stand.media)
    back = visitor.upload("cv-3.txt", padded(3, 3))
    figures.exactly("upload once it is back", back.status, 202)
    accepted.add(back.json["id"])
    wait_until(lambda: number_read(stand.tenant) == len(accepted), PATIENCE_SECONDS, "all are read")
    compare(figures, stand.tenant, stand.media, accepted)
    figures.exactly("analyses still set aside", open_reservations(stand.tenant), 0)
