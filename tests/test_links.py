"""Follows every link of every page: none is broken, and none leaves the way in which its workspace is addressed."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.models import Membership, User
from apps.core.scope import scope
from apps.cv_analysis.services import upload_cv
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

TWO_PAGES = Path(__file__).resolve().parent.parent / "apps/cv_analysis/tests/files/two-pages.pdf"
LINK = re.compile(r'\s(href|src|action|hx-get|hx-post|formaction)="([^"]*)"')
# Signing out is posted; following it would end the walk.
NOT_FOLLOWED = ("/accounts/logout/",)

PROFILE = "https://linkedin.com/in/emeka-yildiz"


class Walk:
    """What a browser would find by following every link from a first page."""

    def __init__(self, client: Client, host: str, prefix: str) -> None:
        self.client, self.host, self.prefix = client, host, prefix
        self.pages: dict[str, int] = {}
        self.broken: list[tuple[str, str, int]] = []
        self.outside: set[tuple[str, str]] = set()
        self.posted: set[str] = set()

    def start(self, address: str, most: int = 250) -> "Walk":
        waiting = [("", address)]
        while waiting and len(self.pages) < most:
            source, address = waiting.pop()
            path = urlsplit(address).path
            if path in self.pages:
                continue
            waiting += [(path, link) for link in self._visit(source, address, path)]
        return self

    def _visit(self, source: str, address: str, path: str) -> list[str]:
        response = self.client.get(address, SERVER_NAME=self.host)
        self.pages[path] = response.status_code
        if response.status_code in {301, 302}:
            return [urljoin(address, response["Location"])]
        if response.status_code >= 400:
            self.broken.append((source, address, response.status_code))
            return []
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.getvalue()
            return []
        return list(self._links(path, response.text))

    def _links(self, page: str, text: str) -> list[str]:
        found = []
        for attribute, raw in LINK.findall(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)):
            link = unescape(raw)
            if not link or link.startswith(("#", "data:", "mailto:", "tel:", "javascript:")):
                continue
            parts = urlsplit(urljoin(page, link))
            if parts.netloc and parts.hostname != self.host:
                self.outside.add((page, link))
            elif parts.path.startswith("/static/"):
                if finders.find(parts.path.removeprefix("/static/")) is None:
                    self.broken.append((page, link, 404))
            elif not parts.path.startswith(self.prefix) and parts.path != "/":
                self.outside.add((page, link))
            elif attribute in {"action", "hx-post", "formaction"}:
                self.posted.add(parts.path)
            elif not parts.path.endswith(NOT_FOLLOWED) and parts.path != "/":
                found.append(parts._replace(scheme="", netloc="", fragment="").geturl())
        return found


@pytest.fixture
def filled(ada: Membership, licensed: License, run_queued: Callable[[], int]) -> None:
    """One CV that was read, one that was not, one that waits."""
    with scope(ada.tenant):
        upload_cv(ada, upload=SimpleUploadedFile("good.pdf", TWO_PAGES.read_bytes()))
        upload_cv(ada, upload=SimpleUploadedFile("bad.pdf", b"%PDF-1.7 cut"))
    run_queued()
    with scope(ada.tenant):
        upload_cv(ada, upload=SimpleUploadedFile("waiting.txt", b"Eve Moss"))


@pytest.mark.parametrize(("host", "prefix"), [("localhost", "/t/acme/"), ("acme.localhost", "/")], ids=["path", "host"])
@pytest.mark.parametrize("who", ["ada", "ben", "gia"])
def test_every_link_of_a_workspace_stays_in_it_and_leads_somewhere(
    request: pytest.FixtureRequest, filled: None, signed_in: SignedIn, host: str, prefix: str, who: str
) -> None:
    walk = Walk(signed_in(request.getfixturevalue(who)), host, prefix).start(prefix)
    # The candidate's record leads to the profile that the CV names.
    walk.outside -= {(page, PROFILE) for page, _link in walk.outside if "/hiring/candidates/" in page}

    expected = {prefix, f"{prefix}cv-analysis/", f"{prefix}marketplace/", f"{prefix}marketplace/cv_analysis/"}
    assert (walk.broken, walk.outside) == ([], set())
    assert expected - set(walk.pages) == set()


def test_every_link_of_a_candidate_stays_in_the_community(dan: Membership, signed_in: SignedIn) -> None:
    License.objects.create(tenant=dan.tenant, module="cv_analysis", kind="platform", state="active")

    walk = Walk(signed_in(dan), "localhost", "/t/practice/").start("/t/practice/")

    assert (walk.broken, walk.outside, "/t/practice/cv-analysis/" in walk.pages) == ([], set(), True)


def test_every_link_of_the_platforms_own_pages_leads_somewhere(community: Tenant) -> None:
    License.objects.create(tenant=community, module="cv_analysis", kind="platform", state="active")

    walk = Walk(Client(), "localhost", "/").start("/")

    expected = {"/", "/signup/company/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"}
    assert (walk.broken, walk.outside, expected - set(walk.pages)) == ([], set(), set())


def test_every_link_of_the_tenants_admin_stays_in_it(filled: None, ada: Membership, signed_in: SignedIn) -> None:
    walk = Walk(signed_in(ada), "localhost", "/t/acme/").start("/t/acme/admin/", most=80)

    assert (walk.broken, walk.outside) == ([], set())
    assert len([page for page in walk.pages if page.startswith("/t/acme/admin/")]) > 5


def test_every_link_of_the_platforms_admin_leads_somewhere(filled: None, sam: User, signed_in: SignedIn) -> None:
    walk = Walk(signed_in(sam), "localhost", "/").start("/admin/", most=80)

    assert (walk.broken, walk.outside) == ([], set())
    assert len([page for page in walk.pages if page.startswith("/admin/")]) > 15


def test_links_of_the_api_stay_in_the_workspace(filled: None, ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    links = [
        client.get(f"{base}/api/v1/cv-analysis/cvs/?page_size=1", SERVER_NAME=host).json()["next"]
        for host, base in (("localhost", "/t/acme"), ("acme.localhost", ""))
    ]

    assert links == [
        "http://localhost/t/acme/api/v1/cv-analysis/cvs/?page=2&page_size=1",
        "http://acme.localhost/api/v1/cv-analysis/cvs/?page=2&page_size=1",
    ]


def test_the_walk_notices_what_is_wrong(acme: Tenant) -> None:
    walk = Walk(Client(), "localhost", "/t/acme/")
    text = (
        '<a href="/marketplace/"></a> <a href="https://evil.example/"></a> <img src="/static/none.png">'
        ' <form action="upload/"></form> <a href="?page=2#top"></a> <a href="#top"></a>'
    )

    followed = walk._links("/t/acme/cv-analysis/", text)

    assert followed == ["/t/acme/cv-analysis/?page=2"]
    assert {link for _page, link in walk.outside} == {"/marketplace/", "https://evil.example/"}
    assert (walk.broken, walk.posted) == (
        [("/t/acme/cv-analysis/", "/static/none.png", 404)],
        {"/t/acme/cv-analysis/upload/"},
    )
    assert walk.start("/t/acme/nothing/").broken[-1] == ("", "/t/acme/nothing/", 404)
