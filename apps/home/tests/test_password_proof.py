"""Where the API asks for the password again, nobody can try one after the other."""

from typing import Any

import pytest
from django.core.cache import cache

from apps.accounts.models import Membership
from tests.people import PASSWORD, Api

pytestmark = pytest.mark.django_db

TRIES = 10
ASKED = [
    ("post", "/api/v1/tenants/close/", {"name": "Acme Robotics", "password": "guess"}),
    ("delete", "/api/v1/auth/profile/", {"password": "guess"}),
    ("post", "/api/v1/auth/change-password/", {"old_password": "guess", "new_password": "a-new-harbour-in-fog"}),
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED, ids=[path for _method, path, _body in ASKED])
def test_after_ten_guesses_even_the_right_password_waits(
    api: Api, ada: Membership, method: str, path: str, body: dict[str, Any]
) -> None:
    client = api(ada)
    cache.clear()
    right = {name: PASSWORD if value == "guess" else value for name, value in body.items()}

    guesses = {getattr(client, method)(path, body, format="json").status_code for _ in range(TRIES)}
    late = getattr(client, method)(path, right, format="json")

    assert (guesses, late.status_code) == ({400}, 429)
