"""Failed sign-ins make wait, by account and by address, never for good; the same for pages and API."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Mail, Membership, SignIn, User
from apps.accounts.services import forget_old_sign_ins, unlock_account
from apps.accounts.services.sign_in import note_failed_sign_in
from apps.accounts.sign_in_limits import OF_AN_ACCOUNT, OF_AN_ADDRESS, unlock_key, wait_after
from apps.accounts.visits import Visit, browser_of, network_of
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, API_LOGIN = "/accounts/login/", "/api/v1/auth/login/"
ELSEWHERE = "203.0.113.9"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
WRONG = "not it"


def on_page(email: str, password: str = WRONG, address: str = "127.0.0.1") -> Any:
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": email, "password": password})


def by_api(email: str, password: str = WRONG, address: str = "127.0.0.1") -> Any:
    return APIClient(REMOTE_ADDR=address).post(API_LOGIN, {"email": email, "password": password}, format="json")


def later_by(**time: int) -> None:
    """Let that much time pass for all tries made so far."""
    for row in SignIn.objects.all():
        SignIn.objects.filter(pk=row.pk).update(at=row.at - timedelta(**time))


def is_told(answer: Any, whole: int, began: float) -> bool:
    """Whether it names a wait of so long; told is what is left of it, and a busy machine has used some since."""
    return whole - (time.monotonic() - began) <= int(answer["Retry-After"]) <= whole


@pytest.mark.parametrize("email", ["ada@acme.example", "nobody@acme.example"])
def test_fifth_failure_makes_wait_whether_there_is_such_an_account(ada: Membership, email: str) -> None:
    began = time.monotonic()
    *four, fifth = (on_page(email) for _ in range(5))

    late = on_page(email, PASSWORD)

    assert [(page.status_code, page.get("Retry-After")) for page in four] == [(200, None)] * 4
    assert (fifth.status_code, is_told(fifth, 60, began)) == (429, True)
    assert (late.status_code, late.text.count("<h1"), "Unlock by e-mail" in late.text) == (429, 1, True)


def test_api_waits_with_the_same_count_and_says_so(ada: Membership) -> None:
    began = time.monotonic()
    [on_page(ada.user.email) for _ in range(3)]

    answers = [by_api("ADA@acme.example") for _ in range(2)]
    late = by_api(ada.user.email, PASSWORD)

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (401, "wrong-credentials"),
        (429, "too-many-tries"),
    ]
    assert (late.status_code, late.json()["code"], is_told(late, 60, began)) == (429, "too-many-tries", True)
    assert str(late.json()["retry_after"]) == late["Retry-After"]


def test_wait_ends_by_itself_and_grows_to_a_quarter_of_an_hour(ada: Membership) -> None:
    waits = []
    began = time.monotonic()
    for _ in range(9):
        answer = on_page(ada.user.email)
        waits.append(int(answer.get("Retry-After", 0)))
        later_by(minutes=16)
    passed = time.monotonic() - began  # a wait is told in what is left of it, and a busy machine has used some

    assert waits[:4] == [0] * 4
    assert all(whole - passed <= told <= whole for whole, told in zip((60, 120, 240, 480, 900), waits[4:], strict=True))
    assert on_page(ada.user.email, PASSWORD)["Location"] == "/enter/"


def test_tries_while_waiting_do_not_make_the_wait_longer(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(5)]
    [on_page(ada.user.email) for _ in range(5)]

    assert SignIn.objects.count() == 5


def test_right_password_sets_the_count_back(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(4)]
    on_page(ada.user.email, PASSWORD)

    assert [on_page(ada.user.email).status_code for _ in range(4)] == [200] * 4


def test_many_accounts_tried_from_one_address_make_that_address_wait(ada: Membership) -> None:
    found = [on_page(f"eve{number}@acme.example", address=ELSEWHERE).status_code for number in range(20)]

    assert found == [200] * 19 + [429]
    assert on_page(ada.user.email, PASSWORD, ELSEWHERE).status_code == 429
    assert on_page(ada.user.email, PASSWORD)["Location"] == "/enter/"


def test_a_known_password_does_not_set_the_address_back(ada: Membership) -> None:
    [on_page(f"eve{number}@acme.example", address=ELSEWHERE) for number in range(19)]
    on_page(ada.user.email, PASSWORD, ELSEWHERE)

    assert on_page("eve@acme.example", address=ELSEWHERE).status_code == 429


def test_all_addresses_of_an_ipv6_network_are_one(db: None) -> None:
    networks = {network_of(f"2001:db8:1:2::{host:x}") for host in range(5)}

    assert (networks, network_of("::ffff:203.0.113.9"), network_of(None)) == ({"2001:db8:1:2::"}, ELSEWHERE, "")


def test_forwarded_address_of_a_stranger_is_not_believed(ada: Membership) -> None:
    for number in range(5):
        Client(headers={"x-forwarded-for": f"198.51.100.{number}"}).post(
            LOGIN, {"login": "a@b.example", "password": "x"}
        )

    assert set(SignIn.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_owner_is_told_and_the_link_in_the_mail_ends_the_wait_once(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(5)]
    link = f"/accounts/unlock/{unlock_key(ada.user.email)}/"
    page = Client().get(link)
    still = on_page(ada.user.email, PASSWORD).status_code

    done = Client().post(link)

    assert (page.status_code, "Unlock your account" in page.text, still) == (200, True, 429)
    assert ("Your account is unlocked" in done.text, on_page(ada.user.email, PASSWORD)["Location"]) == (True, "/enter/")
    assert Client().get(link).status_code == 404
    assert [mail.template for mail in Mail.objects.filter(user=ada.user)] == ["account_locked"]
    with scope(ada.tenant):
        assert [entry.action for entry in AuditEntry.objects.exclude(action="member.joined").order_by("pk")] == [
            "sign-in.locked",
            "sign-in.unlocked",
        ]


def test_link_to_unlock_can_be_asked_for_and_tells_nothing(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(5)]
    Mail.objects.all().delete()

    pages = [Client().post("/accounts/unlock/", {"email": email}) for email in (ada.user.email, "nobody@acme.example")]

    plain = [re.sub(r'value="[^"]+"|content="[^"]+"', "", page.text) for page in pages]
    assert (plain[0] == plain[1], "Look into your mail" in plain[0]) == (True, True)
    assert [(mail.user, mail.template) for mail in Mail.objects.all()] == [(ada.user, "account_unlock")]


def test_link_to_unlock_is_not_sent_without_end(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(5)]

    answers = [Client().post("/accounts/unlock/", {"email": ada.user.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert ("That was a little fast" in answers[3].text, answers[3]["Retry-After"]) == (True, "60")


def test_staff_can_end_the_wait(ada: Membership) -> None:
    [on_page(ada.user.email) for _ in range(5)]

    unlock_account(ada.user.email)

    assert on_page(ada.user.email, PASSWORD)["Location"] == "/enter/"


def test_every_try_is_noted_with_how_and_where(ada: Membership) -> None:
    Client(HTTP_USER_AGENT=CHROME).post(LOGIN, {"login": "Ada@acme.example", "password": "wrong"})
    Client(HTTP_USER_AGENT=CHROME).post(LOGIN, {"login": "ada@acme.example", "password": PASSWORD})
    by_api(ada.user.email, PASSWORD)

    rows = SignIn.objects.order_by("at").values_list("user", "email", "outcome", "way", "through", "browser", "address")
    assert list(rows) == [
        (ada.user_id, "ada@acme.example", "failure", "password", "page", "Chrome/Windows", "127.0.0.1"),
        (ada.user_id, "ada@acme.example", "success", "password", "page", "Chrome/Windows", "127.0.0.1"),
        (ada.user_id, "ada@acme.example", "success", "password", "api", "", "127.0.0.1"),
    ]


def test_new_device_is_told_by_mail_and_in_the_log_but_not_the_first_one(ada: Membership) -> None:
    for agent in (CHROME, CHROME, "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"):
        Client(HTTP_USER_AGENT=agent).post(LOGIN, {"login": ada.user.email, "password": PASSWORD})

    assert list(SignIn.objects.order_by("at").values_list("is_new_device", flat=True)) == [False, False, True]
    assert [mail.template for mail in Mail.objects.all()] == ["new_device"]
    with scope(ada.tenant):
        assert [(entry.action, entry.note) for entry in AuditEntry.objects.exclude(action="member.joined")] == [
            ("sign-in.new-device", "Firefox/Ubuntu")
        ]


def test_tries_are_kept_for_ninety_days(ada: Membership) -> None:
    visit = Visit("127.0.0.1", "", "page")
    rows = [note_failed_sign_in(ada.user.email, visit, way="password") for _ in range(2)]
    SignIn.objects.filter(pk=rows[0].pk).update(at=timezone.now() - timedelta(days=91))
    SignIn.objects.filter(pk=rows[1].pk).update(at=timezone.now() - timedelta(days=89))

    assert (forget_old_sign_ins(), list(SignIn.objects.all())) == (1, [rows[1]])


def test_waits_grow_from_a_minute_to_fifteen() -> None:
    minutes = [wait_after(failures, OF_AN_ACCOUNT).total_seconds() / 60 for failures in range(12)]

    assert minutes == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert wait_after(19, OF_AN_ADDRESS) == timedelta(0)


@pytest.mark.parametrize(("agent", "words"), [("", ""), ("curl/8.1", "curl"), (CHROME * 20, "Chrome/Windows")])
def test_any_name_of_a_browser_is_taken(agent: str, words: str) -> None:
    assert browser_of(agent) == words


def test_account_that_is_switched_off_is_told_to_its_owner_only(ada: Membership) -> None:
    User.objects.filter(pk=ada.user_id).update(is_active=False)

    assert (by_api(ada.user.email, PASSWORD).status_code, by_api(ada.user.email).status_code) == (403, 401)
