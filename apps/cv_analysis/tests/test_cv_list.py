"""The list of CVs: search, filters, order, export, and deeds on several at once."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from tests.people import Grant, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licensed")]

INDEX = "/t/acme/cv-analysis/"
MakeCv = Callable[..., Cv]


def names(membership: Membership) -> list[str]:
    with scope(membership.tenant):
        return sorted(Cv.objects.values_list("file_name", flat=True))


def test_list_is_searched_filtered_and_sorted_by_its_address(
    ada: Membership, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv_of(ada, file_name="b.pdf", candidate_name="Eve Moss")
    cv_of(ada, file_name="a.pdf", candidate_name="Eve Stone")
    cv_of(ada, findings=None, status="corrupt", file_name="c.pdf")
    client = signed_in(ada)

    found = {
        query: re.findall(r'class="row-link"[^>]*>([^<]+)</a>', client.get(f"{INDEX}?{query}").text)
        for query in ("q=eve&sort=name", "q=eve&sort=-name", "status=unread", "status=read&q=stone", "q=nobody")
    }

    assert found == {
        "q=eve&sort=name": ["Eve Moss", "Eve Stone"],
        "q=eve&sort=-name": ["Eve Stone", "Eve Moss"],
        "status=unread": ["c.pdf"],
        "status=read&q=stone": ["Eve Stone"],
        "q=nobody": [],
    }
    assert "No CV fits" in client.get(f"{INDEX}?q=nobody").text


def test_script_gets_the_list_alone_with_an_address_that_says_what_was_chosen(
    ada: Membership, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv_of(ada)
    client = signed_in(ada)

    part = client.get(f"{INDEX}?q=cv&status=&sort=-added&density=roomy", headers={"hx-request": "true"})
    back = client.get(INDEX, headers={"hx-request": "true", "hx-history-restore-request": "true"})

    assert (part["HX-Push-Url"], "<html" in part.text, "<html" in back.text) == (f"{INDEX}?q=cv", False, True)
    assert "HX-Request" in part["Vary"]


def test_export_holds_what_the_list_shows(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    cv_of(ada, file_name="one.pdf", candidate_name="=Eve")
    cv_of(ada, findings=None, status="corrupt", file_name="two.pdf")

    lines = signed_in(ada).get(f"{INDEX}export/?status=read").getvalue().decode("utf-8-sig").splitlines()

    assert [line.split(",")[:3] for line in lines] == [["Name", "File", "Status"], ["'=Eve", "one.pdf", "Read"]]


def test_several_cvs_are_deleted_or_read_again_at_once(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    one, two, three = (cv_of(ada, file_name=f"{name}.pdf") for name in ("one", "two", "three"))
    client = signed_in(ada)

    deleted = client.post(f"{INDEX}bulk/", {"deed": "delete", "ids": [one.pk, two.pk], "next": "q=pdf"})
    again = client.post(f"{INDEX}bulk/", {"deed": "reprocess", "ids": [three.pk, "nonsense"]})
    none = client.post(f"{INDEX}bulk/", {"deed": "delete"})
    text = client.get(INDEX).text

    assert [deleted["Location"], again["Location"], none["Location"]] == [f"{INDEX}?q=pdf", INDEX, INDEX]
    assert names(ada) == ["three.pdf"]
    assert [said in text for said in ("2 CVs are deleted.", "1 CV is being read again.", "Select at least one CV")] == [
        True
    ] * 3
    with scope(ada.tenant):
        assert Cv.objects.get().status == "queued"


def test_guest_cannot_delete_several_and_nobody_those_of_another_workspace(
    ada: Membership, gia: Membership, cleo: Membership, grant: Grant, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv = cv_of(ada)
    grant(cleo.tenant)

    guest = signed_in(gia).post(f"{INDEX}bulk/", {"deed": "delete", "ids": [cv.pk]})
    signed_in(cleo).post("/t/beta/cv-analysis/bulk/", {"deed": "delete", "ids": [cv.pk]})

    assert (guest.status_code, names(ada)) == (403, ["cv.pdf"])
