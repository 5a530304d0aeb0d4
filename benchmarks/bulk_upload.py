"""1,000 CVs for one job in one ZIP, one in twenty of them malformed, through the running product; then each one's fate.

The company made for it, with seats enough, is gone afterwards. BULK_FILES makes it fewer files.
"""

import io
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.core.management.base import CommandError
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.cv_analysis.models import Cv, UploadBatch
from apps.cv_analysis.parsing import parse_file
from apps.hiring.models import Application, Job
from apps.hiring.services import create_job, open_job
from apps.marketplace.services import assign_seat, grant_license, grant_more
from apps.tenants.closing import close_tenant, erase_now
from benchmarks import Figure
from benchmarks.paper import Sent, Writer
from benchmarks.processor import processor_seconds
from benchmarks.running import post_form, product_url, read_page

MODULE = "cv_analysis"
BACKEND = "apps.accounts.backends.MemberBackend"
ONE_IN, READ_ALONE = 20, 100
PAGE_ASKS_SECONDS = 2
LONGEST_SECONDS = 900
FIGURES = re.compile(r">\s*([\d,]+)\s*<")


@contextmanager
def company(files: int) -> Iterator[tuple[Membership, Job]]:
    """Somebody who may have so many CVs read, and the job they are for."""
    mark = uuid7().hex
    owner = sign_up_company(company=f"Bulk {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Owner")
    try:
        assign_seat(grant_license(owner.tenant, module=MODULE, seat_limit=5), membership=owner)
        with scope(owner.tenant):
            grant_more(owner.tenant, module=MODULE, meter="analyses", amount=files, why="benchmark")
            job = open_job(create_job(by=owner, title="Backend Engineer"))
        yield owner, job
    finally:
        close_tenant(owner.tenant, reason="benchmark")
        erase_now(owner.tenant, reason="benchmark")


def zipped(files: list[Sent]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return packed.getvalue()


def reading_alone(files: list[Sent]) -> float:
    """Seconds of the processor that reading a file costs, by itself in this process and its child."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / file.name for file in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.content)
        parse_file(paths[0], as_of=date(2026, 1, 1))
        began = time.perf_counter()
        for path in paths:
            parse_file(path, as_of=date(2026, 1, 1))
        return (time.perf_counter() - began) / len(paths)


class Session:
    """What the browser of a member would hold: their session at the running product."""

    def __init__(self, member: Membership) -> None:
        client = Client()
        client.force_login(member.user, backend=BACKEND)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.token = uuid7().hex
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={self.token}"


def shares_seen(url: str, session: Session, waiting: int) -> Iterator[int]:
    """How many files the page says are read, each time it asks, until none waits."""
    gives_up = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < gives_up:
        answer = read_page(url, session.cookies)
        found = FIGURES.search(answer.text)
        yield int(found[1].replace(",", "")) if found else 0
        if answer.is_done:
            return
        time.sleep(PAGE_ASKS_SECONDS)
    raise TimeoutError(f"not all of {waiting} files were read after {LONGEST_SECONDS} s")


def verify(files: list[Sent], job: Job) -> None:
    """Every file in its right status, none lost, every person an applicant."""
    expected = {file.name: file.status for file in files}
    found = dict(Cv.objects.filter(job=job).values_list("file_name", "status"))
    refused = [one for batch in UploadBatch.objects.filter(job=job) for one in batch.refused]
    if found != expected or refused:
        wrong = [(name, status, found.get(name)) for name, status in expected.items() if found.get(name) != status]
        raise RuntimeError(f"{len(wrong)} files ended otherwise than they should: {wrong[:10]}; refused: {refused[:5]}")
    applied, read = Application.objects.filter(job=job).count(), Counter(expected.values())["parsed"]
    if applied != read:
        raise RuntimeError(f"{applied} people are considered for the job, {read} CVs were read")


def run() -> Iterator[Figure]:
    url, count = product_url(), int(os.environ.get("BULK_FILES", "1000"))
    if count < ONE_IN:
        raise CommandError(f"BULK_FILES must be {ONE_IN} or more.")
    files = Writer().files(count, count // ONE_IN)
    alone = reading_alone(files[:READ_ALONE])
    with company(count) as (owner, job):
        session = Session(owner)
        place = f"{url}/t/{owner.tenant.slug}/cv-analysis/jobs/{job.pk}/upload"
        used, began = processor_seconds(), time.perf_counter()
        post_form(f"{place}/zip/", session.cookies, session.token, ("zip", "cvs.zip", zipped(files)))
        seen = list(shares_seen(f"{place}/progress/", session, count))
        seconds = time.perf_counter() - began
        spent = {name: value - used.get(name, 0.0) for name, value in processor_seconds().items()}
        with scope(owner.tenant):
            verify(files, job)
    if seen != sorted(seen) or len(set(seen)) < min(5, count // 20):
        raise RuntimeError(f"the page did not show how far it was: {seen}")
    peer = "reading the files alone, on one core"
    yield Figure(f"bulk upload of {count} files", round(seconds, 1), "s", peer, round(alone * count, 1))
    yield Figure("bulk upload, files a second", round(count / seconds, 1), "1/s", peer, round(1 / alone, 1))
    yield Figure("bulk upload, different figures that the page showed", len(set(seen)), "figures")
    for name, value in sorted(spent.items()):
        yield Figure(f"bulk upload, processor time of {name} for a file", round(value / count * 1000, 1), "ms")
    worker = spent.get("worker", 0.0)
    yield Figure("bulk upload, files a second and core of the worker", round(count / worker, 1), "1/s")
