"""Lighthouse over the main pages of a product of its own, desktop and mobile: `make lighthouse` prints the table.

Its mobile profile simulates a slow phone and network; the figures of the first paint beside it are what a browser on
this machine saw with that phone's screen and a processor four times slower. Not part of `manage.py bench`: it takes
minutes, and fetches its tool once.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from apps.core.management.commands.build_ui import find_node, find_npm
from tests.browser.chromium import QUIET, chromium_path, running_chromium
from tests.browser.demo import opened_demo
from tests.browser.judge import PHONE
from tests.browser.product import PROJECT, Product, running_product

VERSION = "12.8.2"
TOOLS = PROJECT / "build" / "lighthouse"
REPORT = TOOLS / "report.json"
INSTALL_SECONDS, RUN_SECONDS = 180, 120
PROFILES = ("desktop", "mobile")
CATEGORIES = ("performance", "accessibility", "best-practices")
SLOWER_PROCESSOR = 4
AFTER_PAINT_MS = 700
FIRST_PAINT = """() => new Promise((resolve) => {
  let largest = 0, shift = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) largest = one.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve([largest, shift]), 300);
})"""


@dataclass(frozen=True, slots=True)
class Row:
    """What Lighthouse says of a page: scores of 100, times in seconds, the layout shift as a plain number."""

    page: str
    profile: str
    performance: int
    accessibility: int
    best_practices: int
    lcp_seconds: float
    cls: float
    tbt_ms: int
    short: tuple[str, ...]


def install(node: Path) -> Path:
    """The tool's entry, fetched once; an exact version, and none of its install scripts."""
    entry = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not entry.is_file():
        TOOLS.mkdir(parents=True, exist_ok=True)
        (TOOLS / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
        command = [*find_npm(node), "install", "--ignore-scripts", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=TOOLS, check=True, timeout=INSTALL_SECONDS, stdout=subprocess.DEVNULL)
    return entry


def audit(node: Path, entry: Path, url: str, profile: str, cookie: str) -> dict[str, Any]:
    """One run; the report as Lighthouse writes it. A browser that did not come up is given one more chance."""
    command = [
        str(node),
        str(entry),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={REPORT}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    command += [f"--chrome-flags=--headless {' '.join(QUIET)}", *(["--preset=desktop"] if profile == "desktop" else [])]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {**os.environ, "CHROME_PATH": chromium_path()}
    for _chance in range(2):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS, check=False
        )
        if done.returncode == 0:
            # By way of a file: what goes through a pipe is cut off when the tool ends first.
            report: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8"))
            return report
    raise RuntimeError(f"Lighthouse ended with {done.returncode} on {url}: {done.stderr[-2000:]}")


def row_of(page: str, profile: str, report: dict[str, Any]) -> Row:
    """The figures, and which audits that count fell short."""
    performance, accessibility, practices = (round(report["categories"][name]["score"] * 100) for name in CATEGORIES)
    weighed = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    short = [name for name in sorted(weighed) if (report["audits"][name]["score"] or 0) < 0.9 and _counts(report, name)]
    lcp, cls, tbt = (
        report["audits"][name]["numericValue"]
        for name in ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
    )
    return Row(
        page,
        profile,
        performance,
        accessibility,
        practices,
        round(lcp / 1000, 2),
        round(cls, 3),
        round(tbt),
        tuple(short),
    )


def _counts(report: dict[str, Any], name: str) -> bool:
    return report["audits"][name]["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}


def first_paint(browser: Browser, url: str, cookies: list[Any]) -> tuple[float, float]:
    """Seconds to the largest paint and the layout shift on a phone's screen, with a processor four times slower."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(url)
    page.wait_for_timeout(AFTER_PAINT_MS)
    largest, shift = page.evaluate(FIRST_PAINT)
    context.close()
    return round(largest / 1000, 2), round(shift, 3)


def measured(product: Product, browser: Browser) -> Iterator[tuple[Row, float, float]]:
    """Every page in both profiles, signed in where it has to be."""
    node = find_node()
    entry = install(node)
    with opened_demo(browser, product) as (visitor, record):
        cookies = visitor.page.context.cookies()
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    strangers = {"landing": "/", "sign-in": "/accounts/login/"}
    members = {"home": "/t/acme/", "list": "/t/acme/cv-analysis/", "record": record}
    for name, path in (strangers | members).items():
        for profile in PROFILES:
            known = name in members
            report = audit(node, entry, f"{product.url}{path}", profile, cookie if known else "")
            final = report["finalDisplayedUrl"].removeprefix(product.url)
            if final.partition("?")[0] != path:
                raise RuntimeError(f"{path} led to {final}")
            yield (
                row_of(name, profile, report),
                *first_paint(browser, f"{product.url}{path}", cookies if known else []),
            )


def main() -> None:
    line = "{:9} {:8} {:>11} {:>13} {:>14} {:>8} {:>6} {:>7} {:>9} {:>6}  {}\n"
    heads = (
        "page",
        "profile",
        "performance",
        "accessibility",
        "best practices",
        "LCP s",
        "CLS",
        "TBT ms",
        "LCP here",
        "CLS",
        "short of 0.9",
    )
    sys.stdout.write(line.format(*heads))
    with (
        TemporaryDirectory(prefix="rostrum-lighthouse-") as folder,
        running_chromium() as browser,
        running_product(Path(folder) / "home", pseudo_locales=False) as product,
    ):
        for row, lcp_here, cls_here in measured(product, browser):
            scores = (row.performance, row.accessibility, row.best_practices, row.lcp_seconds, row.cls, row.tbt_ms)
            short = re.sub(r"[\[\]']", "", str(list(row.short)))
            sys.stdout.write(line.format(row.page, row.profile, *scores, lcp_here, cls_here, short))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
