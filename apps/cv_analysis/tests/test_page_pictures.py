"""The pages of a CV as pictures, with marks on what was read."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis import page_pictures
from apps.cv_analysis.models import Cv
from apps.cv_analysis.page_pictures import paint_cv
from apps.cv_analysis.services import delete_cv
from apps.tenants.models import StorageUse
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licensed")]

INDEX = "/t/acme/cv-analysis/"
Upload = Callable[..., Cv]
MakeCv = Callable[..., Cv]
BOX = {"page": 1, "left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.22}
NAME = {"value": "Eve Moss", "confidence": 0.9, "evidence": [{"start": 0, "end": 8, "page": 1, "boxes": [BOX]}]}
LISTS = ("links", "skills", "sections", "experience", "education", "certifications", "languages")
FINDINGS = {"name": NAME, **{name: [] for name in LISTS}}


def test_pages_are_painted_when_somebody_looks_and_lie_under_the_marks(
    ada: Membership, two_pages: bytes, upload: Upload, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")
    run_queued()
    client, part = signed_in(ada), f"{INDEX}{cv.pk}/pages/"

    before = client.get(f"{INDEX}{cv.pk}/").text
    waiting = client.get(part).text
    again = client.get(part).text
    tasks = QueuedTask.objects.filter(name="cv_analysis.paint_cv").count()
    run_queued()
    detail = client.get(f"{INDEX}{cv.pk}/").text
    pictures = [client.get(f"{INDEX}{cv.pk}/pages/{number}/") for number in (1, 2, 3)]

    assert [f'hx-get="{part}"' in text for text in (before, waiting, again, detail)] == [True, True, True, False]
    assert (tasks, [picture.status_code for picture in pictures]) == (1, [200, 200, 404])
    shown = [Image.open(io.BytesIO(picture.getvalue())) for picture in pictures[:2]]
    assert [(one.format, one.size) for one in shown] == [("WEBP", (992, 1403))] * 2
    # What a finding leads to is on a page, and what a mark leads to is a finding.
    marks, facts = set(re.findall(r'id="(mark-\d+)"', detail)), set(re.findall(r'id="(fact-\d+)"', detail))
    assert (len(marks) > 20, set(re.findall(r'href="#(mark-\d+)"', detail)) - marks) == (True, set())
    assert set(re.findall(r'href="#(fact-\d+)" aria-label', detail)) - facts == set()


def test_mark_lies_where_the_words_were_read(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    page = {"number": 1, "name": "tenants/none", "width": 1000, "height": 2000, "size": 1}
    cv = cv_of(ada, findings=FINDINGS, text="Eve Moss", pages=[page])

    text = signed_in(ada).get(f"{INDEX}{cv.pk}/").text

    # A little wider than the words on each side, so that nothing is cut off.
    assert re.findall(r"<rect x=[^>]*>", text.partition('class="sheet-page"')[2].partition("</svg>")[0]) == [
        '<rect x="95" y="395" width="210" height="50" rx="3" />'
    ]
    assert 'aria-label="Name: Eve Moss"' in text


def test_words_stand_there_on_request_and_for_places_that_scores_name(
    ada: Membership, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv = cv_of(ada, findings=FINDINGS, text="Eve Moss")
    client = signed_in(ada)

    pages, words, place = (client.get(f"{INDEX}{cv.pk}/{query}").text for query in ("", "?view=text", "?at=0-3"))

    assert ['id="cv-pages"' in text for text in (pages, words, place)] == [True, False, False]
    assert ['class="cv-text' in text for text in (pages, words, place)] == [False, True, True]
    assert ['href="?view=pages"' in text for text in (pages, words, place)] == [True, True, True]


def test_cv_without_pages_shows_its_words_alone(
    ada: Membership, upload: Upload, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    cv = upload(ada, b"Eve Moss\neve@moss.example\n\nSKILLS\nPython, Django, PostgreSQL\n" * 3, "cv.txt")
    run_queued()
    client = signed_in(ada)

    detail = client.get(f"{INDEX}{cv.pk}/").text

    assert ('class="cv-text' in detail, "?view=pages" in detail) == (True, False)


def test_file_that_cannot_be_painted_leads_back_to_the_words(
    ada: Membership, cv_of: MakeCv, upload: Upload, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    cv = upload(ada, b"%PDF-1.7\nthis is where the file was cut", "cut.pdf")
    client, part = signed_in(ada), f"{INDEX}{cv.pk}/pages/"
    client.get(part)
    run_queued()

    answer = client.get(part)

    with scope(ada.tenant):
        assert Cv.objects.get(pk=cv.pk).pages == []
    assert answer.headers["HX-Refresh"] == "true"


def test_scan_that_nobody_could_read_is_shown_to_people(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    page = {"number": 1, "name": "tenants/none", "width": 1000, "height": 2000, "size": 1}
    scan = cv_of(ada, status="needs_ocr", pages=[page])
    locked = cv_of(ada, status="encrypted", error_code="password")
    client = signed_in(ada)

    texts = [client.get(f"{INDEX}{cv.pk}/").text for cv in (scan, locked)]

    assert [f'src="{INDEX}{scan.pk}/pages/1/"' in text for text in texts] == [True, False]
    assert ['id="cv-pages"' in text for text in texts] == [True, False]


def test_painting_that_failed_is_said_and_can_be_asked_for_again(
    ada: Membership, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv = cv_of(ada, findings=FINDINGS, text="Eve Moss")
    client, part = signed_in(ada), f"{INDEX}{cv.pk}/pages/"
    client.get(part)
    QueuedTask.objects.filter(name="cv_analysis.paint_cv").update(state="dead", finished_at=timezone.now())

    stuck = client.get(part).text
    again = client.get(f"{part}?again=1").text

    assert ["The pages could not be shown" in text for text in (stuck, again)] == [True, False]
    assert QueuedTask.objects.filter(name="cv_analysis.paint_cv", state="queued").count() == 1


def test_pictures_are_seen_by_whom_the_file_is_and_go_with_it(
    ada: Membership,
    cleo: Membership,
    two_pages: bytes,
    upload: Upload,
    run_queued: Callable[[], int],
    signed_in: SignedIn,
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")
    run_queued()
    with scope(ada.tenant):
        changed = Cv.objects.get(pk=cv.pk).updated_at
        used = StorageUse.objects.get(tenant_id=ada.tenant.pk).used
        paint_cv(cv.pk)
        painted = Cv.objects.get(pk=cv.pk)
        taken = StorageUse.objects.get(tenant_id=ada.tenant.pk).used - used
    names = [page["name"] for page in painted.pages or ()]
    stranger = signed_in(cleo).get(f"{INDEX}{cv.pk}/pages/1/").status_code
    there = [default_storage.exists(name) for name in names]
    with scope(ada.tenant):
        delete_cv(painted)
    run_queued()

    # How long a CV is kept goes by its last change, which looking at it is not.
    assert (painted.updated_at, taken) == (changed, sum(page["size"] for page in painted.pages or ()))
    assert (stranger, there, [default_storage.exists(name) for name in names]) == (403, [True, True], [False, False])
    assert StorageUse.objects.get(tenant_id=ada.tenant.pk).used == 0


def test_cv_that_is_deleted_while_it_is_painted_leaves_no_picture(
    ada: Membership, two_pages: bytes, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")
    stored: list[str] = []
    keep = page_pictures._keep

    def deleted_meanwhile(cv: Cv, pages: list[dict[str, str]]) -> bool:
        stored.extend(page["name"] for page in pages)
        Cv.objects.filter(pk=cv.pk).delete()
        return keep(cv, pages)

    monkeypatch.setattr(page_pictures, "_keep", deleted_meanwhile)
    with scope(ada.tenant):
        paint_cv(cv.pk)

    assert (len(stored), [default_storage.exists(name) for name in stored]) == (2, [False, False])
