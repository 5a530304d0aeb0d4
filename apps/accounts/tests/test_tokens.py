"""What a token says, what it opens, and what ends it."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import change_membership, change_password, sign_out_everywhere
from apps.accounts.tokens import token_pair
from apps.tenants.models import Tenant
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

PROFILE = "/api/v1/auth/profile/"
REFRESH = "/api/v1/auth/token/refresh/"
LOGOUT = "/api/v1/auth/logout/"


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def signed(claims: dict[str, Any], *, key: str = settings.SECRET_KEY, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm)


def answer_to(token: str, address: str = PROFILE) -> tuple[int, str]:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    response = client.get(address)
    return response.status_code, response.json().get("code", "")


def refreshed(token: str) -> tuple[int, dict[str, Any]]:
    response = APIClient().post(REFRESH, {"refresh": token}, format="json")
    return response.status_code, response.json()


def test_access_token_carries_person_tenant_membership_role_and_version(ada: Membership) -> None:
    claims = claims_of(token_pair(ada)["access"])

    times = {claims.pop("iat"), claims.pop("exp")}
    assert claims.pop("began") == min(times)
    assert len(claims.pop("jti")) == 32
    assert claims == {
        "token_type": "access",
        "iss": "rostrum",
        "aud": "rostrum-api",
        "sub": str(ada.user_id),
        "tid": str(ada.tenant_id),
        "mid": str(ada.pk),
        "role": "owner",
        "ver": 1,
    }
    assert max(times) - min(times) == 600


def test_refresh_token_lives_a_day(ada: Membership) -> None:
    claims = claims_of(token_pair(ada)["refresh"])

    assert (claims["token_type"], claims["exp"] - claims["iat"]) == ("refresh", 86_400)


def test_token_opens_its_own_workspace(ada: Membership) -> None:
    assert answer_to(token_pair(ada)["access"]) == (200, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody else"},
        {"aud": "another product"},
        {"token_type": "refresh"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"tid": None},
        {"tid": "01890000-0000-7000-8000-000000000000"},
        {"tid": "no id"},
        {"mid": "01890000-0000-7000-8000-000000000000"},
        {"sub": "no id"},
        {"role": "admin"},
        {"ver": 2},
        {"ver": "new"},
    ],
    ids=str,
)
def test_token_that_says_anything_else_is_refused(ada: Membership, changes: dict[str, Any]) -> None:
    claims = claims_of(token_pair(ada)["access"]) | changes
    token = signed({name: value for name, value in claims.items() if value is not None})

    assert answer_to(token) == (401, "invalid-token")


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "jti", "token_type", "sub", "tid", "mid", "role", "ver"])
def test_token_without_one_of_its_claims_is_refused(ada: Membership, claim: str) -> None:
    claims = claims_of(token_pair(ada)["access"])
    del claims[claim]

    assert answer_to(signed(claims)) == (401, "invalid-token")


def test_token_of_another_key_algorithm_or_none_is_refused(ada: Membership) -> None:
    claims = claims_of(token_pair(ada)["access"])
    unsigned = jwt.encode(claims, key="", algorithm="none")

    found = [
        answer_to(signed(claims, key="a key that is long enough but somebody else's own!")),
        answer_to(signed(claims, key=settings.SECRET_KEY * 2, algorithm="HS512")),
        answer_to(unsigned),
        answer_to("rubbish"),
        answer_to(""),
    ]

    assert found == [(401, "invalid-token")] * 5


def test_refresh_token_opens_nothing(ada: Membership) -> None:
    assert answer_to(token_pair(ada)["refresh"]) == (401, "invalid-token")


def test_token_counts_on_api_addresses_only(ada: Membership, api: Api) -> None:
    response = api(ada).get("/t/acme/")

    assert (response.status_code, response["Location"]) == (302, "/t/acme/accounts/login/?next=/t/acme/")


def test_bad_token_is_not_made_good_by_a_session(ada: Membership, signed_in: SignedIn) -> None:
    response = signed_in(ada).get("/t/acme" + PROFILE, headers={"authorization": "Bearer rubbish"})

    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")


def test_other_schemes_of_authorization_are_not_ours(ada: Membership, signed_in: SignedIn) -> None:
    response = signed_in(ada).get("/t/acme" + PROFILE, headers={"authorization": "Basic YTpi"})

    assert response.status_code == 200


def test_change_of_role_ends_the_token(ada: Membership) -> None:
    token = token_pair(ada)["access"]

    Membership.objects.filter(pk=ada.pk).update(role=Role.MEMBER)

    assert answer_to(token) == (401, "invalid-token")


@pytest.mark.parametrize("what", ["membership", "user", "tenant"])
def test_who_is_switched_off_is_out_at_once(ada: Membership, what: str) -> None:
    token = token_pair(ada)["access"]
    if what == "membership":
        Membership.objects.filter(pk=ada.pk).update(is_active=False)
    elif what == "user":
        ada.user.is_active = False
        ada.user.save()
    else:
        Tenant.objects.filter(pk=ada.tenant_id).update(status=Tenant.Status.ERASED)

    assert answer_to(token) == (401, "invalid-token")
    assert answer_to(token, "/t/acme" + PROFILE)[0] == (404 if what == "tenant" else 401)


def test_refresh_gives_a_new_pair_for_the_same_workspace(ada: Membership) -> None:
    old = token_pair(ada)["refresh"]

    status, pair = refreshed(old)

    assert (status, sorted(pair)) == (200, ["access", "refresh"])
    assert claims_of(pair["access"])["tid"] == str(ada.tenant_id)
    assert claims_of(pair["refresh"])["jti"] != claims_of(old)["jti"]
    assert answer_to(pair["access"]) == (200, "")


def test_refresh_works_whatever_stands_in_the_authorization_header(ada: Membership) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer expired")

    response = client.post(REFRESH, {"refresh": token_pair(ada)["refresh"]}, format="json")

    assert response.status_code == 200


def test_refresh_token_used_again_ends_the_whole_family(ada: Membership) -> None:
    first = token_pair(ada)["refresh"]
    _status, second = refreshed(first)

    status, problem = refreshed(first)

    assert (status, problem["code"]) == (401, "invalid-token")
    assert problem["detail"] == "This refresh token was used before, so all sessions of this account were ended."
    assert refreshed(second["refresh"])[0] == 401
    assert answer_to(second["access"]) == (401, "invalid-token")


def test_access_and_expired_tokens_refresh_nothing(ada: Membership) -> None:
    pair = token_pair(ada)
    late = RefreshToken(pair["refresh"])  # type: ignore[arg-type]  # the stubs ask for a Token, the code for text
    late.set_exp(lifetime=-timedelta(seconds=1))

    assert [refreshed(token)[0] for token in (pair["access"], str(late), "rubbish")] == [401, 401, 401]


def test_refresh_after_a_change_of_role_is_refused(ada: Membership) -> None:
    token = token_pair(ada)["refresh"]
    Membership.objects.filter(pk=ada.pk).update(role=Role.ADMIN)

    assert refreshed(token)[0] == 401


def test_refresh_token_is_asked_for(db: None) -> None:
    response = APIClient().post(REFRESH, {}, format="json")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"] == [{"field": "refresh", "code": "required", "message": "This field is required."}]


def test_logout_ends_every_token_of_the_membership(ada: Membership) -> None:
    one, two = token_pair(ada), token_pair(ada)

    response = APIClient().post(LOGOUT, {"refresh": one["refresh"]}, format="json")

    assert (response.status_code, response.content) == (204, b"")
    assert [answer_to(pair["access"])[0] for pair in (one, two)] == [401, 401]
    assert [refreshed(pair["refresh"])[0] for pair in (one, two)] == [401, 401]


def test_logout_with_an_ended_token_ends_nobody_elses(ada: Membership) -> None:
    old = token_pair(ada)
    APIClient().post(LOGOUT, {"refresh": old["refresh"]}, format="json")
    ada.refresh_from_db()
    new = token_pair(ada)

    response = APIClient().post(LOGOUT, {"refresh": old["refresh"]}, format="json")

    assert (response.status_code, answer_to(new["access"])) == (204, (200, ""))


def test_access_tokens_are_checked_without_a_list(ada: Membership) -> None:
    """They live for ten minutes, and the version in the membership ends them sooner."""
    token = AccessToken(token_pair(ada)["access"])  # type: ignore[arg-type]  # as above

    assert (token["ver"], hasattr(token, "blacklist")) == (ada.token_version, False)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_token_signed_with_a_key_pair_is_refused(ada: Membership, algorithm: str) -> None:
    key: Any = (
        ec.generate_private_key(ec.SECP256R1()) if algorithm == "ES256" else rsa.generate_private_key(65537, 2048)
    )
    claims = claims_of(token_pair(ada)["access"])

    assert answer_to(jwt.encode(claims, key, algorithm=algorithm)) == (401, "invalid-token")
    assert settings.SIMPLE_JWT["ALGORITHM"] == "HS256"


def test_token_whose_head_was_exchanged_is_refused(ada: Membership) -> None:
    head, body, signature = token_pair(ada)["access"].split(".")
    none = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()

    found = [answer_to(f"{none}.{body}.{rest}") for rest in ("", signature)]

    assert (found, answer_to(f"{head}.{body}.")) == ([(401, "invalid-token")] * 2, (401, "invalid-token"))


@pytest.mark.parametrize("deed", ["role", "suspended", "removed", "password", "everywhere"])
def test_every_deed_on_a_member_ends_access_and_refresh_tokens(ada: Membership, ben: Membership, deed: str) -> None:
    pair = token_pair(ben)

    if deed == "password":
        change_password(ben.user, password="seven green kettles")
    elif deed == "everywhere":
        sign_out_everywhere(ben.user)
    else:
        role = Role.GUEST if deed == "role" else Role.MEMBER
        change_membership(ben, role=role, is_active=deed == "role", is_removed=deed == "removed")

    assert (answer_to(pair["access"]), refreshed(pair["refresh"])[0]) == ((401, "invalid-token"), 401)
    assert answer_to(token_pair(ada)["access"])[0] == 200
