"""The pages that links lead to, and lists of the API."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.chaos.visitors import Answer, Visitor

MOST_PAGES = 400
LINK = re.compile(rb'<a\s[^>]*?href="([^"#]+)"')
# Whoever follows these is signed out, or gets a file of all there is.
LEFT_OUT = re.compile(r"/logout|/sign-out|language=|/sessions/end")
ALIKE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<==)[^&]+|\b\d+\b")


def walk(visitor: Visitor, *starts: str, most: int = MOST_PAGES) -> dict[str, Answer]:
    """Every page that links lead to, one of each kind."""
    found: dict[str, Answer] = {}
    seen, waiting = set[str](), deque(starts)
    while waiting and len(found) < most:
        address = waiting.popleft()
        kind = ALIKE.sub("*", address)
        if kind in seen or LEFT_OUT.search(address):
            continue
        seen.add(kind)
        found[address] = answer = visitor.ask(address)
        if answer.kind.startswith("text/html"):
            links = (urljoin(address, unescape(link.decode())) for link in LINK.findall(answer.body))
            waiting.extend(link for link in links if not urlsplit(link).netloc)
    return found


LISTS = (
    "/api/v1/auth/profile/",
    "/api/v1/auth/members/",
    "/api/v1/modules/marketplace/",
    "/api/v1/modules/my-modules/",
    "/api/v1/cv-analysis/cvs/",
    "/api/v1/interviews/templates/",
    "/api/v1/code-assessment/problems/",
    "/api/v1/billing/overview/",
)
