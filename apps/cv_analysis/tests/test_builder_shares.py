"""Links to a CV: for whoever has one, until it ends, and for nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.links import NewLink
from apps.core.scope import scope
from apps.cv_analysis import sharing
from apps.cv_analysis.models import Resume, ShareLink
from apps.cv_analysis.resumes import create_resume
from apps.marketplace.models import License
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db

RESUMES = "/api/v1/cv-analysis/resumes/"


@pytest.fixture
def resume(ada: Membership, licensed: License) -> Resume:
    with scope(ada.tenant):
        return create_resume(ada, title="For banks", data={"basics": {"name": "Mira Novak", "phone": "123"}})


@pytest.fixture
def made(resume: Resume, ada: Membership) -> NewLink[ShareLink]:
    with scope(ada.tenant):
        return sharing.share_resume(resume, name="Harbour Bank", days=30)


def address_of(made: NewLink[ShareLink]) -> str:
    return f"/t/acme/cv-analysis/shared/{made.token}/"


def views_of(made: NewLink[ShareLink], ada: Membership) -> int:
    with scope(ada.tenant):
        return ShareLink.objects.get(pk=made.link.pk).views


def test_a_stranger_sees_the_cv_and_nothing_else_and_no_search_engine_does(
    made: NewLink[ShareLink], ada: Membership
) -> None:
    page, sheet = Client().get(address_of(made)), Client().get(f"{address_of(made)}sheet/")

    assert (page.status_code, "<h1>Mira Novak</h1>" in sheet.text, views_of(made, ada)) == (200, True, 1)
    assert ("For banks" in page.text + sheet.text, "Acme" in page.text + sheet.text) == (False, False)
    assert [page["X-Robots-Tag"], page["Referrer-Policy"], page["Cache-Control"]] == [
        "noindex, nofollow, noarchive",
        "no-referrer",
        "private, no-store",
    ]
    assert sheet["X-Frame-Options"] == "SAMEORIGIN"


def test_the_owners_own_look_does_not_count(
    made: NewLink[ShareLink], ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    for who in (ada, ben):
        signed_in(who).get(address_of(made))

    assert views_of(made, ada) == 1


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_has_ended_says_so_in_a_friendly_way(made: NewLink[ShareLink], ada: Membership, how: str) -> None:
    with scope(ada.tenant):
        if how == "revoked":
            sharing.revoke_link(made.link)
        else:
            ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answers = [Client().get(f"{address_of(made)}{part}") for part in ("", "sheet/", "pdf/")]

    assert [answer.status_code for answer in answers] == [410] * 3
    assert ("Ask whoever sent you the link" in answers[0].text, "Mira" in answers[0].text) == (True, False)
    assert (answers[0]["X-Robots-Tag"], views_of(made, ada)) == ("noindex, nofollow, noarchive", 0)


def test_no_link_works_without_its_token_or_in_another_workspace(
    made: NewLink[ShareLink], cleo: Membership, grant: Grant
) -> None:
    grant(cleo.tenant)

    wrong = Client().get("/t/acme/cv-analysis/shared/nonsense/")
    elsewhere = Client().get(address_of(made).replace("acme", "beta"))

    assert (wrong.status_code, elsewhere.status_code) == (404, 404)


def test_no_link_works_once_the_workspace_has_lost_the_module(made: NewLink[ShareLink], licensed: License) -> None:
    licensed.state = License.State.DEACTIVATED
    licensed.save()

    assert Client().get(address_of(made)).status_code == 404


def test_nobody_looks_at_links_by_the_hundred(made: NewLink[ShareLink], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LOOKS", 2)
    client = Client()

    answers = [client.get(address_of(made)) for _again in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600


def test_the_page_makes_a_link_shows_it_once_and_ends_it(resume: Resume, ada: Membership, signed_in: SignedIn) -> None:
    client, address = signed_in(ada), f"/t/acme/cv-analysis/builder/{resume.pk}/share/"

    page = client.post(address, {"name": "Harbour Bank", "days": "7"})
    token = page.context["made"].token
    later = client.get(address)
    link = later.context["links"][0]
    client.post(f"{address}{link.pk}/end/")

    assert (f"/t/acme/cv-analysis/shared/{token}/" in page.text, token in later.text) == (True, False)
    assert Client().get(f"/t/acme/cv-analysis/shared/{token}/").status_code == 410
    with scope(ada.tenant):
        actions = AuditEntry.objects.filter(action__startswith="cv_analysis.").order_by("pk")
        assert [entry.action for entry in actions] == ["cv_analysis.resume-shared", "cv_analysis.link-ended"]
        assert not ShareLink.objects.filter(token_hash=token).exists()


def test_the_api_writes_reads_shares_and_deletes(ada: Membership, licensed: License, api: Api) -> None:
    caller = api(ada)
    document: dict[str, Any] = {"basics": {"name": "Mira Novak"}, "work": [{"name": "Acme", "startDate": "2020"}]}

    begun = caller.post(RESUMES, {"title": "One", "document": document}, format="json").json()
    mine = f"{RESUMES}{begun['id']}/"
    changed = caller.patch(mine, {"look": "classic", "version": 1}, format="json")
    late = caller.patch(mine, {"title": "Two", "version": 1}, format="json")
    wrong = caller.patch(mine, {"document": {"basics": {"email": "nobody"}}}, format="json")
    text = caller.get(f"{mine}export/?format=txt")
    shared = caller.post(f"{mine}share/", {"name": "Bank", "days": 7}, format="json").json()
    looked = Client().get(shared["url"].removeprefix("http://testserver"))
    links = caller.get(f"{mine}links/").json()
    ended = caller.delete(f"{mine}links/{shared['id']}/")
    listed = caller.get(RESUMES).json()
    gone = caller.delete(mine)

    assert (begun["version"], begun["document"]["basics"]["name"], begun["cv"]) == (1, "Mira Novak", None)
    assert (changed.json()["look"], changed.json()["version"], late.status_code) == ("classic", 2, 409)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "basics.email")
    assert (text.status_code, text.content.decode().splitlines()[0]) == (200, "Mira Novak")
    assert (looked.status_code, [link["views"] for link in links], "url" in links[0]) == (200, [1], False)
    assert (ended.status_code, listed["count"], "document" in listed["results"][0], gone.status_code) == (
        *(204, 1, False),
        204,
    )


def test_the_api_shows_nobody_the_cvs_of_another(resume: Resume, ben: Membership, gia: Membership, api: Api) -> None:
    assert api(ben).get(f"{RESUMES}{resume.pk}/").status_code == 404
    assert (api(ben).get(RESUMES).json()["count"], api(gia).get(RESUMES).status_code) == (0, 403)
