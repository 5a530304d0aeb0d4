"""Questions, sets and templates over HTTP."""

from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.interviews.library import all_items
from apps.interviews.services.bank import review_question, submit_question, write_question
from apps.interviews.shipped import shipped_templates
from apps.interviews.tests.test_own_questions import ITEM, SLUG
from tests.people import Api, Grant, NewMember

pytestmark = pytest.mark.django_db
BASE = "/api/v1/interviews"
SENT = {
    **{name: ITEM.to_json()[name] for name in ("text", "kind", "role", "level", "skills", "points")},
    "is_shared": True,
}
ROUNDS = [{"title": "Call", "kind": "phone", "number": 3}, {"title": "Deep", "kind": "technical", "number": 5}]


@pytest.fixture
def staff(ada: Membership, grant: Grant, api: Api) -> Any:
    grant(ada.tenant, "interviews")
    return api(ada)


def test_a_question_is_written_reviewed_changed_and_archived(staff: Any) -> None:
    made = staff.post(f"{BASE}/questions/", SENT, format="json")
    address = f"{BASE}/questions/{made.json()['id']}/"
    staff.post(f"{address}review/", {"deed": "submit"}, format="json")
    rejected = staff.post(f"{address}review/", {"deed": "reject", "reason": "Two in one."}, format="json").json()
    changed = staff.patch(address, {"hint": "Two clerks.", "version": 1}, format="json").json()
    stale = staff.patch(address, {"hint": "Again.", "version": 1}, format="json")
    marked = staff.post(f"{address}mark/", {"rating": 4, "is_bookmarked": True}, format="json").json()
    gone = staff.delete(address)

    assert (made.status_code, made.json()["state"], made.json()["points"]) == (201, "draft", SENT["points"])
    assert (rejected["state"], rejected["review_reason"]) == ("rejected", "Two in one.")
    assert (changed["version"], changed["hint"], changed["state"]) == (2, "Two clerks.", "in-review")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-question")
    assert (marked["my_rating"], marked["is_bookmarked"], marked["rating"]) == (4, True, None)
    assert (gone.status_code, staff.get(address).json()["is_archived"]) == (204, True)


def test_a_broken_rule_is_answered_with_its_field(staff: Any) -> None:
    answer = staff.post(f"{BASE}/questions/", SENT | {"points": [{"text": "Too short."}]}, format="json")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["points.0"])


def test_the_library_is_listed_narrowed_sorted_and_read(staff: Any) -> None:
    whole = staff.get(f"{BASE}/questions/?page_size=5").json()
    sales = staff.get(f"{BASE}/questions/?role=sales&level=senior&ordering=-time&page_size=100").json()["results"]
    one = staff.get(f"{BASE}/questions/{SLUG}/").json()

    assert (whole["count"], len(whole["results"])) == (len(all_items()), 5)
    assert {(row["role"], row["level"]) for row in sales} == {("sales", "senior")}
    assert [row["seconds"] for row in sales] == sorted((row["seconds"] for row in sales), reverse=True)
    assert (one["text"], one["version"], one["is_own"]) == (all_items()[SLUG].text, 0, False)
    assert staff.get(f"{BASE}/questions/?role=pilot").status_code == 400
    assert staff.patch(f"{BASE}/questions/{SLUG}/", {"hint": "x"}, format="json").status_code == 404


def test_candidates_reach_no_question_that_is_for_assessments_only(
    ada: Membership, staff: Any, api: Api, new_member: NewMember
) -> None:
    with scope(ada.tenant):
        secret = write_question(ada, ITEM, is_shared=True, is_for_assessments=True)
        submit_question(secret, by=ada)
        review_question(secret, by=ada, is_approved=True)
    chosen = staff.post(
        f"{BASE}/question-sets/",
        {"title": "Ours", "questions": [str(secret.pk), SLUG], "is_shared": True},
        format="json",
    ).json()
    carl = api(new_member("carl", ada.tenant, Role.CANDIDATE))

    assert carl.get(f"{BASE}/questions/{secret.pk}/").status_code == 404
    assert carl.post(f"{BASE}/questions/{secret.pk}/mark/", {"rating": 1}, format="json").status_code == 404
    assert carl.get(f"{BASE}/questions/?among=ours").json()["count"] == 0
    assert carl.get(f"{BASE}/question-sets/{chosen['id']}/").json()["questions"] == [SLUG]
    assert carl.get(f"{BASE}/question-sets/").json()["results"][0]["questions"] == [SLUG]
    assert carl.post(f"{BASE}/questions/", SENT, format="json").status_code == 403
    assert carl.post(f"{BASE}/questions/", SENT | {"is_shared": False}, format="json").status_code == 201


def test_a_set_is_made_ordered_and_deleted(staff: Any) -> None:
    slugs = list(all_items())[:3]
    made = staff.post(f"{BASE}/question-sets/", {"title": "Monday", "questions": slugs}, format="json").json()
    address = f"{BASE}/question-sets/{made['id']}/"
    unknown = staff.patch(address, {"questions": ["no-such-slug"]}, format="json")

    assert staff.patch(address, {"questions": slugs[::-1]}, format="json").json()["questions"] == slugs[::-1]
    assert (unknown.status_code, unknown.json()["code"]) == (422, "bad-set")
    assert (staff.delete(address).status_code, staff.get(address).status_code) == (204, 404)


def test_a_template_is_made_changed_and_archived_and_shipped_ones_stay(staff: Any, api: Api, gia: Membership) -> None:
    made = staff.post(f"{BASE}/templates/", {"title": "Ours", "rounds": ROUNDS}, format="json")
    address = f"{BASE}/templates/{made.json()['id']}/"
    weights = {"relevance": 50, "examples": 50, "structure": 0, "accuracy": 0, "alignment": 0}
    changed = staff.patch(address, {"weights": weights}, format="json").json()
    off = staff.patch(address, {"weights": weights | {"relevance": 51}}, format="json")
    listed = staff.get(f"{BASE}/templates/?page_size=100").json()

    assert (made.status_code, [one["kind"] for one in made.json()["rounds"]]) == (201, ["phone", "technical"])
    assert (changed["weights"], changed["title"], len(changed["rounds"])) == (weights, "Ours", 2)
    assert (off.status_code, off.json()["code"]) == (422, "bad-template")
    assert [one["id"] for one in listed["results"]] == [made.json()["id"], *shipped_templates()][:100]
    assert staff.get(f"{BASE}/templates/backend-process/").json()["rounds"][1]["opens_at"] == 40
    assert staff.delete(f"{BASE}/templates/backend-process/").status_code == 404
    assert api(gia).post(f"{BASE}/templates/", {"title": "X", "rounds": ROUNDS}, format="json").status_code == 403
    assert (staff.delete(address).status_code, staff.get(address).status_code) == (204, 404)


def test_the_list_can_be_had_as_a_file(staff: Any) -> None:
    file = staff.get(f"{BASE}/questions/?role=sales&format=csv")
    lines = b"".join(file).decode().splitlines()

    sales = sum(one.role == "sales" for one in all_items().values())
    assert (file["Content-Type"], len(lines)) == ("text/csv; charset=utf-8", sales + 1)
