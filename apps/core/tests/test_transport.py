"""Without TLS: where a browser is led, and what a program is told."""

from typing import Any

import pytest
from django.test import Client

from apps.core.middleware import GetResponse
from apps.core.transport import TransportMiddleware

APIS = ["/api/v1/auth/login/", "/api/auth/login/", "/t/acme/api/v1/auth/profile/"]
PAGES = ["/", "/accounts/login/", "/t/acme/", "/t/api/", "/apiary/"]


@pytest.fixture
def plain(settings: Any) -> Client:
    """A browser that comes without TLS to an installation that wants it."""
    settings.SECURE_SSL_REDIRECT = True
    return Client()


@pytest.mark.parametrize("path", PAGES)
def test_pages_lead_to_tls(plain: Client, path: str) -> None:
    answer = plain.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{path}")


@pytest.mark.parametrize("path", APIS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_programs_are_refused_and_led_nowhere(plain: Client, path: str, method: str) -> None:
    answer = plain.generic(method, path, headers={"Authorization": "Bearer a.b.c"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert (answer.json()["code"], "Location" in answer.headers) == ("tls-required", False)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_refusal_speaks_the_language_that_is_asked_for(plain: Client) -> None:
    answer = plain.get(APIS[0], headers={"Accept-Language": "de"})
    assert answer.json()["title"] == "Diese Adresse antwortet nur über https."


def test_with_tls_and_where_none_is_wanted_nobody_is_refused(settings: Any, rf: Any) -> None:
    view: GetResponse = lambda _request: "answered"  # type: ignore[assignment,return-value]  # noqa: E731 -- stands for all behind
    settings.SECURE_SSL_REDIRECT = True
    assert TransportMiddleware(view).process_request(rf.get(APIS[0], secure=True)) is None
    settings.SECURE_SSL_REDIRECT = False
    assert TransportMiddleware(view).process_request(rf.get(APIS[0])) is None
