"""The system's Chromium, started so that it talks to nobody but us."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


class NoChromiumError(Exception):
    """No browser was found; the message says what to do."""


def chromium_path() -> str:
    for name in (os.environ.get("ROSTRUM_CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise NoChromiumError("No Chromium was found: install chromium, or set ROSTRUM_CHROMIUM to one.")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
