"""Sign-in with an account elsewhere, against a provider that answers over HTTP."""

import base64
import hmac
import html
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from apps.accounts.models import Mail, Membership, SignIn, User
from apps.accounts.roles import Role
from apps.accounts.services import is_verified
from apps.accounts.tests.legal_texts import both
from apps.accounts.tests.openid_stub import CLIENT_ID, CLIENT_SECRET, KEY, OTHER_KEY, OpenIdStub
from apps.accounts.tests.totp import give_app
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

BEGIN = "/accounts/oidc/google/login/"
LINK = "/accounts/3rdparty/link/"


@pytest.fixture
def stub(settings: Any) -> Iterator[OpenIdStub]:
    provider = OpenIdStub()
    app: dict[str, Any] = {"provider_id": "google", "name": "Google", "client_id": CLIENT_ID, "secret": CLIENT_SECRET}
    app |= {"settings": {"server_url": provider.url, "oauth_pkce_enabled": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield provider
    provider.close()


def leave(client: Client, **query: str) -> str:
    """Press the button; the address of the provider that the page leads to."""
    page = client.post(BEGIN, query_params=query)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def come_back(client: Client, address: str) -> Any:
    """Go there as a browser does, and open where it leads back to."""
    back = requests.get(address, allow_redirects=False, timeout=60).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def visit(client: Client | None = None, **query: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, come_back(client, leave(client, **query))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def linked(user: User) -> None:
    SocialAccount.objects.create(user=user, provider="google", uid="stub-person-1")


def test_new_person_comes_in_as_a_candidate_with_a_confirmed_address(stub: OpenIdStub, community: Tenant) -> None:
    stub.claims |= {"email": "Eve@moss.example", "name": "Eve Moss"}

    client, answer = visit()

    user = User.objects.get(email="eve@moss.example")
    assert (answer.status_code, answer["Location"], is_signed_in(client)) == (302, "/enter/", True)
    assert (user.name, user.has_usable_password(), is_verified(user)) == ("Eve Moss", False, True)
    assert [(one.tenant, one.role) for one in user.memberships.all()] == [(community, Role.CANDIDATE)]
    assert list(SignIn.objects.values_list("way", "outcome")) == [("google", "success")]
    assert SocialAccount.objects.get().extra_data == {"email": "eve@moss.example", "name": "Eve Moss"}


def test_new_person_agrees_first_where_there_is_something_to_agree_to(stub: OpenIdStub, community: Tenant) -> None:
    mark = both()
    stub.claims |= {"email": "Eve@moss.example", "name": "Eve Moss"}
    form = "/accounts/3rdparty/signup/"
    said = {"name": "Eve M. Moss", "email": "mallory@evil.example"}

    client, answer = visit()
    page, before = client.get(form), User.objects.count()
    refused = client.post(form, said)
    done = client.post(form, said | {"agreement": mark})

    user = User.objects.get()
    assert (answer["Location"], before, is_signed_in(client)) == (form, 0, True)
    assert ('value="eve@moss.example"' in page.text, f'value="{mark}"' in page.text) == (True, True)
    assert ("Tick the box to go on." in refused.text, 'value="Eve M. Moss"' in refused.text) == (True, True)
    # The provider vouches for this address alone, whatever is typed.
    assert (user.email, user.name, is_verified(user), done["Location"]) == (
        *("eve@moss.example", "Eve M. Moss", True),
        "/enter/",
    )
    assert [(one.tenant, one.role) for one in user.memberships.all()] == [(community, Role.CANDIDATE)]
    assert sorted(user.agreements.values_list("text__kind", "how")) == [("privacy", "sign-up"), ("terms", "sign-up")]
    assert client.get("/t/practice/").status_code == 200


def test_request_carries_state_nonce_and_challenge_and_only_what_is_needed(stub: OpenIdStub) -> None:
    asked = parse_qs(urlsplit(leave(Client(), scope="drive", auth_params="prompt=none")).query)

    assert sorted(asked) == sorted(
        ("client_id redirect_uri response_type scope state nonce code_challenge code_challenge_method").split()
    )
    assert (sorted(asked["scope"][0].split()), asked["code_challenge_method"]) == (
        ["email", "openid", "profile"],
        ["S256"],
    )


def test_linked_person_comes_in_and_goes_on_where_they_were(stub: OpenIdStub, ada: Membership) -> None:
    linked(ada.user)

    client, answer = visit(next="/t/acme/marketplace/")

    assert (answer["Location"], is_signed_in(client)) == ("/t/acme/marketplace/", True)


def test_nobody_is_led_to_another_host_afterwards(stub: OpenIdStub, ada: Membership) -> None:
    linked(ada.user)

    _client, answer = visit(next="https://evil.example/")

    assert answer["Location"] == "/enter/"


def test_account_with_the_address_is_linked_after_its_password_only(stub: OpenIdStub, ada: Membership) -> None:
    client, answer = visit()
    page = client.get(LINK)
    before = (is_signed_in(client), SocialAccount.objects.count())

    client.post("/accounts/login/", {"login": ada.user.email, "password": PASSWORD, "next": LINK})
    client.post(LINK)

    assert (answer["Location"], before, "You have an account already" in page.text) == (LINK, (False, 0), True)
    assert SocialAccount.objects.get().user == ada.user
    assert "socialaccount/email/account_connected_message" in Mail.objects.values_list("template", flat=True)
    with scope(ada.tenant):
        assert ("social-account.linked", "google") in AuditEntry.objects.values_list("action", "note")
    assert is_signed_in(visit()[0])


def test_account_of_somebody_else_is_not_linked(stub: OpenIdStub, ada: Membership, ben: Membership) -> None:
    client, _answer = visit()

    client.post("/accounts/login/", {"login": ben.user.email, "password": PASSWORD, "next": LINK})
    client.post(LINK)

    assert SocialAccount.objects.count() == 0


def test_session_that_was_open_before_links_nothing_without_the_password(
    stub: OpenIdStub, ada: Membership, signed_in: SignedIn
) -> None:
    client, _answer = visit(signed_in(ada))

    client.post(LINK)

    assert SocialAccount.objects.count() == 0


def test_linking_from_the_settings_asks_for_the_password_again(
    stub: OpenIdStub, ada: Membership, signed_in: SignedIn
) -> None:
    client, answer = visit(signed_in(ada), process="connect")
    before = SocialAccount.objects.count()

    client.post(answer["Location"], {"password": PASSWORD})

    assert (answer["Location"], before, SocialAccount.objects.get().user) == ("/accounts/reauthenticate/", 0, ada.user)


def test_unlinking_is_refused_when_it_is_the_only_way_in(stub: OpenIdStub, community: Tenant) -> None:
    client, _answer = visit()
    account = SocialAccount.objects.get()

    page = client.post("/accounts/3rdparty/", {"account": account.pk})

    assert ("This cannot be unlinked" in page.text, SocialAccount.objects.count()) == (True, 1)


def test_second_step_is_asked_for_all_the_same(stub: OpenIdStub, ada: Membership) -> None:
    linked(ada.user)
    give_app(ada.user)

    client, answer = visit()

    assert (answer["Location"], is_signed_in(client)) == ("/accounts/2fa/authenticate/", False)


def public_pem() -> bytes:
    return KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def hmac_of_public_key(claims: dict[str, Any]) -> str:
    """The trick that takes a public key for a secret; the library would refuse to help."""

    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    body = part({"alg": "HS256", "typ": "JWT", "kid": "stub-1"}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.digest(public_pem(), body, "sha256")).rstrip(b"=")
    return (body + b"." + signature).decode()


WRONG: dict[str, Callable[[OpenIdStub], object]] = {
    "nonce of another attempt": lambda stub: stub.claims.update(nonce="other"),
    "no nonce": lambda stub: stub.left_out.add("nonce"),
    "other audience": lambda stub: stub.claims.update(aud="somebody else"),
    "audience with another party": lambda stub: stub.claims.update(aud=[CLIENT_ID, "x"], azp="x"),
    "other issuer": lambda stub: stub.claims.update(iss="https://accounts.google.com"),
    "expired": lambda stub: stub.claims.update(exp=int(time.time()) - 120),
    "of some minutes ago": lambda stub: stub.claims.update(iat=int(time.time()) - 360),
    "from the future": lambda stub: stub.claims.update(iat=int(time.time()) + 3600),
    "no expiry": lambda stub: stub.left_out.add("exp"),
    "no subject": lambda stub: stub.left_out.add("sub"),
    "key of somebody else": lambda stub: setattr(stub, "sign", lambda claims: stub.signed(claims, key=OTHER_KEY)),
    "unsigned": lambda stub: setattr(stub, "sign", lambda claims: jwt.encode(claims, "", algorithm="none")),
    "signed with the public key": lambda stub: setattr(stub, "sign", hmac_of_public_key),
    "no token at all": lambda stub: setattr(stub, "sign", lambda _claims: ""),
    "rubbish": lambda stub: setattr(stub, "sign", lambda _claims: "a.b.c"),
}


@pytest.mark.parametrize("what", WRONG)
def test_token_that_is_wrong_signs_nobody_in(stub: OpenIdStub, ada: Membership, what: str) -> None:
    linked(ada.user)
    WRONG[what](stub)

    client, answer = visit()

    assert (answer.status_code in {401, 403}, is_signed_in(client)) == (True, False)
    assert "You were not signed in" in answer.text


def test_address_that_is_not_confirmed_there_founds_and_links_nothing(stub: OpenIdStub, ada: Membership) -> None:
    stub.claims["email_verified"] = False

    answers = [visit()[1]]
    stub.left_out.add("email")
    answers.append(visit()[1])

    assert [(one.status_code, "not confirmed there" in one.text) for one in answers] == [(403, True)] * 2
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, 1)


def test_own_directory_vouches_for_addresses_and_no_other(stub: OpenIdStub, community: Tenant, settings: Any) -> None:
    del stub.claims["email_verified"]
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["trusted_directory"] = "ours"

    found = []
    for directory in ("theirs", "ours"):
        stub.claims["tid"] = directory
        found.append(is_signed_in(visit()[0]))

    assert found == [False, True]


@pytest.mark.parametrize("state", ["another", ""])
def test_answer_that_was_not_asked_for_by_this_browser_is_refused(
    stub: OpenIdStub, ada: Membership, state: str
) -> None:
    linked(ada.user)
    client = Client()
    address = leave(client)
    back = requests.get(address, allow_redirects=False, timeout=60).headers["Location"]
    code = parse_qs(urlsplit(back).query)["code"][0]

    wrong = client.get(f"{BEGIN}callback/", {"code": code, "state": state})
    elsewhere = Client().get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert [(one.status_code, is_signed_in(client)) for one in (wrong, elsewhere)] == [(401, False)] * 2


def test_code_works_once(stub: OpenIdStub, ada: Membership) -> None:
    linked(ada.user)
    client = Client()
    back = requests.get(leave(client), allow_redirects=False, timeout=60).headers["Location"]
    first = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    client.logout()

    again = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert (first.status_code, again.status_code, is_signed_in(client)) == (302, 401, False)


def test_who_cancels_there_is_told_that_nothing_happened(stub: OpenIdStub) -> None:
    stub.denies = True

    client, answer = visit()

    assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"
    assert "You cancelled it there" in client.get(answer["Location"]).text


def test_provider_that_is_away_is_told_in_words(stub: OpenIdStub) -> None:
    stub.close()

    page = Client().post(BEGIN)

    assert (page.status_code, "does not answer" in page.text) == (503, True)


def test_provider_without_keys_is_not_there(db: None) -> None:
    page = Client().get("/accounts/login/")

    assert (Client().post(BEGIN).status_code, "Sign in with Google" in page.text) == (404, False)


def test_buttons_lead_to_the_platform_from_a_workspace_too(stub: OpenIdStub, acme: Tenant) -> None:
    text = Client().get("/t/acme/accounts/login/").text

    assert (f'action="{BEGIN}"' in text, 'value="/t/acme/"' in text) == (True, True)


def test_nothing_begins_by_a_mere_link(stub: OpenIdStub) -> None:
    page = Client().get(BEGIN)

    assert (page.status_code, "refresh" in page.text, '<form class="mt-8" method="post">' in page.text) == (
        *(200, False),
        True,
    )


def test_pages_of_linked_accounts_are_in_our_frame(stub: OpenIdStub, ada: Membership, signed_in: SignedIn) -> None:
    linked(ada.user)

    pages = [signed_in(ada).get(f"{base}/accounts/3rdparty/") for base in ("", "/t/acme")]

    assert [(page.status_code, page.text.count("<h1"), page.text.count("Unlink")) for page in pages] == [
        (200, 1, 1)
    ] * 2


def test_identity_token_opens_once_also_where_the_provider_gives_no_nonce_back(
    stub: OpenIdStub, ada: Membership, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["omits_nonce"] = True
    stub.left_out.add("nonce")
    linked(ada.user)
    caught: list[str] = []
    signed = stub.sign

    def sign_and_keep(claims: dict[str, Any]) -> str:
        caught.append(signed(claims))
        return caught[-1]

    stub.sign = sign_and_keep

    first, _answer = visit()
    stub.sign = lambda _claims: caught[0]
    second, refused = visit()

    assert (is_signed_in(first), is_signed_in(second), refused.status_code) == (True, False, 401)
