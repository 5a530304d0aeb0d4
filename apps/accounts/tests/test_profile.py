"""A person's profile: name, picture and mails, and who may see the picture."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.accounts.models import Member, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import change_picture, choose_mails
from apps.audit.models import AuditEntry
from apps.core.modules import notification_kinds
from apps.core.pictures import PictureError
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db

PAGE = "/t/acme/accounts/profile/"
KIND = "accounts.export_ready"


def upload(size: tuple[int, int] = (300, 500), kind: str = "JPEG") -> SimpleUploadedFile:
    """A picture with something in it that nobody else is to get."""
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "#aa2255").save(content, kind, exif=exif)
    return SimpleUploadedFile("me.jpg", content.getvalue(), "image/jpeg")


def test_profile_is_changed_on_its_page(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).post(PAGE, {"name": "Ada Lovelace", "picture": upload()}, follow=True)
    ada.user.refresh_from_db()
    with scope(ada.tenant):
        member, entry = Member.objects.get(pk=ada.pk), AuditEntry.objects.get(action="person.renamed")

    assert (page.status_code, "Your profile is saved." in page.text) == (200, True)
    assert (ada.user.name, member.name, entry.changes) == (
        "Ada Lovelace",
        "Ada Lovelace",
        {"name": ["Ada", "Ada Lovelace"]},
    )
    assert ada.user.muted_kinds == sorted(kind.name for kind in notification_kinds() if ada.role in kind.roles), (
        "what is not ticked is not wanted"
    )
    assert f"/t/acme/people/{ada.pk}/picture/?v={ada.user.picture_version}" in page.text


def test_picture_is_made_anew_from_the_middle_of_its_pixels(ada: Membership) -> None:
    change_picture(ada.user, upload())

    with default_storage.open(ada.user.avatar_name, "rb") as stored:
        content = stored.read()
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size, b"taken at home" in content) == ("PNG", (256, 256), False)
    assert ada.user.avatar_name.startswith("people/")


def test_earlier_picture_is_deleted(ada: Membership, run_queued: Any) -> None:
    change_picture(ada.user, upload())
    first = ada.user.avatar_name
    change_picture(ada.user, upload())
    second = ada.user.avatar_name
    run_queued()
    there = (default_storage.exists(first), default_storage.exists(second))
    change_picture(ada.user, None)
    run_queued()

    assert (there, default_storage.exists(second), ada.user.avatar_name) == ((False, True), False, "")


def test_what_is_no_picture_is_refused_with_words(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).post(PAGE, {"name": "Ada", "picture": SimpleUploadedFile("x.png", b"<svg/>")})

    assert (page.status_code, "Choose a PNG, JPEG or WebP picture" in page.text) == (422, True)
    with pytest.raises(PictureError):
        change_picture(ada.user, SimpleUploadedFile("x.png", b"x" * (2 * 1024 * 1024 + 1)))


def test_picture_is_shown_to_those_who_share_a_workspace_only(
    ada: Membership, ben: Membership, cleo: Membership, signed_in: SignedIn
) -> None:
    change_picture(ada.user, upload())
    address = f"people/{ada.pk}/picture/"

    colleague = signed_in(ben).get(f"/t/acme/{address}")
    content = colleague.getvalue()
    others = [
        signed_in(cleo).get(f"/t/acme/{address}").status_code,
        signed_in(cleo).get(f"/t/beta/{address}").status_code,
        signed_in(None).get(f"/t/acme/{address}").status_code,
    ]

    assert (colleague.status_code, colleague["Content-Type"], content[1:4]) == (200, "image/png", b"PNG")
    assert (colleague["Cache-Control"], colleague["X-Content-Type-Options"]) == ("private, max-age=3600", "nosniff")
    assert others == [403, 404, 302]


def test_candidates_see_nobody_elses_picture(community: Tenant, new_member: NewMember, signed_in: SignedIn) -> None:
    dan, eve = (new_member(name, community, Role.CANDIDATE) for name in ("dan", "eve"))
    change_picture(eve.user, upload())

    foreign, own = (signed_in(who).get(f"{community.path}people/{eve.pk}/picture/") for who in (dan, eve))

    assert (foreign.status_code, own.status_code, own.getvalue()[1:4]) == (404, 200, b"PNG")


def test_profile_is_read_and_changed_over_http(ada: Membership, api: Api) -> None:
    client = api(ada)
    before = client.get("/api/v1/auth/profile/").json()["user"]
    body = {"name": "Ada Lovelace", "language": "de", "notifications": {KIND: False}}
    after = client.patch("/api/v1/auth/profile/", body, format="json").json()["user"]
    picture = client.post("/api/v1/auth/profile/avatar/", {"file": upload()})
    gone = client.delete("/api/v1/auth/profile/avatar/")

    assert (before["picture"], before["notifications"][KIND]) == (None, True)
    assert (after["name"], after["language"], after["notifications"][KIND]) == ("Ada Lovelace", "de", False)
    assert (picture.status_code, picture.json()["picture"][:35]) == (200, "/t/acme/accounts/profile/picture/?v")
    assert (gone.status_code, User.objects.get(pk=ada.user_id).avatar_name) == (204, "")


@pytest.mark.parametrize("body", [{"notifications": {"no.such": True}}, {"notifications": [1]}])
def test_nonsense_changes_no_mails(ada: Membership, api: Api, body: dict[str, Any]) -> None:
    answer = api(ada).patch("/api/v1/auth/profile/", body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "notifications")


def test_picture_that_is_none_is_refused_over_http(ada: Membership, api: Api) -> None:
    answer = api(ada).post("/api/v1/auth/profile/avatar/", {"file": SimpleUploadedFile("x.png", b"x")})

    assert (answer.status_code, answer.json()["code"]) == (422, "picture-unusable")


def test_kinds_of_mail_that_nobody_sends_any_more_are_dropped(ada: Membership) -> None:
    ada.user.muted_kinds = ["gone.kind"]
    choose_mails(ada.user, {KIND: False})
    muted = ada.user.muted_kinds
    choose_mails(ada.user, {KIND: True})

    assert (muted, ada.user.muted_kinds) == ([KIND], [])
