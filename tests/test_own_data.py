"""A person's own data: the archive of it, and the end of the account."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.accounts.models import ApiKey, DataExport, Mail, Member, Membership, SavedView, SignIn, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member, erase_account, make_api_key, request_export, save_view
from apps.accounts.services.erasure import LastOwnerOfWorkspacesError, StaffAccountError
from apps.accounts.services.own_data import ExportRunningError, forget_exports
from apps.accounts.services.profile import change_picture, delete_personal_file
from apps.accounts.tests.test_profile import upload
from apps.accounts.tokens import token_pair
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.cv_analysis.services import upload_cv
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api, Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db

Run = Callable[[], int]
EXPORTS = "/api/v1/auth/exports/"
CV = Path(__file__).resolve().parent.parent / "apps/cv_analysis/tests/files/plain.txt"


def archive(export: DataExport) -> zipfile.ZipFile:
    export.refresh_from_db()
    with default_storage.open(export.file_name, "rb") as stored:
        return zipfile.ZipFile(io.BytesIO(stored.read()))


@pytest.fixture
def dans_cv(dan: Membership, grant: Grant, run_queued: Run) -> Cv:
    """A candidate's CV, which is the candidate's."""
    grant(dan.tenant)
    with scope(dan.tenant):
        cv = upload_cv(dan, upload=SimpleUploadedFile("../Dan CV.txt", CV.read_bytes()))
    run_queued()
    return cv


def test_archive_holds_what_belongs_to_the_person(dan: Membership, dans_cv: Cv, run_queued: Run) -> None:
    change_picture(dan.user, upload())
    with scope(dan.tenant):
        save_view(dan, listing="cv_analysis.cvs", title="Read ones", query="status=read")
    export = request_export(dan.user)
    run_queued()

    found = archive(export)
    assert sorted(found.namelist()) == [
        *(
            "README.txt",
            "agreements.json",
            "browsers.json",
            "mails.json",
            "picture.png",
            "profile.json",
            "sign-ins.json",
        ),
        *("workspaces.json", "workspaces/practice/api-keys.json"),
        "workspaces/practice/cv-analysis/1-Dan CV.txt",
        "workspaces/practice/cv-analysis/1-analysis.json",
        "workspaces/practice/hiring/1-candidate.json",
        "workspaces/practice/saved-views.json",
    ]
    assert json.loads(found.read("profile.json"))["email"] == "dan@practice.example"
    assert json.loads(found.read("workspaces/practice/saved-views.json"))[0]["title"] == "Read ones"
    assert found.read("workspaces/practice/cv-analysis/1-Dan CV.txt") == CV.read_bytes()
    analysis = json.loads(found.read("workspaces/practice/cv-analysis/1-analysis.json"))
    assert (analysis["status"], analysis["text"][:20]) == ("parsed", CV.read_text()[:20])
    assert found.testzip() is None


def test_archive_of_a_member_holds_no_cvs_of_others(
    ada: Membership, grant: Grant, run_queued: Run, cleo: Membership
) -> None:
    grant(ada.tenant)
    with scope(ada.tenant):
        upload_cv(ada, upload=SimpleUploadedFile("candidate.txt", b"Ines Okafor"))
    _key, raw = make_api_key(ada, name="x", scopes=["cv_analysis.view"], days=1)
    export = request_export(ada.user)
    run_queued()

    names = archive(export).namelist()
    texts = b"".join(archive(export).read(name) for name in names)
    assert [name for name in names if "cv-analysis" in name or "beta" in name] == []
    assert (raw.encode() in texts, b"argon2" in texts, b"md5$" in texts, b"cleo" in texts) == (False,) * 4


def test_mail_says_that_the_archive_is_ready_and_its_link_asks_for_the_person(
    ada: Membership, ben: Membership, mails: Callable[[], list[str]], signed_in: SignedIn
) -> None:
    export = request_export(ada.user)
    [text] = mails()
    link = next(word for word in text.replace("=\n", "").split() if "/exports/" in word and word.startswith("http"))
    address = link.removeprefix("http://localhost:8000")

    own, others, strangers = (signed_in(who).get(address) for who in (ada, ben, None))
    content = own.getvalue()
    export.refresh_from_db()

    assert (own.status_code, own["Content-Type"], content[:2]) == (200, "application/zip", b"PK")
    assert own["Content-Disposition"] == f'attachment; filename="rostrum-{export.created_at:%Y-%m-%d}.zip"'
    assert (others.status_code, strangers.status_code) == (404, 302)
    assert signed_in(ada).get(f"{address[:-3]}xx/").status_code == 404, "a changed link opens nothing"


def test_archive_lives_for_a_day(ada: Membership, run_queued: Run, api: Api) -> None:
    export = request_export(ada.user)
    run_queued()
    export.refresh_from_db()
    name = export.file_name
    DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused = api(ada).get(f"{EXPORTS}{export.pk}/download/").status_code
    forget_exports()
    run_queued()

    assert (refused, default_storage.exists(name)) == (404, False)
    assert api(ada).get(f"{EXPORTS}{export.pk}/").json()["state"] == "gone"


def test_archives_are_asked_for_over_http(ada: Membership, cleo: Membership, api: Api, run_queued: Run) -> None:
    client = api(ada)
    asked = client.post(EXPORTS)
    again = client.post(EXPORTS)
    run_queued()
    [ready] = client.get(EXPORTS).json()["results"]
    got = client.get(ready["url"])

    assert (asked.status_code, asked.json()["state"], asked.json()["url"]) == (202, "waiting", None)
    assert (again.status_code, again.json()["code"]) == (409, "export-running")
    assert (ready["state"], ready["size"] > 500, got.status_code) == ("ready", True, 200)
    assert got.getvalue()[:2] == b"PK"
    assert [api(cleo).get(f"{EXPORTS}{ready['id']}/{end}").status_code for end in ("", "download/")] == [404, 404]


def test_page_shows_how_far_the_archive_is(ada: Membership, signed_in: SignedIn, run_queued: Run) -> None:
    client = signed_in(ada)
    empty = client.get("/t/acme/accounts/exports/")
    client.post("/t/acme/accounts/exports/")
    waiting = client.get("/t/acme/accounts/exports/list/")
    run_queued()
    ready = client.get("/t/acme/accounts/exports/list/")

    assert "No archive yet" in empty.text
    assert ("hx-get" in waiting.text, "<progress" in waiting.text) == (True, True)
    assert ("hx-get" in ready.text, "/download" in ready.text or "Download" in ready.text) == (False, True)


def test_no_second_archive_while_one_is_made(ada: Membership) -> None:
    request_export(ada.user)

    with pytest.raises(ExportRunningError):
        request_export(ada.user)


def test_only_files_of_people_are_deleted_as_such(db: None) -> None:
    with pytest.raises(ValueError, match="is no file of a person"):
        delete_personal_file("tenants/t1/cv_analysis/x.pdf")


def test_account_of_a_candidate_goes_with_files_and_findings(
    dan: Membership, dans_cv: Cv, run_queued: Run, mails: Callable[[], list[str]]
) -> None:
    change_picture(dan.user, upload())
    picture, stored = dan.user.avatar_name, str(dans_cv.file.name)
    SocialAccount.objects.create(user=dan.user, provider="google", uid="dan-at-google")
    EmailAddress.objects.create(user=dan.user, email=dan.user.email, primary=True)
    tokens = token_pair(dan)

    erase_account(dan.user)
    [goodbye] = mails()
    user = User.objects.get(pk=dan.user_id)
    with scope(dan.tenant):
        member, cvs = Member.objects.get(pk=dan.pk), Cv.objects.count()
        actions = list(AuditEntry.objects.values_list("action", "target_label"))

    assert (user.is_active, user.name, user.email, user.has_usable_password()) == (
        *(False, "", f"{user.pk.hex}@erased.invalid"),
        False,
    )
    assert (member.name, member.email, member.is_active) == (
        *(f"Deleted account {dan.pk.hex[-4:]}", f"{dan.pk.hex}@erased.invalid"),
        False,
    )
    assert (cvs, default_storage.exists(stored), default_storage.exists(picture)) == (0, False, False)
    assert (EmailAddress.objects.count(), SocialAccount.objects.count(), SignIn.objects.count()) == (0, 0, 0)
    assert ("person.erased", member.name) in actions
    assert "To: dan@practice.example" in goodbye
    refresh = Client().post("/api/v1/auth/token/refresh/", {"refresh": tokens["refresh"]}, "application/json")
    assert refresh.status_code == 401
    assert AuditEntry.objects.filter(target_label__contains="dan@").count() == 0


def test_work_of_a_member_stays_under_no_name(
    ada: Membership, ben: Membership, licensed: Any, run_queued: Run, signed_in: SignedIn
) -> None:
    with scope(ben.tenant):
        upload_cv(ben, upload=SimpleUploadedFile("candidate.txt", b"Ines Okafor"))
        save_view(ben, listing="cv_analysis.cvs", title="Mine", query="")

    erase_account(ben.user)

    with scope(ben.tenant):
        cv = Cv.objects.select_related("uploaded_by").get()
        views = SavedView.objects.count()
    assert (cv.uploaded_by.name, views) == (f"Deleted account {ben.pk.hex[-4:]}", 0)
    pages = [signed_in(ada).get(f"/t/acme/{page}").text for page in ("cv-analysis/", f"cv-analysis/{cv.pk}/")]
    assert ["ben@acme.example" in page for page in pages] == [False, False]


def test_keys_and_mails_of_the_person_go(ada: Membership, new_member: NewMember, run_queued: Run) -> None:
    zoe = new_member("zoe", ada.tenant, Role.OWNER)
    make_api_key(zoe, name="x", scopes=["accounts.view_members"], days=1)
    request_export(zoe.user)
    run_queued()
    names = list(DataExport.objects.values_list("file_name", flat=True))

    erase_account(zoe.user)
    run_queued()

    assert (ApiKey.objects.living().count(), DataExport.objects.count()) == (0, 0)
    assert [default_storage.exists(name) for name in names] == [False]
    assert [(mail.address, mail.user) for mail in Mail.objects.all()] == [("zoe@acme.example", None)]


def test_last_owner_hands_over_first(ada: Membership, new_member: NewMember) -> None:
    with pytest.raises(LastOwnerOfWorkspacesError) as refused:
        erase_account(ada.user)
    new_member("zoe", ada.tenant, Role.OWNER)
    erase_account(ada.user)

    assert "Acme Robotics" in str(refused.value.detail)
    assert User.objects.get(pk=ada.user_id).is_active is False


def test_owner_of_a_closed_workspace_may_go(ada: Membership) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(status=Tenant.Status.CLOSED, erase_at=timezone.now())

    erase_account(ada.user)

    assert User.objects.get(pk=ada.user_id).is_active is False


def test_refused_deletion_changes_nothing(ada: Membership, cleo: Membership) -> None:
    add_member(cleo.tenant, user=ada.user, role=Role.MEMBER)

    with pytest.raises(LastOwnerOfWorkspacesError):
        erase_account(ada.user)

    assert [place.state for place in ada.user.memberships.all()] == ["active", "active"]


def test_staff_are_not_deleted_here(sam: User) -> None:
    with pytest.raises(StaffAccountError):
        erase_account(sam)


def test_account_is_deleted_on_its_page_with_the_password(ben: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ben)
    page = "/t/acme/accounts/delete/"
    asked = client.get(page)
    wrong = client.post(page, {"password": "wrong", "is_meant": "on"})
    unmeant = client.post(page, {"password": PASSWORD})
    still = User.objects.get(pk=ben.user_id).is_active
    done = client.post(page, {"password": PASSWORD, "is_meant": "on"})

    assert ("Acme Robotics" in asked.text, wrong.status_code, unmeant.status_code, still) == (True, 422, 422, True)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert User.objects.get(pk=ben.user_id).is_active is False
    assert client.get("/t/acme/").status_code == 302


def test_page_of_an_only_owner_says_what_to_do_first(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get("/t/acme/accounts/delete/")

    assert ("First hand over what you alone own" in page.text, 'name="password"' in page.text) == (True, False)


def test_account_is_deleted_over_http_with_the_password(ben: Membership, api: Api) -> None:
    client = api(ben)
    none, wrong, right = (
        client.delete("/api/v1/auth/profile/", body, format="json")
        for body in ({}, {"password": "wrong"}, {"password": PASSWORD})
    )

    assert (none.status_code, wrong.status_code, right.status_code) == (400, 400, 204)
    assert client.get("/api/v1/auth/profile/").status_code == 401


def test_password_is_not_guessed_here(ben: Membership, api: Api) -> None:
    client = api(ben)
    statuses = [
        client.delete("/api/v1/auth/profile/", {"password": "wrong"}, format="json").status_code for _ in range(12)
    ]

    assert (statuses[0], statuses[-1]) == (400, 429)
