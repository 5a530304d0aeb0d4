"""The board as its page: cards, moves with and without a script, several at once, and who may do what."""

import re
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.hiring.models import Application, Candidate, Job
from apps.hiring.services import apply_to_job, create_candidate, create_job, pipeline
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
Cards = Callable[..., list[Application]]


@pytest.fixture
def nurse(ada: Membership) -> Job:
    with scope(ada.tenant):
        return create_job(by=ada, title="Nurse")


@pytest.fixture
def cards(ada: Membership) -> Cards:
    """Applications of people of these names: cards(job, "Ines", "Noor")."""

    def make(job: Job, *names: str) -> list[Application]:
        with scope(ada.tenant):
            people = [create_candidate(by=ada, name=name, email=f"{name.lower()}@people.example") for name in names]
            return [apply_to_job(job, one, by=ada) for one in people]

    return make


def address(job: Job, more: str = "") -> str:
    return f"/t/acme/hiring/jobs/{job.pk}/board/{more}"


def board_of(text: str) -> dict[str, list[str]]:
    """The names on the cards by stage."""
    columns = re.findall(r'data-stage="[^"]+" data-title="([^"]+)"(.*?)</section>', text, re.DOTALL)
    return {title: re.findall(r'data-name="([^"]+)"', cards) for title, cards in columns}


def stage_named(ada: Membership, name: str) -> str:
    with scope(ada.tenant):
        return next(str(stage.pk) for stage in pipeline() if stage.name == name)


@pytest.mark.parametrize("more", [1, 3])
def test_board_asks_the_same_questions_however_many_cards_there_are(
    ada: Membership,
    nurse: Job,
    cards: Cards,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    cards(nurse, *["Ines", "Noor", "Anton"][:more])
    client = signed_in(ada)
    client.get(address(nurse))

    with django_assert_num_queries(12):
        page = client.get(address(nurse))

    assert board_of(page.text)["Applied"] == ["Ines", "Noor", "Anton"][:more]


def test_long_column_shows_its_first_cards_and_the_next_ones_when_asked(
    ada: Membership, nurse: Job, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        stage, *_others = pipeline()
        people = Candidate.objects.bulk_create(Candidate(name=f"P{number:03}") for number in range(103))
        Application.objects.bulk_create(
            Application(job=nurse, candidate=one, stage=stage, position=place) for place, one in enumerate(people)
        )
    client, more = signed_in(ada), f"?stage={stage.pk}&cards=200"

    first, whole = client.get(address(nurse)).text, client.get(address(nurse, more)).text
    column = client.get(address(nurse, more), headers={"hx-request": "true"}).text

    names = [f"P{number:03}" for number in range(103)]
    assert board_of(first)["Applied"] == names[:100]
    assert re.findall(rf'href="\?stage={stage.pk}&amp;cards=(\d+)".*?>Show (\d+) more', first) == [("200", "3")]
    assert (board_of(whole)["Applied"], board_of(column)) == (names, {"Applied": names})
    assert "Show" not in column


def test_script_moves_a_card_to_a_place_and_hears_why_not(
    ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    ines, noor = cards(nurse, "Ines", "Noor")
    client, screening = signed_in(ada), stage_named(ada, "Screening")

    def move(one: Application, stage: str, position: str) -> tuple[int, str]:
        data = {"stage": stage, "position": position}
        answer = client.post(f"/t/acme/hiring/applications/{one.pk}/move/", data, headers=JSON)
        return answer.status_code, answer.json().get("code", "")

    assert [move(ines, screening, ""), move(noor, screening, "0")] == [(200, ""), (200, "")]
    assert move(noor, str(nurse.pk), "0") == (404, "not-found")
    assert board_of(client.get(address(nurse)).text)["Screening"] == ["Noor", "Ines"]


def test_form_without_a_script_moves_a_card_and_leads_back_to_where_one_was(
    ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    (ines,) = cards(nurse, "Ines")
    place, client = f"/t/acme/hiring/applications/{ines.pk}/move/", signed_in(ada)
    record = f"/t/acme/hiring/candidates/{ines.candidate_id}/"

    answers = [
        client.post(place, {"stage": stage_named(ada, "Offer"), "next": wanted})["Location"]
        for wanted in (record, "//elsewhere.example/", "https://elsewhere.example/")
    ]

    assert answers == [record, address(nurse), address(nurse)]
    assert board_of(client.get(address(nurse)).text)["Offer"] == ["Ines"]


def test_several_cards_are_moved_tagged_and_rejected_at_once(
    ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    ines, noor, _anton = cards(nurse, "Ines", "Noor", "Anton")
    client, ids = signed_in(ada), [str(ines.pk), str(noor.pk)]

    for data in (
        {"deed": "move", "stage": stage_named(ada, "Interview")},
        {"deed": "tag", "tag": "nights"},
        {"deed": "reject", "reason": "No licence"},
    ):
        client.post(address(nurse, "bulk/"), data | {"ids": ids})

    with scope(ada.tenant):
        rows = Application.objects.filter(job=nurse).order_by("candidate__name").select_related("candidate", "stage")
        found = [(one.candidate.name, one.stage.name, one.candidate.tags, one.rejected_reason) for one in rows]
    assert found == [
        ("Anton", "Applied", [], ""),
        ("Ines", "Rejected", ["nights"], "No licence"),
        ("Noor", "Rejected", ["nights"], "No licence"),
    ]


def test_cards_of_another_job_are_not_moved_from_here(
    ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        other = create_job(by=ada, title="Cook")
    (ines,) = cards(nurse, "Ines")

    data = {"deed": "move", "stage": stage_named(ada, "Offer"), "ids": [str(ines.pk)]}
    page = signed_in(ada).post(address(other, "bulk/"), data, follow=True)

    assert "is not there any more" in page.text
    assert board_of(signed_in(ada).get(address(nurse)).text)["Applied"] == ["Ines"]


def test_guest_sees_the_board_and_can_move_nothing(
    gia: Membership, ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    (ines,) = cards(nurse, "Ines")
    client = signed_in(gia)

    page = client.get(address(nurse))
    move = client.post(f"/t/acme/hiring/applications/{ines.pk}/move/", {"stage": stage_named(ada, "Offer")})
    reject = client.post(address(nurse, "bulk/"), {"deed": "reject", "ids": [str(ines.pk)]})

    assert (board_of(page.text)["Applied"], "data-movable" in page.text) == (["Ines"], False)
    assert (move.status_code, reject.status_code) == (403, 403)
    assert board_of(client.get(address(nurse)).text)["Offer"] == []


def test_blind_review_says_no_name_on_any_of_its_pages(
    ada: Membership, nurse: Job, cards: Cards, signed_in: SignedIn
) -> None:
    (ines,) = cards(nurse, "Ines")
    with scope(ada.tenant):
        Job.objects.filter(pk=nurse.pk).update(is_blind=True)
        alias = ines.candidate.alias
    client = signed_in(ada)
    places = (
        address(nurse),
        f"/t/acme/hiring/applications/{ines.pk}/",
        f"/t/acme/hiring/jobs/{nurse.pk}/",
        f"/t/acme/hiring/jobs/{nurse.pk}/ranking/",
        f"/t/acme/hiring/compare/?id={ines.candidate_id}&job={nurse.pk}",
    )

    pages = [client.get(place).text for place in places]

    assert [("Ines" in page, "ines@" in page) for page in pages] == [(False, False)] * len(places)
    assert board_of(pages[0])["Applied"] == [alias]
    assert [f'<h1 class="text-xl break-words">{alias}</h1>' in page for page in pages[1:2]] == [True]


def test_no_list_of_names_tells_how_far_somebody_came_in_a_blind_review(
    ada: Membership, nurse: Job, cards: Cards, api: Api
) -> None:
    cards(nurse, "Ines")
    with scope(ada.tenant):
        Job.objects.filter(pk=nurse.pk).update(is_blind=True)
    people = "/t/acme/api/v1/hiring/candidates/"

    (told,) = api(ada).get(people).json()["results"][0]["applications"]
    file = b"".join(api(ada).get(people, {"format": "csv"})).decode("utf-8-sig")

    assert (told["title"], told["stage"], told["stage_name"]) == ("Nurse", None, None)
    assert file.splitlines()[1].split(",")[7] == "Nurse: Blind review"


def test_who_it_is_in_a_blind_review_is_told_to_those_with_the_right_and_written_down(
    ada: Membership, ben: Membership, nurse: Job, cards: Cards, signed_in: SignedIn, api: Api
) -> None:
    (ines,) = cards(nurse, "Ines")
    endpoint = f"/t/acme/api/v1/hiring/applications/{ines.pk}/reveal/"
    place = f"/t/acme/hiring/applications/{ines.pk}/reveal/"

    refused, told = signed_in(ben).post(place), signed_in(ada).post(place)

    assert api(ben).post(endpoint).status_code == 403
    assert api(ada).post(endpoint).json() == {"candidate": str(ines.candidate_id), "name": "Ines"}
    assert (refused.status_code, told["Location"]) == (403, f"/t/acme/hiring/candidates/{ines.candidate_id}/")
    with scope(ada.tenant):
        entries = AuditEntry.objects.filter(action="application.revealed").values_list("actor_id", "target_label")
        assert [(str(actor), label) for actor, label in entries] == [(str(ada.user_id), "Nurse")] * 2
