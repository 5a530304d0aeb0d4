"""The pages of the CV builder: writing, fitting to a job, taking away."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.cv_analysis.models import Resume
from apps.cv_analysis.own_data import erase_files_of, files_of
from apps.cv_analysis.resumes import create_resume
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Grant, SignedIn
from tests.visiting import read_cv

pytestmark = pytest.mark.django_db

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "files" / "resume.json").read_text(encoding="utf-8"))
BUILDER = "/t/acme/cv-analysis/builder/"
HTMX: Any = {"HTTP_HX_REQUEST": "true"}
AS_JSON: Any = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def client(ada: Membership, licensed: License, signed_in: SignedIn) -> Client:
    return signed_in(ada)


@pytest.fixture
def resume(ada: Membership) -> Resume:
    with scope(ada.tenant):
        return create_resume(ada, title="For banks", data=SAMPLE)


def fields_of(page: Any) -> dict[str, str]:
    """What the form of the page would send, as its browser reads it."""
    found: dict[str, str] = {}
    form = page.context["form"]
    for field in form._all_fields():
        found[field.id] = field.value
        if field.goes_on:
            found[f"{field.id[:-3]}now"] = "on"
    resume = page.context["resume"]
    for name in ("title", "look", "paper"):
        found[name] = getattr(resume, name)
    return found | {"version": str(resume.version), "order": ",".join(form.content.order), "language": "en"}


def now(resume: Resume) -> Resume:
    with scope_of(resume):
        return Resume.objects.get(pk=resume.pk)


def scope_of(resume: Resume) -> Any:
    return scope(Tenant.objects.get(slug="acme"))


def test_a_form_that_is_saved_unchanged_changes_nothing_that_the_cv_says(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/"

    answer = client.post(address, fields_of(client.get(address)))

    assert (answer.status_code, now(resume).data, now(resume).version) == (302, resume.data, 2)


def test_what_is_typed_is_saved_on_the_way_and_dates_may_be_written_as_people_do(
    client: Client, resume: Resume
) -> None:
    address = f"{BUILDER}{resume.pk}/"
    typed = fields_of(client.get(address)) | {
        "name": "Mira Novak",
        "experience-1-start": "Sep 2016",
        "experience-1-lines": "Built it.\n\n Ran it. ",
        "skills-0-skills": "Python,  Go",
        "look": "classic",
    }

    answer = client.post(address, typed, **AS_JSON)

    saved = now(resume)
    assert (answer.status_code, answer.json()["version"], saved.look) == (200, 2, "classic")
    assert (saved.data["basics"]["name"], saved.data["work"][1]["startDate"], saved.data["work"][1]["highlights"]) == (
        *("Mira Novak", "2016-09"),
        ["Built it.", "Ran it."],
    )
    assert saved.data["skills"][0]["keywords"] == ["Python", "Go"]


def test_two_tabs_do_not_overwrite_each_other_unless_told_to(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/"
    typed = fields_of(client.get(address))
    client.post(address, typed | {"headline": "First"}, **AS_JSON)

    late = client.post(address, typed | {"headline": "Second"}, **AS_JSON)
    page = client.post(address, typed | {"headline": "Second"})
    after_refusals = now(resume).data["basics"]["label"]
    client.post(address, typed | {"headline": "Second", "do": "overwrite"})

    assert (late.status_code, late.json()["code"], page.status_code) == (409, "changed-elsewhere", 409)
    assert ('value="Second"' in page.text, 'value="overwrite"' in page.text) == (True, True)
    assert (after_refusals, now(resume).data["basics"]["label"]) == ("First", "Second")


def test_what_cannot_be_taken_is_named_at_its_field_and_nothing_typed_is_lost(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/"
    typed = fields_of(client.get(address)) | {"email": "nobody", "experience-0-start": "long ago", "name": "Kept"}

    page = client.post(address, typed)
    aside = client.post(address, typed, **AS_JSON)

    assert (page.status_code, aside.status_code, now(resume).version) == (422, 422, 1)
    assert page.text.count("aria-invalid") == 2
    assert ['id="email_error"' in page.text, 'id="experience-0-start_error"' in page.text] == [True, True]
    assert ['value="long ago"' in page.text, 'value="Kept"' in page.text] == [True, True]
    assert aside.json()["detail"].startswith("E-mail: Write the address in full")


@pytest.mark.parametrize(
    ("deed", "focus", "expected"),
    [
        ("add:languages", "languages-3-name", lambda data: len(data["languages"]) == 4),
        ("remove:languages:0", "add-languages", lambda data: data["languages"][0]["language"] == "Serbian"),
        ("down:experience:0", "down-experience-1", lambda data: data["work"][1]["position"].startswith("Senior")),
        ("section-up:skills", "section-up-skills", lambda data: data["meta"]["rostrum"]["order"][2] == "skills"),
        ("up:experience:99", "", lambda data: data["work"][0]["position"].startswith("Senior")),
        ("nonsense", "", lambda data: True),
    ],
)
def test_buttons_change_the_form_and_keep_what_was_typed(
    client: Client, resume: Resume, deed: str, focus: str, expected: Any
) -> None:
    address = f"{BUILDER}{resume.pk}/"
    typed = fields_of(client.get(address)) | {"headline": "Typed", "do": deed}

    part = client.post(address, typed, **HTMX)

    data = now(resume).data
    assert (part.status_code, data["basics"]["label"], expected(data)) == (200, "Typed", True)
    assert (part.context["form"].focus, part.text.count("<h1")) == (focus, 0)


def test_without_scripts_a_button_leads_back_to_its_place(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/"

    answer = client.post(address, fields_of(client.get(address)) | {"do": "add:projects"})

    assert (answer.status_code, answer["Location"]) == (302, f"{address}#projects-1-name")


def test_a_suggested_line_takes_the_place_of_the_weak_one(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/"
    typed = fields_of(client.get(address)) | {
        "experience-2-lines": "Ran it in 2 countries.\nResponsible for managing stock"
    }
    client.post(address, typed, **AS_JSON)
    typed["version"] = "2"
    hints = client.get(f"{address}advice/").text

    part = client.post(address, typed | {"do": "use:experience:2:1:0:0"}, **HTMX)

    assert ("Managed stock" in hints, "use:experience:2:1:0:0" in hints, part.status_code) == (True, True, 200)
    assert now(resume).data["work"][2]["highlights"] == ["Ran it in 2 countries.", "Managed stock"]


def test_an_uploaded_cv_can_be_edited(client: Client, ada: Membership) -> None:
    cv = read_cv(ada)

    page = client.get(f"/t/acme/cv-analysis/{cv.pk}/")
    answer = client.post(f"{BUILDER}from/{cv.pk}/")

    with scope(ada.tenant):
        made = Resume.objects.get()
    assert (f'action="{BUILDER}from/{cv.pk}/"' in page.text, answer["Location"]) == (True, f"{BUILDER}{made.pk}/")
    assert (made.source_id, made.title) == (cv.pk, "cv.pdf")


def test_a_cv_begins_empty_or_with_a_file(client: Client, ada: Membership) -> None:
    good = SimpleUploadedFile("mine.json", json.dumps(SAMPLE).encode())
    client.post(f"{BUILDER}new/", {"title": ""})
    client.post(f"{BUILDER}new/", {"title": "", "file": good})
    refused = client.post(f"{BUILDER}new/", {"title": "Kept", "file": SimpleUploadedFile("a.zip", b"no archive")})

    with scope(ada.tenant):
        found = [(one.title, one.data["basics"]["name"]) for one in Resume.objects.order_by("created_at")]
    assert found == [("CV", "Ada"), ("mine", "Mirela Đorđević")]
    assert (refused.status_code, 'value="Kept"' in refused.text, "Choose the ZIP file" in refused.text) == (
        422,
        True,
        True,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_few_statements_however_long_it_is(
    client: Client, ada: Membership, django_assert_num_queries: Any, count: int
) -> None:
    with scope(ada.tenant):
        for number in range(count):
            create_resume(ada, title=f"Number {number}")
    client.get(BUILDER)

    with django_assert_num_queries(8):
        page = client.get(BUILDER)

    assert page.text.count('class="row-link"') == count


def test_the_preview_is_a_frame_of_ours_in_which_nothing_runs(client: Client, resume: Resume) -> None:
    page = client.get(f"{BUILDER}{resume.pk}/preview/")

    policy = page["Content-Security-Policy"]
    assert (page["X-Frame-Options"], "script-src" in policy, "default-src 'none'" in policy) == (
        "SAMEORIGIN",
        False,
        True,
    )
    assert ("<h1>Mirela Đorđević</h1>" in page.text, "<script" in page.text) == (True, False)


def test_a_file_carries_the_title_of_the_cv(client: Client, resume: Resume) -> None:
    answer = client.get(f"{BUILDER}{resume.pk}/export/txt/")

    assert (answer["Content-Disposition"], answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        'attachment; filename="for-banks.txt"',
        "text/plain; charset=utf-8",
        "nosniff",
    )
    assert answer.content.decode().startswith("Mirela Đorđević\n")


def test_fitting_to_a_job_shows_what_moves_and_changes_only_the_order(client: Client, resume: Resume) -> None:
    address = f"{BUILDER}{resume.pk}/tailor/"
    posting = "Backend Developer\n\nRequirements\n- Kubernetes\n- PostgreSQL\n- COBOL\n"

    page = client.post(address, {"posting": posting, "version": "1"})
    client.post(address, {"posting": posting, "version": "1", "do": "copy"})
    taken = client.post(address, {"posting": posting, "version": "1", "do": "take"})

    assert [page.context["result"].found, page.context["result"].missing] == [("Kubernetes", "PostgreSQL"), ("COBOL",)]
    assert "<mark>Kubernetes</mark>" in page.text
    lines = [job["highlights"] for job in now(resume).data["work"]]
    assert (taken.status_code, lines[0][0]) == (302, SAMPLE["work"][0]["highlights"][1])
    assert [sorted(one) for one in lines] == [sorted(job["highlights"]) for job in SAMPLE["work"]]
    with scope_of(resume):
        assert Resume.objects.exclude(pk=resume.pk).get().data["work"] == now(resume).data["work"]


def test_colleagues_and_guests_do_not_see_it(
    resume: Resume, ben: Membership, gia: Membership, licensed: License, signed_in: SignedIn
) -> None:
    address = f"{BUILDER}{resume.pk}/"

    assert (signed_in(ben).get(address).status_code, signed_in(gia).get(address).status_code) == (404, 403)


def test_deleting_is_written_down(client: Client, resume: Resume, ada: Membership) -> None:
    client.post(f"{BUILDER}{resume.pk}/delete/")

    with scope(ada.tenant):
        entry = AuditEntry.objects.get(action="cv_analysis.resume-deleted")
        assert (Resume.objects.count(), entry.target_label) == (0, "For banks")


def test_a_candidates_cvs_go_with_the_data_and_the_account(dan: Membership, grant: Grant) -> None:
    grant(dan.tenant)
    with scope(dan.tenant):
        create_resume(dan, title="Mine", data=SAMPLE)

        files = dict(files_of(dan.pk))
        erase_files_of(dan.pk)

        assert json.loads(files["resume-1.json"])["basics"]["name"] == "Mirela Đorđević"  # type: ignore[arg-type]  # written from bytes
        assert Resume.objects.count() == 0
