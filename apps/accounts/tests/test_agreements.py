"""Agreeing: at every kind of sign-up, before the next page, over the API; and what of it goes with the account."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from apps.accounts import legal
from apps.accounts.legal import Consent, texts_in_force
from apps.accounts.models import Agreement, LegalText, Membership, User
from apps.accounts.services import agree, erase_account, make_api_key, request_export
from apps.accounts.tests.invited import NewKey
from apps.accounts.tests.legal_texts import both, joined_after, joined_before, published
from apps.accounts.tests.test_pages import CANDIDATE, COMPANY
from apps.tenants.models import Tenant
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/t/acme/accounts/agreement/"
ASKED = f"{PAGE}?next=%2Ft%2Facme%2Fteam%2F"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/t/acme/team/?q=ben"}
API_SIGN_UP = {"email": "eve@moss.example", "password": "correct horse battery", "name": "Eve Moss"}


def says_yes(user: User) -> None:
    agree(user, Consent(texts_in_force(), "page", "en", "192.0.2.7", "Firefox/Ubuntu"))


def given() -> list[tuple[str, int | None, str, str]]:
    rows = Agreement.objects.order_by("-text__kind").values_list("text__kind", "text__number", "how", "language")
    return list(rows)


@pytest.fixture
def asked(ada: Membership) -> Membership:
    """Ada, who came after the texts were published and has not agreed."""
    both()
    joined_after(ada.user)
    return ada


def test_company_signs_up_with_the_box_and_is_asked_no_more(db: None) -> None:
    mark = both()
    client = Client(headers={"accept-language": "de"})

    response = client.post("/signup/company/", COMPANY | {"agreement": mark})

    assert (response.status_code, response["Location"]) == (302, "/t/moss-co/")
    assert client.get("/t/moss-co/").status_code == 200
    assert given() == [("terms", 1, "sign-up", "de"), ("privacy", 1, "sign-up", "de")]
    assert Agreement.objects.filter(address="127.0.0.1").count() == 2


def test_company_without_the_box_is_told_so_and_keeps_what_was_typed(db: None) -> None:
    both()

    page = Client().post("/signup/company/", COMPANY)

    assert (page.status_code, "Tick the box to go on." in page.text, page.text.count("data-error-summary")) == (
        *(422, True),
        1,
    )
    assert ('value="Moss &amp; Co"' in page.text, 'value="eve@moss.example"' in page.text) == (True, True)
    assert User.objects.count() == 0


def test_box_names_the_versions_and_stays_ticked_after_another_mistake(db: None) -> None:
    mark = both()

    page = Client().post("/signup/company/", COMPANY | {"agreement": mark, "email": "no address"})

    assert f'<input type="checkbox" name="agreement" value="{mark}"' in page.text
    box = page.text.partition('name="agreement"')[2].partition(">")[0]
    assert ("checked" in box, "required" in box) == (True, True)
    assert ['<a href="/legal/terms/" target="_blank"' in page.text, "/legal/privacy/" in page.text] == [True, True]


def test_nobody_agrees_to_a_version_that_came_while_they_typed(db: None) -> None:
    mark = both()
    published()

    page = Client().post("/signup/company/", COMPANY | {"agreement": mark})

    assert (page.status_code, "There is a newer version since you opened this page." in page.text) == (422, True)
    assert 'value="terms-2,privacy-1"' in page.text


@pytest.mark.parametrize(
    ("kind", "label"), [("terms", "I agree to the terms of use."), ("privacy", "I have read the privacy notice.")]
)
def test_box_asks_for_what_there_is(kind: str, label: str) -> None:
    published(kind)

    assert f"<span>{label}</span>" in Client().get("/signup/company/").text


def test_candidate_signs_up_with_the_box(community: Tenant) -> None:
    mark = both()
    client = Client()

    without = client.post("/accounts/signup/", CANDIDATE)
    response = client.post("/accounts/signup/", CANDIDATE | {"agreement": mark})

    assert ("Tick the box to go on." in without.text, 'value="Eve Moss"' in without.text) == (True, True)
    assert (response.status_code, client.get("/t/practice/").status_code) == (302, 200)
    assert given() == [("terms", 1, "sign-up", "en"), ("privacy", 1, "sign-up", "en")]


def test_invited_person_joins_with_the_box(invited: NewKey) -> None:
    _invitation, key = invited()
    mark = both()
    client, address = Client(), f"/t/acme/team/join/{key}/"
    said = {"name": "Eve Moss", "password": "correct horse battery"}

    without = client.post(address, said)
    response = client.post(address, said | {"agreement": mark})

    assert (without.status_code, "Tick the box to go on." in without.text) == (422, True)
    assert (response.status_code, client.get("/t/acme/").status_code, len(given())) == (302, 200, 2)


def test_program_registers_with_the_versions(community: Tenant) -> None:
    both()
    client = Client()

    refused = client.post("/api/v1/auth/register/", API_SIGN_UP, "application/json")
    old = client.post(
        "/api/v1/auth/register/", API_SIGN_UP | {"agreement": {"terms": 7, "privacy": 1}}, "application/json"
    )
    made = client.post(
        "/api/v1/auth/register/", API_SIGN_UP | {"agreement": {"terms": 1, "privacy": 1}}, "application/json"
    )

    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (
        400,
        ["agreement.terms", "agreement.privacy"],
    )
    assert [one["field"] for one in old.json()["errors"]] == ["agreement.terms"]
    assert (made.status_code, given()) == (201, [("terms", 1, "api", "en"), ("privacy", 1, "api", "en")])


def test_program_accepts_an_invitation_with_the_versions(invited: NewKey) -> None:
    _invitation, key = invited()
    both()
    said: dict[str, Any] = {"token": key, "name": "Eve Moss", "password": "correct horse battery"}
    address = "/api/v1/auth/invitations/accept/"

    refused = Client().post(address, said, "application/json")
    made = Client().post(address, said | {"agreement": {"terms": 1, "privacy": 1}}, "application/json")

    assert (refused.status_code, made.status_code, len(given())) == (400, 201, 2)


def test_whoever_has_not_agreed_is_led_there_and_back(asked: Membership, signed_in: SignedIn) -> None:
    client = signed_in(asked)

    led = client.get("/t/acme/team/?q=ben")
    page = client.get(led["Location"])
    refused = client.post(PAGE, {"next": "/t/acme/team/?q=ben"})
    done = client.post(PAGE, {"next": "/t/acme/team/?q=ben", "agreement": "terms-1,privacy-1"})

    assert led["Location"] == f"{PAGE}?next=%2Ft%2Facme%2Fteam%2F%3Fq%3Dben"
    assert ('name="next" value="/t/acme/team/?q=ben"' in page.text, "Before you go on" in page.text) == (True, True)
    assert "<h3>Scope</h3>" in page.text
    assert (refused.status_code, done["Location"], client.get("/t/acme/team/").status_code) == (
        *(422, "/t/acme/team/?q=ben"),
        200,
    )
    assert given() == [("terms", 1, "page", "en"), ("privacy", 1, "page", "en")]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", ""])
def test_nobody_is_led_to_another_host_afterwards(asked: Membership, signed_in: SignedIn, elsewhere: str) -> None:
    done = signed_in(asked).post(PAGE, {"next": elsewhere, "agreement": "terms-1,privacy-1"})

    assert done["Location"] == "/t/acme/enter/"


def test_only_the_text_that_is_new_is_asked_for(ada: Membership, signed_in: SignedIn) -> None:
    both()
    says_yes(ada.user)
    published("privacy", news_en="We keep less")

    page = signed_in(ada).get(PAGE)
    signed_in(ada).post(PAGE, {"agreement": "privacy-2"})

    assert ("A new version to agree to" in page.text, "We keep less" in page.text) == (True, True)
    assert ("I have read the privacy notice." in page.text, "terms of use" in page.text) == (True, False)
    assert signed_in(ada).get("/t/acme/team/").status_code == 200


def test_those_who_do_not_agree_may_read_take_their_data_and_leave(asked: Membership, signed_in: SignedIn) -> None:
    client = signed_in(asked)
    pages = ("accounts/exports/", "accounts/exports/list/", "accounts/delete/", "legal/terms/", "accounts/logout/")

    assert [client.get(f"/t/acme/{page}").status_code for page in pages] == [200] * 5
    assert client.post("/t/acme/accounts/exports/").status_code == 302
    assert client.post("/t/acme/i18n/setlang/", {"language": "de"}).status_code == 302
    assert client.post("/t/acme/accounts/logout/").status_code == 302
    assert signed_in(asked).get("/t/acme/accounts/profile/").status_code == 302


def test_what_was_being_filled_in_is_taken_for_some_hours(ada: Membership, signed_in: SignedIn) -> None:
    joined_before(ada.user)
    both()
    client = signed_in(ada)
    data = {"email": "new@acme.example", "name": "", "role": "member"}

    sent = client.post("/t/acme/team/invite/", data)
    part = client.get("/t/acme/notices/", headers=HTMX)
    page = client.get("/t/acme/team/")

    assert (sent["Location"], part.status_code, page["Location"]) == ("/t/acme/team/invitations/", 200, ASKED)


def test_later_a_form_leads_to_agreeing_too(
    ada: Membership, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined_before(ada.user)
    both()
    monkeypatch.setattr("apps.accounts.agreement_middleware.FORMS_KEPT", timedelta(0))
    client = signed_in(ada)
    headers = {"Referer": "http://testserver/t/acme/team/"}

    sent = client.post("/t/acme/team/invite/", {"email": "new@acme.example"}, headers=headers)
    part = client.get("/t/acme/notices/", headers=HTMX)

    assert sent["Location"] == ASKED
    assert part["HX-Redirect"] == f"{PAGE}?next=%2Ft%2Facme%2Fteam%2F%3Fq%3Dben"


def test_nothing_is_asked_where_nothing_is_published(ada: Membership, signed_in: SignedIn, api: Api) -> None:
    page = signed_in(ada).get(PAGE)

    assert ("There is nothing to agree to here." in page.text, 'name="agreement"' in page.text) == (True, False)
    assert api(ada).get("/api/v1/auth/legal/").json()["results"] == []
    assert api(ada).get("/api/v1/auth/agreement/").json() == {"agreed": True, "missing": [], "agreements": []}
    assert 'name="agreement"' not in Client().get("/signup/company/").text


def test_staff_on_a_visit_neither_agree_for_others_nor_are_asked(
    ada: Membership, sam: User, signed_in: SignedIn
) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(support_access=True)
    ada.refresh_from_db()
    both()
    joined_after(ada.user)
    client = signed_in(sam)
    reason = {"reason": "Ticket 4711, cannot invite", "minutes": 15}
    says_yes(sam)
    client.post(f"/support/act-as/{ada.pk}/", reason)

    page, refused = client.get("/t/acme/team/"), client.post(PAGE, {"agreement": "terms-1,privacy-1"})

    assert (page.status_code, refused.status_code) == (200, 403)
    assert Agreement.objects.filter(user=ada.user).count() == 0


def test_api_says_what_to_do_and_takes_the_agreement(asked: Membership, api: Api) -> None:
    client = api(asked)

    refused = client.get("/api/v1/auth/members/")
    texts = client.get("/api/v1/auth/legal/", headers={"accept-language": "de"}).json()["results"]
    before = client.get("/api/v1/auth/agreement/").json()
    incomplete = client.post("/api/v1/auth/agreement/", {"terms": 1}, format="json")
    after = client.post("/api/v1/auth/agreement/", {"terms": 1, "privacy": 1}, format="json").json()

    problem = refused.json()
    assert (refused.status_code, problem["code"], "POST /api/v1/auth/agreement/" in problem["detail"]) == (
        *(403, "terms-not-accepted"),
        True,
    )
    assert [(text["kind"], text["version"], text["language"], text["url"]) for text in texts] == [
        ("terms", 1, "de", "/t/acme/legal/terms/"),
        ("privacy", 1, "en", "/t/acme/legal/privacy/"),
    ]
    missing = [{"kind": "terms", "version": 1}, {"kind": "privacy", "version": 1}]
    assert (before["agreed"], before["missing"]) == (False, missing)
    assert [one["field"] for one in incomplete.json()["errors"]] == ["privacy"]
    assert (after["agreed"], [one["how"] for one in after["agreements"]]) == (True, ["api", "api"])
    assert client.get("/api/v1/auth/members/").status_code == 200


def test_api_is_not_softer_to_programs_whose_person_was_here_before(ada: Membership, api: Api) -> None:
    joined_before(ada.user)
    both()

    assert api(ada).post("/api/v1/auth/invitations/", {}, format="json").json()["code"] == "terms-not-accepted"


def test_way_out_is_open_in_the_api(asked: Membership, api: Api) -> None:
    client = api(asked)

    assert client.post("/api/v1/auth/exports/").status_code == 202
    assert client.get("/api/v1/auth/exports/").status_code == 200
    assert client.get("/api/v1/auth/profile/").status_code == 200
    # Only the owner's place is in the way.
    deleted = client.delete("/api/v1/auth/profile/", {"password": "a password of nobody"}, format="json")
    assert deleted.json()["code"] == "owns-workspaces"


def test_keys_of_programs_are_no_persons(asked: Membership) -> None:
    _key, raw = make_api_key(asked, name="Career page", scopes=["accounts.view_members"], days=30)
    client = Client(headers={"authorization": f"Bearer {raw}"})

    assert client.get("/api/v1/auth/members/").status_code == 200
    assert client.post("/api/v1/auth/agreement/", {"terms": 1, "privacy": 1}, "application/json").json()["code"] == (
        "not-for-keys"
    )


def test_archive_holds_what_was_agreed_to_with_its_words(ada: Membership, run_queued: Callable[[], int]) -> None:
    both()
    agree(ada.user, Consent(texts_in_force(), "page", "de", "192.0.2.7", "Firefox/Ubuntu"))
    export = request_export(ada.user)
    run_queued()
    export.refresh_from_db()
    with default_storage.open(export.file_name, "rb") as stored:
        found = json.loads(zipfile.ZipFile(io.BytesIO(stored.read())).read("agreements.json"))

    terms = next(one for one in found if one["text"] == "terms")
    assert (terms["version"], terms["language"], terms["address"], terms["how"]) == (1, "de", "192.0.2.7", "page")
    assert terms["words"] == LegalText.objects.get(kind="terms").text_de


def test_agreement_outlives_the_account_without_where_it_was_given(dan: Membership) -> None:
    both()
    says_yes(dan.user)

    erase_account(dan.user)

    assert set(Agreement.objects.values_list("user", "address", "browser")) == {(dan.user_id, None, "")}
    assert User.objects.get(pk=dan.user_id).name == ""


def test_memory_of_what_is_in_force_ends_by_itself(ada: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that did not publish it."""
    assert texts_in_force() == ()
    LegalText.objects.create(kind="terms", number=1, state="published", published_at=timezone.now(), text_en="Be fair")
    within = texts_in_force()
    later = time.monotonic() + legal.REMEMBERED_SECONDS + 1
    monkeypatch.setattr("apps.accounts.legal.time.monotonic", lambda: later)

    assert (within, [text.mark for text in texts_in_force()]) == ((), ["terms-1"])
