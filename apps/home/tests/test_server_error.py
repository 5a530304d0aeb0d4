"""The page that says that something went wrong, when what went wrong is the database."""

from django.test import RequestFactory

from apps.core.scope import PUBLIC
from apps.home.errors import server_error


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
