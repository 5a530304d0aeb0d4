"""From the upload of a two-page PDF to its finished analysis, through a running product over HTTP."""

import time
from collections.abc import Iterator
from datetime import date
from secrets import token_urlsafe
from statistics import median
from uuid import uuid4

from django.conf import settings

from apps.cv_analysis.parsing import parse_file
from benchmarks import Figure
from benchmarks.running import call, product_url, upload

FILE = settings.BASE_DIR / "apps" / "cv_analysis" / "tests" / "files" / "two-pages.pdf"
ROUNDS = 7
# How often the page of CVs asks for the state of what is being read.
PAGE_ASKS_SECONDS = 0.5
NO_PAUSE_SECONDS = 0.01
LONGEST_SECONDS = 60


def sign_up(url: str) -> str:
    """A company of its own with a trial of CV analysis; its owner's token."""
    mark = uuid4().hex[:8]
    owner = {"email": f"{mark}@bench.example", "password": f"Very-Secret-{token_urlsafe(16)}"}
    owner |= {"name": "Bench Owner", "company": f"Bench {mark}"}
    token = str(call(f"{url}/api/v1/auth/register/", data=owner)["access"])
    call(f"{url}/api/v1/modules/cv_analysis/activate/", token=token, data={})
    return token


def seconds_until_read(url: str, token: str, content: bytes, *, pause_seconds: float) -> float:
    """From the first byte sent until somebody who asks this often knows that it is read."""
    began = time.perf_counter()
    cv = upload(f"{url}/api/v1/cv-analysis/cvs/", token=token, name=FILE.name, content=content)
    while cv["status"] in {"queued", "running"}:
        if time.perf_counter() - began > LONGEST_SECONDS:
            raise TimeoutError(f"the CV is still {cv['status']} after {LONGEST_SECONDS} s")
        time.sleep(pause_seconds)
        cv = call(f"{url}/api/v1/cv-analysis/cvs/{cv['id']}/", token=token)
    if cv["status"] != "parsed":
        raise RuntimeError(f"the CV ended as {cv['status']}")
    return time.perf_counter() - began


def reading_alone() -> float:
    began = time.perf_counter()
    parse_file(FILE, as_of=date(2026, 1, 1))
    return time.perf_counter() - began


def run() -> Iterator[Figure]:
    """The peer is the reading of the same file by itself, without upload, queue and database."""
    url = product_url()
    token, content = sign_up(url), FILE.read_bytes()
    reading_alone()
    alone = round(median(reading_alone() for _ in range(ROUNDS)), 3)
    peer = "reading the file alone"
    first = seconds_until_read(url, token, content, pause_seconds=PAGE_ASKS_SECONDS)
    yield Figure("upload to finished analysis, first of all", round(first, 3), "s", peer, alone)
    for name, pause in (("as the page asks", PAGE_ASKS_SECONDS), ("asking without pause", NO_PAUSE_SECONDS)):
        seconds = [seconds_until_read(url, token, content, pause_seconds=pause) for _ in range(ROUNDS)]
        yield Figure(f"upload to finished analysis, {name}", round(median(seconds), 3), "s", peer, alone)
        yield Figure(f"upload to finished analysis, {name}, slowest", round(max(seconds), 3), "s", peer, alone)
