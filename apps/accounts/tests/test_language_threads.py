"""A thread that spoke German to one person speaks English to the next."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.accounts.models import Membership
from apps.accounts.services import change_preferences
from tests.people import SignedIn

pytestmark = pytest.mark.usefixtures("committed")


def test_many_people_at_once_are_each_spoken_to_in_their_language(
    signed_in: SignedIn, ada: Membership, ben: Membership
) -> None:
    change_preferences(ada.user, language="de", formats="de-CH", timezone="Asia/Tokyo")
    clients = {"de": signed_in(ada), "en": signed_in(ben), "stranger": signed_in(None)}
    signs = {"de": ("de", "1’234.50", "Asia/Tokyo"), "en": ("en", "$1,234.50", "UTC")}

    def ask(who: str) -> list[str]:
        try:
            if who == "stranger":
                return [clients[who].get("/t/nobody/").headers["Content-Language"]]
            answer = clients[who].get("/t/acme/accounts/preferences/")
            page = answer.content.decode()
            return [answer.headers["Content-Language"], *(sign for sign in signs[who][1:] if sign in page)]
        finally:
            connection.close()

    order = ["de", "en", "stranger", "en", "de", "stranger"] * 4
    # Two threads for all of them, so that each thread answers everybody.
    with ThreadPoolExecutor(2) as threads:
        answers = list(zip(order, threads.map(ask, order), strict=True))

    expected = {who: list(sign) for who, sign in signs.items()} | {"stranger": ["en"]}
    assert [(who, got) for who, got in answers if got != expected[who]] == []
