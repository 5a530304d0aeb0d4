"""Debian's nginx in front of the real product, as docker-compose.yml and the Kubernetes manifests have them."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from apps.accounts.models import DataExport, Membership
from apps.accounts.tokens import token_pair
from apps.code_assessment.sandbox.toolchains import bubblewrap
from apps.core.downloads import INTERNAL
from apps.cv_analysis.parsing.limits import MAX_ARCHIVE_BYTES
from config.supervisor.state import free_port
from tests.nginx_process import HOST, NGINX, PROJECT, Nginx, command, configuration, serving
from tests.queue_processes import Broker, Processes, wait_until

pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx here (apt-get install nginx)")
TMP = "/tmp"  # noqa: S108 -- the box has one of its own
CSS = b"a{color:red}" * 200
FORMS = [
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Content-Security-Policy",
    "X-Request-ID",
]


def on_a_root_that_cannot_be_written(state: Path) -> list[str]:
    """How Python starts Python as in the container: an ordinary user, who can write to /tmp and the state alone."""
    seen = [path for path in (PROJECT, Path(sys.prefix).resolve()) if path.is_relative_to(TMP)]
    box = [str(bubblewrap()), "--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", TMP]
    box += [word for path in seen for word in ("--ro-bind", str(path), str(path))]
    box += ["--bind", str(state), str(state), "--unshare-user", "--uid", "10001", "--gid", "10001", "--die-with-parent"]
    return ["-c", "import os, sys; os.execv(sys.argv[1], sys.argv[1:])", *box, "--", sys.executable]


def can_be_boxed() -> bool:
    """Some machines let ordinary users make no namespaces; where CI runs it has to work."""
    tried = subprocess.run([str(bubblewrap()), "--ro-bind", "/", "/", "--unshare-user", "true"], check=False)
    return tried.returncode == 0 or os.environ.get("CI") == "true"


def how_the_root_is_mounted(box: int) -> str:
    """For what runs in the box: ro or rw."""
    (pid,) = Path(f"/proc/{box}/task/{box}/children").read_text(encoding="utf-8").split()
    mounts = [line.split() for line in Path(f"/proc/{pid}/mounts").read_text(encoding="utf-8").splitlines()]
    return next(options.split(",")[0] for _what, where, _kind, options, *_rest in mounts if where == "/")


@pytest.fixture(scope="module")
def nginx(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """A production start on the tests' database, with nginx before it."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    broker, boxed = Broker(folder), can_be_boxed()
    broker.start()
    try:
        with Processes(folder, broker.url) as processes, serving(folder, port) as front:
            product = processes.start(
                *(on_a_root_that_cannot_be_written(front.state) if boxed else []),
                *("-m", "gunicorn", "config.wsgi:application", "-c", "config/gunicorn.py"),
                DJANGO_SETTINGS_MODULE="tests.nginx_settings",
                PORT=str(port),
                WEB_CONCURRENCY="1",
                ROSTRUM_HOME=str(front.state),
                PRODUCTION="true",
                SECRET_KEY=settings.SECRET_KEY,
                BASE_DOMAIN=HOST,
                BASE_URL=f"https://{HOST}",
                TRUSTED_PROXIES="1",
                FILES_BY_PROXY="true",
                STRIPE_API_BASE="https://api.stripe.com",
                STRIPE_SECRET_KEY="",
                STRIPE_WEBHOOK_SECRET="",
                PYTHONDONTWRITEBYTECODE="1",
            )
            wait_until(lambda: front.ask("/healthz").status == 200, 180, "the product answers through nginx")
            if boxed:
                assert how_the_root_is_mounted(product.pid) == "ro"
            yield front
    finally:
        broker.kill()


def test_the_configuration_is_one_that_nginx_takes(tmp_path: Path) -> None:
    subprocess.run([PROJECT / "deploy" / "secrets.sh", tmp_path / "secrets"], check=True, capture_output=True)

    said = subprocess.run(
        command(configuration(tmp_path, 8080, 8443, 8000), "-t"), capture_output=True, text=True, check=False
    )

    assert (said.returncode, [line for line in said.stderr.splitlines() if "[" in line]) == (0, [])


def test_static_files_come_from_the_disk_compressed_and_for_good(nginx: Nginx) -> None:
    static = nginx.state / "static"
    (static / "app.0123456789ab.css").write_bytes(CSS)
    (static / "app.0123456789ab.css.gz").write_bytes(gzip.compress(CSS))

    answer = nginx.ask("/static/app.0123456789ab.css", headers={"Accept-Encoding": "gzip"})

    assert (answer.status, gzip.decompress(answer.body)) == (200, CSS)
    assert answer.headers.get_all("Cache-Control") == ["public, max-age=315360000, immutable"]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    # The product would have answered with a page.
    assert "X-Request-ID" not in nginx.ask("/static/other.css").headers


def test_nothing_outside_the_folder_of_static_files_is_sent(nginx: Nginx) -> None:
    (nginx.state / "secret_key").write_text("kept")

    found = [nginx.ask(path) for path in ("/static/../secret_key", "/static/..%2fsecret_key", "/static../secret_key")]

    assert [(one.status, b"kept" in one.body) for one in found] == [(404, False)] * 3


def test_pages_have_each_header_once_and_are_compressed_once(nginx: Nginx) -> None:
    page = nginx.ask("/accounts/login/", headers={"Accept-Encoding": "gzip"})

    assert (page.status, b"<html" in gzip.decompress(page.body)) == (200, True)
    assert {name: len(page.headers.get_all(name, [])) for name in FORMS} == dict.fromkeys(FORMS, 1)
    assert page.headers.get_all("Content-Encoding") == ["gzip"]
    assert page.headers["Server"] == "nginx"


def test_cookies_travel_over_tls_only(nginx: Nginx) -> None:
    cookies = nginx.ask("/accounts/login/").headers.get_all("Set-Cookie", [])

    assert cookies
    assert [cookie for cookie in cookies if "; Secure" not in cookie] == []


def test_answers_of_the_api_are_compressed_on_the_way(nginx: Nginx) -> None:
    answer = nginx.ask("/api/v1/schema/?format=json", headers={"Accept-Encoding": "gzip"})

    assert answer.headers.get_all("Content-Encoding") == ["gzip"]
    assert json.loads(gzip.decompress(answer.body))["info"]["title"] == "Rostrum"


def test_more_than_the_product_takes_is_refused_in_words_before_it_is_sent(nginx: Nginx) -> None:
    too_much = {"Content-Length": str(MAX_ARCHIVE_BYTES + 2 * 1024**2)}

    page = nginx.ask("/t/acme/cv-analysis/", "POST", too_much)
    problem = nginx.ask("/t/acme/api/v1/cv-analysis/cvs/", "POST", too_much)

    assert (page.status, page.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert b"This is larger than 50 MB." in page.body
    assert (problem.status, problem.headers["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(problem.body)["code"] == "too-large"


def test_as_much_as_the_product_takes_is_let_through() -> None:
    said = (PROJECT / "nginx" / "nginx.conf").read_text(encoding="utf-8")

    assert f"client_max_body_size {MAX_ARCHIVE_BYTES // 1024**2 + 1}m;" in said


def test_the_host_is_passed_on_and_a_forged_one_refused_by_the_product(nginx: Nginx) -> None:
    unknown, forged = nginx.ask("/", host=f"nobody.{HOST}"), nginx.ask("/", host="evil.example")
    behind = nginx.ask("/healthz", headers={"X-Forwarded-Host": "evil.example"})

    assert (unknown.status, b"No workspace has this address." in unknown.body) == (404, True)
    assert (forged.status, "X-Request-ID" in forged.headers) == (400, True)
    assert behind.status == 200


def test_plain_http_is_sent_to_tls(nginx: Nginx) -> None:
    from http.client import HTTPConnection  # noqa: PLC0415 -- nothing else here goes without TLS

    talk = HTTPConnection("127.0.0.1", nginx.http_port, timeout=20)
    talk.request("GET", "/pricing/?a=b", headers={"Host": HOST})
    answer = talk.getresponse()

    assert (answer.status, answer.headers["Location"]) == (308, f"https://{HOST}/pricing/?a=b")
    talk.close()


def test_stored_files_are_sent_by_nginx_to_whoever_the_product_lets(
    nginx: Nginx, committed: None, ada: Membership, cleo: Membership
) -> None:
    name = "exports/a file.zip"
    (nginx.state / "media" / "exports").mkdir()
    (nginx.state / "media" / name).write_bytes(b"0123456789" * 1000)
    now = timezone.now()
    export = DataExport.objects.create(user=ada.user, file_name=name, ready_at=now, expires_at=now + timedelta(hours=1))
    address = f"/api/v1/auth/exports/{export.pk}/download/"
    tokens = {who: {"Authorization": f"Bearer {token_pair(who)['access']}"} for who in (ada, cleo)}

    mine = nginx.ask(address, headers=tokens[ada])
    part = nginx.ask(address, headers={**tokens[ada], "Range": "bytes=10-12"})
    others = nginx.ask(address, headers=tokens[cleo])

    assert (mine.status, mine.body) == (200, b"0123456789" * 1000)
    assert mine.headers["Content-Type"] == "application/zip"
    assert mine.headers["Content-Disposition"].startswith('attachment; filename="rostrum-')
    assert {name: len(mine.headers.get_all(name, [])) for name in FORMS} == dict.fromkeys(FORMS, 1)
    assert "X-Accel-Redirect" not in mine.headers
    # nginx reads the file: the product knows nothing of parts.
    assert (part.status, part.body) == (206, b"012")
    assert (others.status, b"0123" in others.body) == (404, False)


def test_nobody_reaches_stored_files_past_the_product(nginx: Nginx) -> None:
    (nginx.state / "media" / "kept.txt").write_text("of somebody")

    found = [nginx.ask(path) for path in (f"{INTERNAL}kept.txt", "/media/kept.txt", "/static/../media/kept.txt")]

    assert [(one.status, b"of somebody" in one.body) for one in found] == [(404, False)] * 3


def test_who_tries_doors_too_often_is_told_to_wait(nginx: Nginx) -> None:
    # One a minute in tests, and thirty at once: however slow the machine is, the next ones are too many.
    answers = [nginx.ask("/api/v1/auth/login/") for _ in range(40)]

    refused = [one for one in answers if one.status == 429]
    assert len(refused) >= 9
    assert json.loads(refused[0].body)["code"] == "too-many-requests"
    assert {one.headers["Retry-After"] for one in refused} == {"2"}
    # Other addresses go on.
    assert nginx.ask("/healthz").status == 200


def test_a_product_that_is_away_is_told_in_words(tmp_path: Path) -> None:
    with serving(tmp_path, upstream=free_port()) as nginx:
        page, problem = nginx.ask("/"), nginx.ask("/api/v1/modules/my-modules/")

    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert b"Rostrum is starting or busy." in page.body
    assert (problem.status, json.loads(problem.body)["code"]) == (503, "unavailable")
