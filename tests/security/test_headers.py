"""What every answer says to browsers, proxies and other origins, whoever asks and whatever else the request claims."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.isolation.choosing import is_second
from tests.people import PASSWORD, Api, Grant, SignedIn
from tests.routes import filled_in, routes_of
from tests.test_production import SAFE
from tests.visiting import address_of

pytestmark = pytest.mark.django_db

PROJECT = Path(__file__).resolve().parents[2]
EVIL = "evil.example"
# What caches do not tell apart, and what frameworks elsewhere believe.
CLAIMS = {
    "Origin": f"https://{EVIL}",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Original-URL": f"/{EVIL}",
    "X-Rewrite-URL": f"/{EVIL}",
    "X-Forwarded-Prefix": f"/{EVIL}",
    "Forwarded": f"host={EVIL};proto=https",
    "X-HTTP-Method-Override": "DELETE",
}
SIMPLY_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NEEDED = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
# The administration's own scripts need these; nothing else may.
LOOSE = ("'unsafe-inline'", "'unsafe-eval'")
# Pictures and files of a workspace's look, which say nothing of anybody.
KEPT = ("brand/", "manifest.webmanifest", "sw.js")


def faults_of(answer: HttpResponseBase, *, is_admin: bool = False) -> list[str]:
    """What an answer lacks, or says and should not."""
    said = answer.headers
    faults = [name for name, value in SIMPLY_EVERYWHERE.items() if said.get(name) != value]
    # A page of ours shows a shared sheet in a frame; the policy below says the same to newer browsers.
    if said.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        faults.append("X-Frame-Options")
    if said.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        faults.append("Referrer-Policy")
    policy = said.get("Content-Security-Policy", "")
    if said.get("Content-Type", "").startswith("text/html"):
        faults += [one for one in NEEDED if one not in policy]
        faults += [one for one in LOOSE if one in policy and not is_admin]
        if "charset=utf-8" not in said["Content-Type"]:
            faults.append("charset")
    elif not policy.startswith("default-src 'none'"):
        faults.append(f"policy {policy}")
    faults += [name for name in said if name.startswith("Access-Control-")]
    faults += [f"{name}: {value}" for name, value in said.items() if EVIL in value]
    if not answer.streaming and EVIL.encode() in getattr(answer, "content", b""):
        faults.append("words of a header")
    if answer.streaming:
        # The request ends with its stream.
        list(answer)
    return [*faults, f"{answer.status_code}"] if faults or answer.status_code == 500 else []


def is_admin(route: str) -> bool:
    """The administration, and the page of a library that shows the API, which lies open to everybody."""
    return route.startswith(("admin/", "api/v1/docs/", "api/v1/redoc/"))


def asked(urlconf: str) -> list[str]:
    """Every view once: not the second addresses of the API, and of tables of the administration the lists alone."""
    tables = re.compile(r"admin/(?:\w+/\w+/)?$|(?!admin/)")
    return [route for route in routes_of(urlconf) if not is_second(route) and tables.match(route)]


def test_every_address_of_a_workspace(ada: Membership, grant: Grant, signed_in: SignedIn, acme: Tenant) -> None:
    """As the owner sees it: whole headers, nothing kept by anybody, and nothing believed that the request claims."""
    for module in all_modules():
        grant(acme, module.label)
    client = signed_in(ada)
    found = {}
    for route in asked("config.urls"):
        answer = client.get(address_of(route, acme), headers=CLAIMS)
        faults = faults_of(answer, is_admin=is_admin(route))
        kept = answer.headers.get("Cache-Control", "")
        is_whole = answer.status_code == 200 and not route.startswith(KEPT)
        if is_whole and not {"no-store", "private"} & set(kept.split(", ")):
            faults.append(f"Cache-Control: {kept}")
        if faults:
            found[route] = faults

    assert found == {}


def test_every_address_of_the_platform() -> None:
    client = Client()
    found = {
        route: faults
        for route in asked("config.public_urls")
        if (faults := faults_of(client.get(f"/{filled_in(route)}", headers=CLAIMS), is_admin=is_admin(route)))
    }

    assert found == {}


def test_an_answer_without_them_would_be_noticed(acme: Tenant) -> None:
    answer = Client().get(f"{acme.path}accounts/login/")
    assert faults_of(answer) == []

    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
    del answer.headers["X-Content-Type-Options"]

    assert faults_of(answer) == [
        "X-Content-Type-Options",
        *NEEDED[1:],
        "'unsafe-inline'",
        "Access-Control-Allow-Origin",
        "200",
    ]


def test_no_other_origin_is_let_in(ada: Membership, licensed: License, api: Api) -> None:
    """A browser asks first; nothing in the answer lets it go on."""
    preflight = api(ada).options(
        "/api/v1/cv-analysis/cvs/",
        headers={"Origin": f"https://{EVIL}", "Access-Control-Request-Method": "DELETE"},
    )
    written = Client().post("/api/v1/auth/token/", {"email": "x"}, headers={"Origin": f"https://{EVIL}"})

    for answer in (preflight, written):
        assert [name for name in answer.headers if name.startswith("Access-Control-")] == []


@pytest.mark.parametrize("host", [EVIL, f"acme.localhost.{EVIL}", "localhost:8000@evil.example", "localhost\t"])
def test_a_host_that_is_not_ours_gets_no_page(host: str) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"Host": host})
    assert (answer.status_code, b"evil" in answer.content) == (400, False)


def test_a_reset_mail_names_our_host_only(ada: Membership, mails: Callable[[], list[str]]) -> None:
    Client().post("/accounts/password/reset/", {"email": ada.user.email}, headers={"X-Forwarded-Host": EVIL})

    assert [EVIL in mail for mail in mails()] == [False]


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(ada: Membership, acme: Tenant) -> None:
    """A key that somebody planted in the browser opens nothing after its owner has signed in."""
    client = Client()
    client.get(f"{acme.path}accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)

    client.post(f"{acme.path}accounts/login/", {"login": ada.user.email, "password": PASSWORD})
    own = client.cookies["sessionid"].value
    stranger = Client()
    stranger.cookies["sessionid"] = str(planted)

    assert own not in {planted, ""}
    assert client.get(acme.path).status_code == 200
    assert stranger.get(acme.path).status_code == 302

    client.post(f"{acme.path}accounts/logout/")
    late = Client()
    late.cookies["sessionid"] = own
    assert late.get(acme.path).status_code == 302


def test_who_tries_too_often_is_told_when_to_come_back(ada: Membership, api: Api) -> None:
    client = api(ada)
    answers = [client.post("/api/v1/auth/sign-in-again/", {"password": f"wrong {n}"}, format="json") for n in range(12)]
    late = answers[-1]

    assert late.status_code == 429
    assert late.headers["RateLimit"] == f'"requests";r=0;t={late.headers["Retry-After"]}'
    assert late.headers["API-Version"] == "1"


def test_a_public_installation_is_stricter_still() -> None:
    script = (
        "import json; from config import settings as s; print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS,"
        " s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.DEBUG]))"
    )
    environment = {**SAFE, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )

    year = 365 * 24 * 3600
    assert json.loads(done.stdout) == ["__Host-sessionid", "__Host-csrftoken", True, True, True, year, True, False]
