"""The program that lays out a page as PDF, run alone: it gets the page and the files it may use, and nothing else."""

import io
import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NO_PANGO, TOO_LONG = 3, 4
MAX_PAGES = 30
TYPES = {".css": "text/css", ".woff2": "font/woff2"}


def main(memory_bytes: int, cpu_seconds: int) -> None:
    """Read the order from standard input, write the PDF to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    order = json.load(sys.stdin)
    try:
        import weasyprint  # noqa: F401 -- it loads Pango when it is imported
    except OSError:
        sys.exit(NO_PANGO)
    sys.stdout.buffer.write(rendered(order["html"], order["files"]))


def rendered(html: str, files: Mapping[str, str]) -> bytes:
    """A tagged PDF; addresses that are not among the files lead nowhere."""
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyTheseFiles(URLFetcher):  # type: ignore[misc]  # weasyprint ships without types
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = Path(files[url])
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    document = weasyprint.HTML(string=html, base_url=None, url_fetcher=OnlyTheseFiles()).render(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    if len(document.pages) > MAX_PAGES:
        sys.exit(TOO_LONG)
    target = io.BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_tags=True)
    return target.getvalue()
