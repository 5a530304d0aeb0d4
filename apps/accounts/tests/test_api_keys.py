"""API keys: what they open, what they never open, and when they end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import ApiKey, Membership
from apps.accounts.roles import Role
from apps.accounts.services import add_member, change_membership, make_api_key, revoke_api_key
from apps.accounts.services.api_keys import MOST_KEYS, ScopeRefusedError, TooManyKeysError
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Api, Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db

CVS = "/api/v1/cv-analysis/cvs/"
KEYS = "/api/v1/auth/keys/"
MEMBERS = "/api/v1/auth/members/"
LOOK = "cv_analysis.view"


def with_key(raw: str, scheme: str = "Bearer") -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"{scheme} {raw}")
    return client


@pytest.fixture
def made(ada: Membership, licensed: License) -> tuple[ApiKey, str]:
    """Ada's key that may look at CVs."""
    return make_api_key(ada, name="Career page", scopes=[LOOK], days=30)


def test_key_is_kept_as_its_hash_and_named_by_its_beginning(made: tuple[ApiKey, str]) -> None:
    key, raw = made
    stored = str(ApiKey.objects.values().get())

    assert (raw in stored, raw.removeprefix(f"{key.prefix}_") in stored) == (False, False)
    assert (raw.startswith(f"{key.prefix}_"), key.prefix[:3], len(raw)) == (True, "rk_", 55)


@pytest.mark.parametrize("scheme", ["Bearer", "Api-Key", "bearer"])
@pytest.mark.parametrize("at", ["", "/t/acme"])
def test_key_opens_what_its_scopes_allow(made: tuple[ApiKey, str], scheme: str, at: str) -> None:
    client = with_key(made[1], scheme)

    found = [client.get(f"{at}{CVS}").status_code, client.get(f"{at}{MEMBERS}").status_code]
    deeds = [client.post(f"{at}{CVS}").status_code, client.get(f"{at}/api/v1/modules/my-modules/").status_code]

    assert (found, deeds) == ([200, 403], [403, 200])


def test_key_may_never_more_than_the_role_of_its_maker_now(
    made: tuple[ApiKey, str], new_member: NewMember, ada: Membership
) -> None:
    carl = new_member("carl", ada.tenant, Role.ADMIN)
    _key, raw = make_api_key(carl, name="x", scopes=["cv_analysis.upload", "accounts.view_members"], days=1)
    before = with_key(raw).post(CVS).status_code
    change_membership(carl, role=Role.GUEST, is_active=True)

    after = [with_key(raw).post(CVS).status_code, with_key(raw).get(MEMBERS).status_code]

    assert (before, after) == (400, [403, 200])


def test_adjusted_rights_of_the_role_count_for_its_keys_too(
    new_member: NewMember, ada: Membership, licensed: License
) -> None:
    carl = new_member("carl", ada.tenant, Role.ADMIN)
    _key, raw = make_api_key(carl, name="x", scopes=[LOOK], days=1)
    Tenant.objects.filter(pk=ada.tenant_id).update(role_rights={"admin": {LOOK: False}})

    assert with_key(raw).get(CVS).status_code == 403


@pytest.mark.parametrize("how", ["revoked", "expired", "changed", "empty"])
def test_key_that_is_over_or_wrong_opens_nothing(made: tuple[ApiKey, str], how: str) -> None:
    key, raw = made
    if how == "revoked":
        revoke_api_key(key)
    elif how == "expired":
        ApiKey.objects.update(expires_at=timezone.now())
    sent = {"changed": f"{raw[:-1]}{'a' if raw[-1] != 'a' else 'b'}", "empty": "rk_"}.get(how, raw)

    answer = with_key(sent).get(CVS)

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-key")


@pytest.mark.parametrize("at", ["/t/beta", "/t/practice"])
def test_key_of_one_workspace_opens_no_other(made: tuple[ApiKey, str], at: str, cleo: Membership, grant: Grant) -> None:
    grant(cleo.tenant)

    answer = with_key(made[1]).get(f"{at}{CVS}")

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")


def test_key_ends_with_the_suspension_of_its_maker_and_comes_back_with_them(
    made: tuple[ApiKey, str], ada: Membership, new_member: NewMember
) -> None:
    new_member("zoe", ada.tenant, Role.OWNER)
    change_membership(ada, role=Role.OWNER, is_active=False)
    suspended = with_key(made[1]).get(CVS).status_code
    change_membership(ada, role=Role.OWNER, is_active=True)

    assert (suspended, with_key(made[1]).get(CVS).status_code) == (401, 200)


def test_key_of_somebody_removed_stays_dead_when_they_return(
    made: tuple[ApiKey, str], ada: Membership, new_member: NewMember
) -> None:
    new_member("zoe", ada.tenant, Role.OWNER)
    change_membership(ada, role=Role.OWNER, is_active=False, is_removed=True)
    add_member(ada.tenant, user=ada.user, role=Role.OWNER)

    assert with_key(made[1]).get(CVS).status_code == 401


def test_key_of_somebody_deactivated_opens_nothing(made: tuple[ApiKey, str], ada: Membership) -> None:
    ada.user.is_active = False
    ada.user.save()

    assert with_key(made[1]).get(CVS).status_code == 401


def test_key_of_a_suspended_workspace_opens_nothing(made: tuple[ApiKey, str], acme: Tenant) -> None:
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.SUSPENDED)

    assert with_key(made[1]).get(CVS).status_code == 403


PERSONAL = [
    ("get", "/api/v1/auth/profile/"),
    ("patch", "/api/v1/auth/profile/"),
    ("post", "/api/v1/auth/change-password/"),
    ("get", "/api/v1/auth/dashboard/"),
]


@pytest.mark.parametrize(("method", "address"), PERSONAL)
def test_key_is_no_person(made: tuple[ApiKey, str], method: str, address: str) -> None:
    answer = getattr(with_key(made[1]), method)(address, {"name": "Eve"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "not-for-keys")


def test_key_manages_no_keys_whatever_its_row_says(made: tuple[ApiKey, str], ada: Membership) -> None:
    key, raw = made
    ApiKey.objects.update(scopes=["accounts.manage_keys", "accounts.manage_roles"])

    answers = [
        with_key(raw).get(KEYS).status_code,
        with_key(raw).post(KEYS, {"name": "x", "scopes": [LOOK]}, format="json").status_code,
        with_key(raw).delete(f"{KEYS}{key.pk}/").status_code,
    ]

    assert (answers, ApiKey.objects.living().count()) == ([403, 403, 403], 1)


def test_key_decides_about_nobody_who_manages(ada: Membership, ben: Membership, new_member: NewMember) -> None:
    carl = new_member("carl", ada.tenant, Role.ADMIN)
    _key, raw = make_api_key(ada, name="HR system", scopes=["accounts.manage_members"], days=1)
    client = with_key(raw)

    promoted = client.patch(f"{MEMBERS}{ben.pk}/", {"role": "admin"}, format="json")
    let_go = client.delete(f"{MEMBERS}{carl.pk}/")
    suspended = client.patch(f"{MEMBERS}{ben.pk}/", {"state": "suspended"}, format="json")

    assert [(answer.status_code, answer.json()["code"]) for answer in (promoted, let_go)] == [
        (403, "role-above-yours")
    ] * 2
    assert (suspended.status_code, suspended.json()["state"]) == (200, "suspended")


@pytest.mark.parametrize(
    ("scopes", "days"),
    [([], 1), (["accounts.manage_keys"], 1), (["tenants.close"], 1), (["nonsense.at_all"], 1), ([LOOK], 366)],
)
def test_key_is_given_only_what_keys_can_have(ada: Membership, scopes: list[str], days: int) -> None:
    with pytest.raises(ScopeRefusedError):
        make_api_key(ada, name="x", scopes=scopes, days=days)


def test_maker_gives_no_more_than_they_have(ada: Membership, new_member: NewMember) -> None:
    carl = new_member("carl", ada.tenant, Role.ADMIN)
    Tenant.objects.filter(pk=ada.tenant_id).update(role_rights={"admin": {LOOK: False}})
    carl.tenant.refresh_from_db()

    with pytest.raises(ScopeRefusedError):
        make_api_key(carl, name="x", scopes=[LOOK], days=1)


def test_there_is_an_end_to_how_many_keys_a_workspace_has(made: tuple[ApiKey, str], ada: Membership) -> None:
    key = made[0]
    copies = [
        ApiKey(tenant_id=key.tenant_id, membership=ada, name="x", key_hash=str(n), expires_at=key.expires_at)
        for n in range(MOST_KEYS - 1)
    ]
    ApiKey.objects.bulk_create(copies)

    with pytest.raises(TooManyKeysError):
        make_api_key(ada, name="one more", scopes=[LOOK], days=1)


def test_use_is_noted_once_a_minute(made: tuple[ApiKey, str]) -> None:
    key, raw = made
    client = with_key(raw)
    client.get(CVS)
    key.refresh_from_db()
    first = key.last_used_at
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(CVS)
    key.refresh_from_db()
    quiet = key.last_used_at
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    client.get(CVS)
    key.refresh_from_db()

    assert first is not None
    assert (quiet, [q["sql"] for q in queries if "UPDATE" in q["sql"]]) == (first, [])
    assert key.last_used_at is not None
    assert key.last_used_at > first


def test_request_with_a_key_costs_one_statement_more_than_with_a_token(
    made: tuple[ApiKey, str], ada: Membership, api: Api
) -> None:
    counts = []
    for client in (api(ada), with_key(made[1])):
        client.get(CVS)
        with CaptureQueriesContext(connection) as queries:
            client.get(CVS)
        counts.append(len([q for q in queries if not q["sql"].startswith("SET")]))

    assert counts[1] - counts[0] == 1


def test_log_says_that_a_key_did_it(ada: Membership, ben: Membership) -> None:
    key, raw = make_api_key(ada, name="HR system", scopes=["accounts.manage_members"], days=1)
    with scope(ada.tenant):
        made = AuditEntry.objects.get(action="key.made")
    revoke_api_key(key)
    revoke_api_key(key)
    with scope(ada.tenant):
        revoked = AuditEntry.objects.filter(action="key.revoked").count()

    assert (made.target_label, made.changes) == (str(key), {"scopes": [[], ["accounts.manage_members"]]})
    assert (revoked, raw in str(vars(made))) == (1, False)


def test_keys_are_made_listed_and_revoked_over_http(ada: Membership, licensed: License, api: Api) -> None:
    client = api(ada)
    made = client.post(KEYS, {"name": "Career page", "scopes": [LOOK], "days": 30}, format="json")
    key = made.json()
    listed = client.get(KEYS).json()
    opened = with_key(key["key"]).get(CVS).status_code
    gone = client.delete(f"{KEYS}{key['id']}/").status_code
    one = client.get(f"{KEYS}{key['id']}/").json()

    assert (made.status_code, key["scopes"], key["made_by"]) == (201, [LOOK], {"id": str(ada.pk), "name": "Ada"})
    assert (listed["count"], "key" in listed["results"][0], listed["results"][0]["state"]) == (1, False, "active")
    assert (opened, gone, one["state"], with_key(key["key"]).get(CVS).status_code) == (200, 204, "revoked", 401)


@pytest.mark.parametrize("body", [{}, {"name": "x"}, {"name": "x", "scopes": ["accounts.manage_keys"]}])
def test_nonsense_makes_no_key(ada: Membership, api: Api, body: dict[str, Any]) -> None:
    assert (api(ada).post(KEYS, body, format="json").status_code, ApiKey.objects.count()) == (400, 0)


def test_keys_of_others_are_not_there(
    made: tuple[ApiKey, str], cleo: Membership, api: Api, signed_in: SignedIn
) -> None:
    key = made[0]

    answers = [
        api(cleo).get(f"{KEYS}{key.pk}/").status_code,
        api(cleo).delete(f"{KEYS}{key.pk}/").status_code,
        signed_in(cleo).post(f"/t/beta/settings/keys/{key.pk}/revoke/").status_code,
    ]

    assert (answers, api(cleo).get(KEYS).json()["count"]) == ([404, 404, 404], 0)
    assert ApiKey.objects.living().count() == 1


def test_page_shows_a_new_key_once(ada: Membership, licensed: License, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    form = client.get("/t/acme/settings/keys/new/")
    made = client.post("/t/acme/settings/keys/new/", {"name": "Career page", "days": "30", "scopes": [LOOK]})
    key = ApiKey.objects.get()
    listed = client.get("/t/acme/settings/keys/")
    revoked = client.post(f"/t/acme/settings/keys/{key.pk}/revoke/", follow=True)

    assert (LOOK in form.text, "accounts.manage_keys" in form.text) == (True, False)
    assert (made.status_code, made["Cache-Control"], f"{key.prefix}_" in made.text) == (200, "private, no-store", True)
    assert (f"{key.prefix}_" in listed.text, f"{key.prefix}…" in listed.text) == (False, True)
    assert "is revoked" in revoked.text
    assert ApiKey.objects.living().count() == 0


def test_form_that_is_refused_keeps_what_was_chosen(ada: Membership, licensed: License, signed_in: SignedIn) -> None:
    page = signed_in(ada).post("/t/acme/settings/keys/new/", {"name": "", "days": "30", "scopes": [LOOK]})

    assert (page.status_code, f'value="{LOOK}" checked' in page.text, ApiKey.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(
    rows: int, ada: Membership, licensed: License, signed_in: SignedIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(rows):
        make_api_key(ada, name=f"Key {number}", scopes=[LOOK], days=30)
    client = signed_in(ada)
    client.get("/t/acme/settings/keys/")

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/t/acme/settings/keys/")

    assert page.text.count('id="key-0') == rows
    assert len([q for q in queries if '"accounts_apikey"' in q["sql"]]) == 1
