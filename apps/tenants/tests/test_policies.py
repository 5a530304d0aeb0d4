"""What a workspace asks of its members, and how it speaks to those who chose nothing."""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.services import change_preferences
from apps.accounts.sign_in_guard import BEGAN
from apps.accounts.speaking import manner_of
from apps.accounts.tokens import read_access_token, refresh_pair, token_pair
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.policies import (
    AddressRefusedError,
    LockedOutError,
    MailDomainError,
    NetworkError,
    change_locale,
    change_security,
    is_within,
    plain_mail_domains,
    plain_networks,
    require_invitable,
)
from apps.tenants.queries import forget_tenants
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
OPEN: dict[str, Any] = {"mfa_required": False, "session_hours": None, "invitation_domains": [], "allowed_networks": []}


def ask_for(tenant: Tenant, **wanted: Any) -> None:
    change_security(tenant, address="127.0.0.1", **OPEN | wanted)
    forget_tenants()


def test_networks_are_stored_in_one_way_each_once() -> None:
    assert plain_networks(["192.0.2.7", " 192.0.2.9/24 ", "", "2001:DB8::1/32", "192.0.2.0/24"]) == [
        "192.0.2.7/32",
        "192.0.2.0/24",
        "2001:db8::/32",
    ]


@pytest.mark.parametrize("entry", ["192.0.2.0/33", "example.com", "192.0.2", "1/2/3"])
def test_what_is_no_network_is_refused_by_name(entry: str) -> None:
    with pytest.raises(NetworkError, match=entry):
        plain_networks([entry])


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("192.0.2.7", ["192.0.2.0/24"], True),
        ("192.0.3.7", ["192.0.2.0/24"], False),
        ("::ffff:192.0.2.7", ["192.0.2.0/24"], True),
        ("2001:db8::7", ["192.0.2.0/24", "2001:db8::/32"], True),
        ("", ["0.0.0.0/0"], False),
        ("nonsense", ["0.0.0.0/0"], False),
    ],
)
def test_address_lies_in_a_network_or_not(address: str, networks: list[str], *, inside: bool) -> None:
    assert is_within(address, networks) is inside


def test_domains_of_mail_are_stored_without_at_sign() -> None:
    assert plain_mail_domains(["@Example.COM", "example.com", "müller.example"]) == [
        "example.com",
        "xn--mller-kva.example",
    ]
    with pytest.raises(MailDomainError):
        plain_mail_domains(["ada@example.com"])


def test_nobody_shuts_themselves_out(acme: Tenant) -> None:
    with pytest.raises(LockedOutError):
        change_security(acme, address="198.51.100.1", **OPEN | {"allowed_networks": ["192.0.2.0/24"]})

    acme.refresh_from_db()
    assert acme.allowed_networks == []


def test_members_come_from_the_allowed_networks_only_and_candidates_from_anywhere(
    acme: Tenant, ada: Membership, ben: Membership, api: Api, signed_in: SignedIn, new_member: Any
) -> None:
    ask_for(acme, allowed_networks=["127.0.0.0/8"])
    cara = new_member("cara", acme, "candidate")

    def answers(who: Membership, address: str) -> list[int]:
        page = signed_in(who).get("/t/acme/", REMOTE_ADDR=address)
        call = api(who).get("/api/v1/auth/profile/", REMOTE_ADDR=address)
        return [page.status_code, call.status_code]

    assert (answers(ben, "127.0.0.9"), answers(ben, "192.0.2.7"), answers(cara, "192.0.2.7")) == (
        [200, 200],
        [403, 403],
        [200, 200],
    )
    refused = api(ben).get("/api/v1/auth/profile/", REMOTE_ADDR="192.0.2.7").json()
    admin = signed_in(ada).get("/t/acme/admin/", REMOTE_ADDR="192.0.2.7")
    leaving = signed_in(ben).post("/t/acme/accounts/logout/", REMOTE_ADDR="192.0.2.7")
    assert (refused["code"], admin.status_code, leaving.status_code) == ("network-not-allowed", 403, 302)


def test_session_ends_after_as_many_hours_as_the_workspace_wishes(
    acme: Tenant, ben: Membership, signed_in: SignedIn
) -> None:
    ask_for(acme, session_hours=8)
    browser = signed_in(ben)
    first = browser.get("/t/acme/")
    session = browser.session
    session[BEGAN] -= 8 * 3600 + 5
    session.save()

    late = browser.get("/t/acme/marketplace/")
    after = browser.get("/t/acme/")

    assert (first.status_code, late.status_code, after.status_code) == (200, 302, 302)
    assert late.headers["Location"].endswith("?next=/t/acme/marketplace/")
    assert Session.objects.filter(session_key=session.session_key).count() == 0


def test_tokens_end_with_the_session_however_often_they_are_refreshed(acme: Tenant, ben: Membership, api: Api) -> None:
    refresh = "/api/v1/auth/token/refresh/"
    now = int(time.time())
    old, young = token_pair(ben, began=now - 8 * 3600 - 5), token_pair(ben, began=now - 7 * 3600)

    def answers(pair: dict[str, str]) -> list[int]:
        client = api(None)
        renewed = client.post(refresh, {"refresh": pair["refresh"]}, format="json")
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
        return [client.get("/api/v1/auth/profile/").status_code, renewed.status_code]

    ask_for(acme, session_hours=8)

    assert (answers(old), answers(young)) == ([401, 401], [200, 200])
    again = refresh_pair(token_pair(ben, began=now - 7 * 3600)["refresh"])
    assert read_access_token(again["access"]).began == now - 7 * 3600


def test_invited_addresses_have_one_of_the_allowed_domains(acme: Tenant) -> None:
    require_invitable(acme, "eve@anywhere.example")
    ask_for(acme, invitation_domains=["acme.example"])
    require_invitable(acme, "Eve@ACME.example")

    for address in ("eve@other.example", "eve@acme.example.evil.example", "eve@notacme.example"):
        with pytest.raises(AddressRefusedError):
            require_invitable(acme, address)


def test_workspace_speaks_for_those_who_chose_nothing(acme: Tenant, ben: Membership, signed_in: SignedIn) -> None:
    change_locale(acme, language="de", formats="de-CH", timezone="Europe/Zurich")
    forget_tenants()

    assert '<html lang="de"' in signed_in(ben).get("/t/acme/").text
    assert '<html lang="en"' in signed_in(ben).get("/accounts/preferences/").text
    change_preferences(ben.user, language="en")
    assert '<html lang="en"' in signed_in(ben).get("/t/acme/").text
    manner = manner_of(ben.user, acme)
    assert (manner.language, manner.formats, manner.timezone) == ("en", "", "Europe/Zurich")


def test_change_of_the_policy_is_written_down_with_what_changed(acme: Tenant, ada: Membership) -> None:
    ask_for(acme, session_hours=8)
    ask_for(acme, session_hours=8)

    with scope(acme):
        entries = list(AuditEntry.objects.filter(action="tenant.security-changed"))
    assert [entry.changes for entry in entries] == [{"session_hours": [None, 8]}]


def test_page_names_the_own_address_and_keeps_what_would_lock_out(
    ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    page = "/t/acme/settings/security/"
    refused = signed_in(ada).post(page, {"allowed_networks": "192.0.2.0/24"})
    saved = signed_in(ada).post(page, {"allowed_networks": "127.0.0.0/8\n192.0.2.0/24", "session_hours": "8"})

    assert ("127.0.0.1" in refused.text, refused.status_code, saved.status_code) == (True, 422, 302)
    assert signed_in(ben).get(page).status_code == 403
    acme = Tenant.objects.get(slug="acme")
    assert (acme.allowed_networks, acme.session_hours) == (["127.0.0.0/8", "192.0.2.0/24"], 8)


def test_api_changes_what_is_sent_and_leaves_the_rest(ada: Membership, ben: Membership, api: Api) -> None:
    address = "/api/v1/tenants/"
    api(ada).patch(f"{address}security/", {"session_hours": 12}, format="json")
    security = api(ada).patch(f"{address}security/", {"allowed_networks": ["127.0.0.1"]}, format="json").json()
    locked = api(ada).patch(f"{address}security/", {"allowed_networks": ["192.0.2.1"]}, format="json")
    known = api(ada).patch(f"{address}settings/", {"timezone": "Europe/Berlin", "name": "Acme"}, format="json").json()
    wrong = api(ada).patch(f"{address}settings/", {"language": "xx"}, format="json")

    assert security == {
        "mfa_required": False,
        "session_hours": 12,
        "invitation_domains": [],
        "allowed_networks": ["127.0.0.1/32"],
    }
    assert (locked.status_code, locked.json()["code"]) == (422, "would-lock-you-out")
    assert (known["timezone"], known["name"], known["retention_days"]) == ("Europe/Berlin", "Acme", None)
    assert (wrong.status_code, api(ben).get(f"{address}settings/").status_code) == (400, 403)


def test_stranger_reaches_the_sign_in_from_any_network(acme: Tenant) -> None:
    ask_for(acme, allowed_networks=["127.0.0.0/8"])

    assert Client().get("/t/acme/accounts/login/", REMOTE_ADDR="192.0.2.7").status_code == 200
