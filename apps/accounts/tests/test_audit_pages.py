"""A workspace's audit log as its owners read it, on pages, as a file and over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership, User
from apps.audit.models import AuditEntry
from apps.audit.services import record
from apps.core.actor import PERSON, STAFF, Actor, acting_as
from apps.core.scope import scope
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
DEED = "log.exported"


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def deeds(ada: Membership, ben: Membership, sam: User) -> None:
    """That both joined, then: Ada's by session, Ben's by token, a key's, and staff acting as Ben."""
    actors = (
        Actor(PERSON, ada.user_id, "", "session", "192.0.2.1"),
        Actor(PERSON, ben.user_id, "", "token", "192.0.2.2"),
        Actor("api-key", None, "nightly import", "api-key"),
        Actor(STAFF, sam.pk, "", "session", "192.0.2.3", on_behalf_of=ben.user_id),
    )
    with scope(ada.tenant):
        for number, actor in enumerate(actors):
            with acting_as(actor):
                record(DEED, label=f"file {number}", changes={"role": ("member", "admin")})
        settle()


def test_page_names_who_did_it_by_what_and_what_changed(deeds: None, ada: Membership, signed_in: SignedIn) -> None:
    text = signed_in(ada).get("/t/acme/settings/audit/").text

    shown = [words in text for words in ("Ada", "Ben", "nightly import", "Sam, acting as Ben", "192.0.2.2", "file 3")]
    assert shown == [True] * 6
    assert text.count("role: ") == 6


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ben", ["file 1"]),
        ("q=nightly", ["file 2"]),
        ("kind=staff", ["file 3"]),
        ("q=file+0", ["file 0"]),
        ("action=log.exported&days=7", ["file 0", "file 1", "file 2", "file 3"]),
    ],
)
def test_log_is_searched_by_person_and_narrowed_by_filters(
    deeds: None, ada: Membership, signed_in: SignedIn, query: str, found: list[str]
) -> None:
    text = signed_in(ada).get(f"/t/acme/settings/audit/?{query}").text

    assert [name for name in ("file 0", "file 1", "file 2", "file 3") if f"· {name}" in text] == found


def test_name_of_an_account_that_was_deleted_is_gone_from_the_log(
    deeds: None, ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    User.objects.filter(pk=ben.user_id).update(name="Deleted account", email="x@deleted.invalid")

    text = signed_in(ada).get("/t/acme/settings/audit/?q=file+1").text

    assert ("Deleted account" in text, "Ben" in text) == (True, False)


def test_member_whom_a_deed_concerns_is_named_as_today(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    with scope(ada.tenant), acting_as(Actor(PERSON, ada.user_id)):
        record(DEED, target=ben, label="module")
    User.objects.filter(pk=ben.user_id).update(name="Benjamin")

    assert "· Benjamin · module" in signed_in(ada).get("/t/acme/settings/audit/").text


def test_export_holds_number_and_hash_of_each_entry_and_is_written_down(
    deeds: None, ada: Membership, signed_in: SignedIn
) -> None:
    lines = signed_in(ada).get("/t/acme/settings/audit/export/?q=file").getvalue().decode().splitlines()

    with scope(ada.tenant):
        settle()
        links = dict(AuditEntry.objects.filter(target_label="file 1").values_list("link__number", "link__hash"))
        last = AuditEntry.objects.latest("id")
    assert (len(lines), links) == (5, {4: lines[3].rsplit(",", 1)[1]})
    assert (last.action, last.actor_id, last.note, last.credential) == (DEED, ada.user_id, "q=file", "session")


def test_api_gives_the_entries_with_their_place_in_the_chain(deeds: None, ada: Membership, api: Api) -> None:
    body = api(ada).get("/api/v1/audit/?actor_kind=person&ordering=id").json()

    assert (body["count"], [entry["number"] for entry in body["results"]]) == (2, [3, 4])
    assert body["results"][1]["actor"] == {
        "kind": "person",
        "id": str(Membership.objects.get(user__name="Ben").user_id),
        "name": "Ben",
        "credential": "token",
        "on_behalf_of": None,
        "address": "192.0.2.2",
    }
    assert body["results"][1]["changes"] == {"role": ["member", "admin"]}


def test_chain_is_verified_on_the_page_and_over_http(
    deeds: None, ada: Membership, api: Api, signed_in: SignedIn
) -> None:
    body = api(ada).get("/api/v1/audit/chain/").json()
    page = signed_in(ada).get("/t/acme/settings/audit/check/").text

    assert (body["holds"], body["length"], body["broken_at"], body["unchained"]) == (True, 6, None, 0)
    assert ("All 6 entries are as they were written" in page, body["head"] in page) == (True, True)


def test_members_may_not_read_it(ben: Membership, signed_in: SignedIn, api: Api) -> None:
    pages = [signed_in(ben).get(f"/t/acme/settings/audit/{part}").status_code for part in ("", "export/", "check/")]

    assert (pages, api(ben).get("/api/v1/audit/").status_code) == ([403] * 3, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_statements_does_not_grow_with_the_log(ada: Membership, signed_in: SignedIn, rows: int) -> None:
    with scope(ada.tenant), acting_as(Actor(PERSON, ada.user_id)):
        for _ in range(rows):
            record(DEED)
    client = signed_in(ada)
    client.get("/t/acme/settings/audit/")

    with CaptureQueriesContext(connection) as seen:
        client.get("/t/acme/settings/audit/")

    # The page of the log, and the names in it; who asks, where, and what else the frame needs is another matter.
    entries = [query["sql"] for query in seen if 'FROM "audit_auditentry"' in query["sql"]]
    names = [query["sql"] for query in seen if 'LEFT OUTER JOIN "accounts_membership"' in query["sql"]]
    assert (len(entries), len(names), len(seen)) == (1, 1, 6)
