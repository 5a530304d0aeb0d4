"""The page that says that something went wrong, when what went wrong is the database."""

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from apps.core.scope import PUBLIC
from apps.home.errors import is_away, server_error
from config.supervisor.state import free_port


class Unreachable:
    """Stands for whatever is only known by asking the database."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"the page asked for {name}")


def test_page_of_a_failure_asks_the_database_for_nothing() -> None:
    request = RequestFactory().get("/")
    request.user = Unreachable()  # type: ignore[assignment]  # anything that reads it fails
    request.tenant = PUBLIC  # type: ignore[attr-defined]  # as the middleware leaves it

    # Without its mark, a test that touches the database fails.
    response = server_error(request)

    assert (response.status_code, "Something went wrong on our side" in response.text) == (500, True)


def answer_to(error: BaseException, address: str) -> HttpResponse:
    request = RequestFactory().get(address)
    request.tenant = PUBLIC  # type: ignore[attr-defined]  # as the middleware leaves it
    try:
        raise error
    except DatabaseError:
        return server_error(request)


def unreachable() -> OperationalError:
    """What Django raises where no server listens."""
    nowhere = connection.copy()
    nowhere.settings_dict = {**settings.DATABASES["default"], "HOST": "127.0.0.1", "PORT": free_port()}
    with pytest.raises(OperationalError) as failed, nowhere.wrap_database_errors:
        nowhere.connect()
    return failed.value


@pytest.mark.parametrize(
    ("address", "said"),
    [("/", "The database cannot be reached right now"), ("/api/v1/profile/", "urn:rostrum:problem:database-away")],
)
def test_database_that_cannot_be_reached_is_named_with_the_time_to_come_back(address: str, said: str) -> None:
    answer = answer_to(unreachable(), address)

    assert (answer.status_code, answer.headers["Retry-After"], said in answer.text) == (503, "5", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "away"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),
        ("SET statement_timeout = 1; SELECT pg_sleep(1)", False),
        ("SELECT 1 / 0", False),
    ],
)
def test_what_the_server_refuses_is_no_server_that_is_away(statement: str, *, away: bool) -> None:
    other = connection.copy()
    try:
        with pytest.raises(DatabaseError) as failed, other.cursor() as cursor:
            cursor.execute(statement)
    finally:
        other.close()

    assert is_away(failed.value) is away
