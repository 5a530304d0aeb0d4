"""A workspace's settings and look, its first steps, and its news."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from apps.accounts.models import Membership
from apps.accounts.tests.totp import give_app
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

SETTINGS = "/t/acme/settings/"


def picture(size: tuple[int, int] = (600, 300), kind: str = "PNG") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "#2f41c4").save(content, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def save(client: Client, **fields: Any) -> Any:
    answer = client.post(SETTINGS, {"name": "Acme Robotics", **fields})
    # As after a commit, which no test here comes to.
    forget_tenants()
    return client.get(SETTINGS) if answer.status_code == 302 else answer


def tenant() -> Tenant:
    found: Tenant = Tenant.objects.get(slug="acme")
    return found


def test_accent_that_cannot_be_read_is_corrected_and_the_owner_is_told(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    page = save(client, own_accent="on", accent="#FFD400", name="Acme Two")
    css = Client().get(f"/t/acme/brand/{tenant().brand_version}.css")

    assert (tenant().name, tenant().accent) == ("Acme Two", "#ffd400")
    assert "#ffd400 is too light to be read as text." in page.text
    assert f'href="/t/acme/brand/{tenant().brand_version}.css"' in page.text
    assert (css.status_code, css["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "--color-primary: #ffd400" in css.text.split('[data-theme="dark"]')[1]
    assert "#ffd400" not in css.text.split('[data-theme="dark"]')[0]


def test_accent_that_can_be_read_is_taken_as_it_is_and_can_be_given_up(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    page = save(client, own_accent="on", accent="#2f41c4")
    told = "is too light to be read as text" in page.text
    without = save(client, accent="#2f41c4")

    assert (told, tenant().accent, "/brand/" in without.text) == (False, "", False)


@pytest.mark.parametrize("accent", ["red", "#12", "#2f41c4;}", "url(x)"])
def test_what_is_no_colour_is_refused_beside_its_field(ada: Membership, signed_in: SignedIn, accent: str) -> None:
    page = save(signed_in(ada), own_accent="on", accent=accent)

    assert (page.status_code, tenant().accent) == (422, "")
    assert "Write the colour as # and six digits" in page.text


def test_logo_is_drawn_anew_small_and_shown_instead_of_our_mark(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    page = save(client, logo=picture())
    answer = Client().get(f"/t/acme/brand/{tenant().brand_version}.png")

    stored = Path(settings.MEDIA_ROOT) / tenant().logo_name
    with Image.open(io.BytesIO(answer.getvalue())) as shown:
        assert (shown.format, shown.size) == ("PNG", (256, 128))
    assert stored.is_relative_to(Path(settings.MEDIA_ROOT) / "tenants" / tenant().schema_name)
    assert (answer["X-Content-Type-Options"], f"brand/{tenant().brand_version}.png" in page.text) == ("nosniff", True)


def test_logo_taken_away_leaves_no_file(ada: Membership, signed_in: SignedIn, run_queued: Any) -> None:
    client = signed_in(ada)
    save(client, logo=picture(kind="JPEG"))
    file = Path(settings.MEDIA_ROOT) / tenant().logo_name
    was_there = file.is_file()

    save(client, without_logo="on")
    run_queued()

    assert (was_there, tenant().logo_name, file.exists()) == (True, "", False)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("x.png", b"no picture"), "Choose a PNG, JPEG or WebP picture"),
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "Choose a PNG, JPEG or WebP picture",
        ),
        (SimpleUploadedFile("x.png", bytes(2 * 1024 * 1024 + 1)), "up to 2 MB"),
        (picture((6000, 4000)), "too many pixels"),
    ],
)
def test_file_that_is_no_usable_logo_is_refused_and_nothing_changes(
    ada: Membership, signed_in: SignedIn, upload: SimpleUploadedFile, said: str
) -> None:
    upload.seek(0)

    page = save(signed_in(ada), logo=upload, name="Other")

    assert (page.status_code, tenant().logo_name, tenant().name) == (422, "", "Acme Robotics")
    assert said in page.text


@pytest.mark.parametrize("path", ["settings/", "welcome/", "welcome/module/"])
def test_only_managers_change_the_workspace(ben: Membership, ada: Membership, signed_in: SignedIn, path: str) -> None:
    answers = [signed_in(who).get(f"/t/acme/{path}").status_code for who in (ben, ada)]

    assert answers == [403, 200]


def test_style_sheet_of_an_older_look_is_never_answered_with_a_newer_one(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    save(client, own_accent="on", accent="#2f41c4")
    before = tenant().brand_version
    Client().get("/t/acme/accounts/login/")
    # Another process saved it: this one still remembers what was.
    Tenant.objects.filter(slug="acme").update(accent="#8a1c1c")

    old, new = (Client().get(f"/t/acme/brand/{version}.css") for version in (before, tenant().brand_version))

    assert (old.status_code, "#2f41c4" in old.text) == (200, True)
    assert (new.status_code, "#8a1c1c" in new.text) == (200, True)
    forget_tenants()
    assert Client().get(f"/t/acme/brand/{before}.css").status_code == 404


def test_look_of_one_workspace_is_not_that_of_another(ada: Membership, cleo: Membership, signed_in: SignedIn) -> None:
    save(signed_in(ada), own_accent="on", accent="#2f41c4", logo=picture())

    files = [Client().get(f"/t/beta/brand/{tenant().brand_version}.{kind}").status_code for kind in ("css", "png")]

    assert (files, "/brand/" in signed_in(cleo).get("/t/beta/").text) == ([404, 404], False)


def test_first_steps_lead_from_the_look_to_a_module_to_the_end(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    look = client.post("/t/acme/welcome/", {"name": "Acme Robotics", "own_accent": "on", "accent": "#2f41c4"})
    module = client.get(look["Location"])
    trial = client.post("/t/acme/marketplace/cv_analysis/start-trial/", {"next": "/t/acme/welcome/done/"}, follow=True)

    assert (look["Location"], module.status_code) == ("/t/acme/welcome/module/", 200)
    assert trial.redirect_chain == [("/t/acme/welcome/done/", 302)]
    assert "Your workspace is ready" in trial.text


def test_trial_leads_to_no_other_host(ada: Membership, signed_in: SignedIn) -> None:
    path = "/t/acme/marketplace/cv_analysis/start-trial/"

    assert signed_in(ada).post(path, {"next": "https://elsewhere.example/"})["Location"] == "/t/acme/cv-analysis/"


def test_bell_tells_of_files_that_could_not_be_read_and_of_trials_that_end(
    ada: Membership, ben: Membership, api: Api, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    urged = signed_in(ada).get("/t/acme/notices/").text
    give_app(ada.user)
    empty = signed_in(ada).get("/t/acme/notices/").text
    ends_at = timezone.now() + timedelta(days=2)
    License.objects.create(tenant=ada.tenant, module="cv_analysis", kind="trial", state="trialing", ends_at=ends_at)
    api(ada).post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("odd.pdf", b"%PDF-1.7 cut")})
    run_queued()

    texts = [signed_in(who).get("/t/acme/notices/").text for who in (ada, ben)]

    assert ("set up a second step" in urged, "No news." in empty) == (True, True)
    assert ["“odd.pdf” could not be read" in text for text in texts] == [True, False]
    assert ["CV analysis: the trial ends on " in text for text in texts] == [True, False]
