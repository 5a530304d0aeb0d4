"""Views of lists that a member keeps."""

import re
from html import unescape

import pytest

from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.services import MOST_VIEWS, TooManyViewsError, save_view
from apps.core.scope import scope
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

LIST = "cv_analysis.cvs"
SAVE = "/t/acme/views/save/"
NEXT = "/t/acme/cv-analysis/?page=2"


def titles(membership: Membership) -> list[tuple[str, str]]:
    with scope(membership.tenant):
        return [(view.title, view.query) for view in saved_views_of(membership, LIST)]


def save(who: Membership, signed_in: SignedIn, title: str, query: str = "q=ada", after: str = NEXT) -> str:
    body = {"listing": LIST, "title": title, "query": query, "next": after}
    return str(signed_in(who).post(SAVE, body)["Location"])


def test_saved_view_leads_back_to_the_list_as_it_was_seen(ada: Membership, signed_in: SignedIn) -> None:
    assert save(ada, signed_in, "Adas") == "/t/acme/cv-analysis/?q=ada"
    assert titles(ada) == [("Adas", "q=ada")]


def test_same_title_again_replaces_the_view(ada: Membership, signed_in: SignedIn) -> None:
    save(ada, signed_in, "Mine", "q=one")
    save(ada, signed_in, "Mine", "q=two")

    assert titles(ada) == [("Mine", "q=two")]


@pytest.mark.parametrize("title", ["", " ", "x" * 61])
def test_view_without_a_usable_name_is_not_saved(ada: Membership, signed_in: SignedIn, title: str) -> None:
    client = signed_in(ada)

    client.post(SAVE, {"listing": LIST, "title": title, "query": "", "next": NEXT})

    assert titles(ada) == []
    assert "Give the view a name" in client.get("/t/acme/").text


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("https://elsewhere.example/", "/t/acme/"),
        ("//elsewhere.example/", "/t/acme/"),
        ("http://testserver//elsewhere.example/", "/%2Felsewhere.example/"),
    ],
)
def test_nobody_is_led_to_another_host(ada: Membership, signed_in: SignedIn, wanted: str, led: str) -> None:
    assert save(ada, signed_in, "Mine", "", wanted) == led


def test_views_belong_to_the_member_who_saved_them(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    save(ada, signed_in, "Adas")
    with scope(ada.tenant):
        (view,) = saved_views_of(ada, LIST)

    answer = signed_in(ben).post(f"/t/acme/views/{view.pk}/delete/", {"next": NEXT})

    assert (titles(ben), answer.status_code, len(titles(ada))) == ([], 404, 1)


def test_deleted_view_can_be_had_back_by_its_owner_only(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    save(ada, signed_in, "Adas")
    with scope(ada.tenant):
        (view,) = saved_views_of(ada, LIST)
    client = signed_in(ada)
    client.post(f"/t/acme/views/{view.pk}/delete/", {"next": NEXT})
    undo = re.search(r'"(/t/acme/views/restore/\?token=[^"]+)"', client.get("/t/acme/").text)
    assert undo
    assert titles(ada) == []

    of_another = signed_in(ben).post(unescape(undo[1]))
    back = client.post(unescape(undo[1]))
    forged = client.post("/t/acme/views/restore/?token=nonsense")

    assert (of_another.status_code, forged.status_code, titles(ada)) == (404, 404, [("Adas", "q=ada")])
    assert back["Location"] == "/t/acme/cv-analysis/?q=ada"


def test_there_is_an_end_to_saving(ada: Membership) -> None:
    with scope(ada.tenant):
        for number in range(MOST_VIEWS):
            save_view(ada, listing=LIST, title=f"View {number}", query="")
        with pytest.raises(TooManyViewsError):
            save_view(ada, listing=LIST, title="One more", query="")
        save_view(ada, listing=LIST, title="View 0", query="q=new")

    assert len(titles(ada)) == MOST_VIEWS
