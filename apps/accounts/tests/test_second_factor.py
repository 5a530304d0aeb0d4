"""Two-step sign-in: setting it up, signing in with it, losing it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from rest_framework.test import APIClient

from apps.accounts.models import Membership, SignIn
from apps.accounts.tests.totp import SECRET, code_now, give_app, recovery_codes_of
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"
WRONG = "000000"


def begin(who: Membership) -> Client:
    """A browser whose password was right, and that stands before the second step."""
    client = Client()
    response = client.post(LOGIN, {"login": who.user.email, "password": PASSWORD})
    assert response["Location"] == SECOND
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def confirmed(client: Client) -> Client:
    """The browser after its person typed their password again."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def wrong_code() -> str:
    """Six digits that no clock makes right now."""
    good = {code_now(periods_ahead=ahead) for ahead in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in good)


def test_app_is_set_up_after_the_password_and_brings_recovery_codes(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    asked = client.get("/accounts/2fa/totp/activate/")
    page = confirmed(client).get("/accounts/2fa/totp/activate/")
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page.text)
    assert secret

    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret[1])})

    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get(done["Location"]).text
    assert [code in codes for code in recovery_codes_of(ada.user)] == [True] * 10
    assert "Two-step sign-in is on" in client.get("/accounts/2fa/").text


def test_wrong_code_sets_nothing_up(ada: Membership, signed_in: SignedIn) -> None:
    client = confirmed(signed_in(ada))
    client.get("/accounts/2fa/totp/activate/")

    page = client.post("/accounts/2fa/totp/activate/", {"code": wrong_code()})

    assert (page.text.count("data-error-summary"), Authenticator.objects.count()) == (1, 0)


def test_secret_lies_sealed_in_the_database(ada: Membership) -> None:
    app = give_app(ada.user)

    assert (SECRET in str(app.data), app.wrap().validate_code(code_now())) == (False, True)


def test_code_of_the_app_signs_in(ada: Membership) -> None:
    give_app(ada.user)
    client = begin(ada)
    before = is_signed_in(client)

    client.post(SECOND, {"code": code_now()})

    assert (before, is_signed_in(client)) == (False, True)
    assert list(SignIn.objects.values_list("outcome", "way")) == [("success", "password")]


@pytest.mark.parametrize("periods_ahead", [-1, 0, 1])
def test_a_code_works_once_however_far_the_clock_is_off(ada: Membership, periods_ahead: int) -> None:
    give_app(ada.user)
    code = code_now(periods_ahead=periods_ahead)
    first, second = begin(ada), begin(ada)

    first.post(SECOND, {"code": code})
    page = second.post(SECOND, {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert "used already" in page.text


def test_recovery_code_works_once(ada: Membership) -> None:
    give_app(ada.user)
    code = recovery_codes_of(ada.user)[0]
    first, second = begin(ada), begin(ada)

    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert len(recovery_codes_of(ada.user)) == 9


def test_five_wrong_codes_make_wait_even_for_the_right_one(ada: Membership) -> None:
    give_app(ada.user)
    client = begin(ada)

    answers = [client.post(SECOND, {"code": wrong_code()}) for _ in range(5)]
    late = client.post(SECOND, {"code": code_now()})

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert (late.status_code, is_signed_in(client)) == (429, False)
    assert set(SignIn.objects.values_list("outcome", "way")) == {("failure", "second-factor")}


def test_removing_the_app_takes_the_recovery_codes_along(ada: Membership, signed_in: SignedIn) -> None:
    give_app(ada.user)
    client = confirmed(signed_in(ada))

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=ada.user).count() == 0
    assert "Two-step sign-in is off" in client.get("/accounts/2fa/").text


def test_new_recovery_codes_end_the_old(ada: Membership, signed_in: SignedIn) -> None:
    give_app(ada.user)
    old = recovery_codes_of(ada.user)

    confirmed(signed_in(ada)).post("/accounts/2fa/recovery-codes/generate/")

    assert set(old) & set(recovery_codes_of(ada.user)) == set()


def test_recovery_codes_are_downloaded_by_whoever_confirmed_it_is_them(ada: Membership, signed_in: SignedIn) -> None:
    give_app(ada.user)
    client = signed_in(ada)
    asked = client.get("/accounts/2fa/recovery-codes/download/")

    file = confirmed(client).get("/accounts/2fa/recovery-codes/download/")

    assert (asked.status_code, file["Content-Type"]) == (302, "text/plain")
    assert file.text.split()[-10:] == recovery_codes_of(ada.user)


def test_deed_that_asked_for_the_password_goes_on_where_it_stopped_in_a_workspace(
    ada: Membership, signed_in: SignedIn
) -> None:
    """allauth resolves the address of the form again, and there it carries the workspace's prefix."""
    give_app(ada.user)
    client = signed_in(ada)
    asked = client.post("/t/acme/accounts/2fa/recovery-codes/generate/")
    old = recovery_codes_of(ada.user)

    done = client.post(asked["Location"], {"password": PASSWORD})

    assert (done.status_code, done["Location"]) == (302, "/t/acme/accounts/2fa/recovery-codes/")
    assert set(old) & set(recovery_codes_of(ada.user)) == set()


@pytest.mark.parametrize("base", ["", "/t/acme"])
def test_every_page_of_second_factors_is_in_our_frame(ada: Membership, signed_in: SignedIn, base: str) -> None:
    client = confirmed(signed_in(ada))
    before = [
        client.get(f"{base}/accounts/2fa/{page}") for page in ("", "totp/activate/", "webauthn/add/", "webauthn/")
    ]
    give_app(ada.user)
    names = ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/")
    after = [client.get(f"{base}/accounts/2fa/{page}") for page in names]

    assert [(page.status_code, page.text.count("<h1"), page.text.count("<main")) for page in before + after] == [
        (200, 1, 1)
    ] * 9


API_LOGIN = "/api/v1/auth/login/"


def by_api(who: Membership, **more: str) -> tuple[int, dict[str, object]]:
    data = {"email": who.user.email, "password": PASSWORD, **more}
    answer = APIClient().post(API_LOGIN, data, format="json")
    return answer.status_code, answer.json()


def test_program_is_asked_for_a_code_and_gets_tokens_for_it(ada: Membership) -> None:
    give_app(ada.user)

    without, problem = by_api(ada)
    with_code, session = by_api(ada, code=code_now())

    assert (without, problem["code"], with_code) == (401, "mfa-required", 200)
    assert sorted(session) == ["access", "memberships", "refresh", "role", "tenant", "user"]


def test_codes_work_once_over_http_too(ada: Membership) -> None:
    give_app(ada.user)
    code, recovery = code_now(), recovery_codes_of(ada.user)[0]

    answers = [by_api(ada, code=one) for one in (code, code, recovery, recovery)]

    assert [(status, body.get("code")) for status, body in answers] == [
        *((200, None), (401, "wrong-code")),
        *((200, None), (401, "wrong-code")),
    ]


def test_wrong_password_is_not_told_apart_by_the_second_step(ada: Membership) -> None:
    give_app(ada.user)

    status, problem = by_api(ada, password="wrong", code=code_now())

    assert (status, problem["code"]) == (401, "wrong-credentials")


def test_wrong_codes_over_http_make_wait(ada: Membership) -> None:
    give_app(ada.user)

    answers = [by_api(ada, code=wrong_code())[1]["code"] for _ in range(5)]

    assert answers == ["wrong-code"] * 4 + ["too-many-tries"]


def test_second_steps_stand_in_the_log_of_the_company(
    ada: Membership, signed_in: SignedIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give_app(ada.user)
    client = confirmed(signed_in(ada))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
        client.post("/accounts/2fa/totp/deactivate/")
        page = client.get("/accounts/2fa/totp/activate/")
        secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page.text)
        assert secret
        client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret[1])})

    with scope(ada.tenant):
        found = sorted((entry.action, entry.note) for entry in AuditEntry.objects.exclude(action="member.joined"))
    assert found == [("recovery-codes.renewed", ""), ("second-factor.added", "totp"), ("second-factor.removed", "totp")]
