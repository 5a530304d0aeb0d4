"""The workspace's own questions: what they must be, who sees them, how they are reviewed, and how they are asked."""

from dataclasses import replace
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.problems import NotAllowedError
from apps.core.scope import scope
from apps.interviews.bank import (
    bookmarks_of,
    first_picks,
    own_picks,
    own_questions_for,
    ratings,
    sets_for,
)
from apps.interviews.configuration import Setup
from apps.interviews.library import Choice, Point, all_items
from apps.interviews.models import OwnQuestion, QuestionMark
from apps.interviews.own_items import OwnItem
from apps.interviews.services import Occasion, prepare_session
from apps.interviews.services.bank import (
    BadSetError,
    FaultyQuestionError,
    ReviewStateError,
    StaleQuestionError,
    archive_question,
    forget_private,
    mark_question,
    review_question,
    revise_question,
    revise_set,
    submit_question,
    write_question,
    write_set,
)
from tests.people import NewMember

ITEM = OwnItem(
    text="How does our ordering service keep two warehouses from selling the same item?",
    kind="open",
    role="backend",
    level="mid",
    skills=("PostgreSQL",),
    seconds=180,
    points=(Point("A row lock on the stock keeps two orders apart.", "What happens at the same moment?"),),
)
CHOICES = (Choice("A lock", is_right=True), Choice("A cache", is_right=False), Choice("A log", is_right=False))
SLUG = "backend-mid-slow-after-growth"


@pytest.mark.parametrize(
    ("changed", "field", "row"),
    [
        ({"text": ""}, "text", None),
        ({"text": "No end"}, "text", None),
        ({"kind": "riddle"}, "kind", None),
        ({"role": "pilot"}, "role", None),
        ({"level": "expert"}, "level", None),
        ({"language": "xx"}, "language", None),
        ({"seconds": 5}, "seconds", None),
        ({"difficulty": 6}, "difficulty", None),
        ({"skills": ()}, "skills", None),
        ({"tags": tuple("abcdefghijk")}, "tags", None),
        ({"points": ()}, "points", None),
        ({"points": (*ITEM.points, Point("Too short.", ""))}, "points", 1),
        ({"points": (Point("The candidate mentions an index.", ""),)}, "points", 0),
        ({"points": (Point("A lock keeps orders apart.", "Say more"),)}, "points", 0),
        ({"points": ITEM.points * 2}, "points", 1),
        ({"choices": CHOICES}, "choices", None),
        ({"kind": "multiple-choice", "choices": CHOICES[:2]}, "choices", None),
        ({"kind": "multiple-choice", "choices": CHOICES[1:] * 2}, "choices", None),
    ],
)
def test_each_broken_rule_is_told_beside_its_field(changed: dict[str, Any], field: str, row: int | None) -> None:
    faults = replace(ITEM, **changed).faults()

    assert {(one.field, one.row) for one in faults} == {(field, row)}


def test_a_question_with_one_point_and_choices_that_fit_breaks_no_rule() -> None:
    assert [ITEM.faults(), replace(ITEM, kind="multiple-choice", choices=CHOICES).faults()] == [[], []]


def test_what_is_kept_reads_back_as_it_was() -> None:
    item = replace(ITEM, kind="multiple-choice", choices=CHOICES, tags=("orders",), hint="Think of two clerks.")

    assert OwnItem.of(item.to_json()) == item


@pytest.fixture
def carl(ada: Membership, new_member: NewMember) -> Membership:
    """A candidate at Acme."""
    return new_member("carl", ada.tenant, Role.CANDIDATE)


def _approved(by: Membership, item: OwnItem = ITEM, **said: Any) -> OwnQuestion:
    question = write_question(by, item, is_shared=True, **said)
    submit_question(question, by=by)
    review_question(question, by=by, is_approved=True)
    return question


@pytest.mark.django_db
def test_who_sees_which_question(ada: Membership, ben: Membership, gia: Membership, carl: Membership) -> None:
    with scope(ada.tenant):
        private = write_question(ben, ITEM).pk
        draft = write_question(ada, ITEM, is_shared=True).pk
        approved = _approved(ada).pk
        secret = _approved(ada, is_for_assessments=True).pk
        seen = {who: set(own_questions_for(who).values_list("pk", flat=True)) for who in (ada, ben, gia, carl)}

    assert seen == {
        ada: {draft, approved, secret},
        ben: {private, draft, approved, secret},
        gia: {approved},
        carl: {approved},
    }


@pytest.mark.django_db
def test_candidates_practise_no_question_that_is_for_assessments_only(ada: Membership, carl: Membership) -> None:
    with scope(ada.tenant):
        secret, shown, draft = _approved(ada, is_for_assessments=True), _approved(ada), write_question(ada, ITEM)
        asked = [str(secret.pk), SLUG, str(shown.pk), str(draft.pk), "no-such-slug"]

        assert [pick.slug for pick in own_picks(asked, seen_by=carl)] == [SLUG, str(shown.pk)]
        assert [pick.slug for pick in own_picks(asked)] == [str(secret.pk), SLUG, str(shown.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_own_questions_are_read_in_one_query(ada: Membership, django_assert_num_queries: Any, number: int) -> None:
    with scope(ada.tenant):
        ids = [str(_approved(ada).pk) for _ in range(number)]
        with django_assert_num_queries(1):
            picks = own_picks([*reversed(ids), SLUG])

    assert [pick.slug for pick in picks] == [*reversed(ids), SLUG]
    assert {pick.source for pick in picks} == {"own"}


@pytest.mark.django_db
def test_an_interview_asks_the_questions_of_its_set_first_and_in_their_order(ada: Membership) -> None:
    with scope(ada.tenant):
        own = _approved(ada)
        chosen = write_set(ada, title="Orders", questions=[SLUG, str(own.pk)], is_shared=True)
        setup = Setup("backend", kind="technical", number=4, question_set=str(chosen.pk))
        session = prepare_session(ada, setup, title="Orders")
        asked = list(session.questions.values_list("asked__slug", flat=True))
        assessed = prepare_session(ada, setup, title="Orders", occasion=Occasion(mode="assessment"))

        assert (asked[:2], len(set(asked))) == ([SLUG, str(own.pk)], 4)
        assert assessed.questions.filter(asked__source="own").count() == 2
        assert Setup.from_json(session.setup) == setup


@pytest.mark.django_db
def test_a_set_of_somebodys_own_is_nobody_elses(ada: Membership, ben: Membership) -> None:
    with scope(ada.tenant):
        mine = write_set(ben, title="Mine", questions=[SLUG])

        assert (list(sets_for(ben)), list(sets_for(ada))) == ([mine], [])
        assert first_picks(Setup("backend", question_set=str(mine.pk)), seen_by=ada) == []


@pytest.mark.django_db
def test_a_shared_set_holds_only_what_others_may_see(ada: Membership) -> None:
    with scope(ada.tenant):
        private = write_question(ada, ITEM)

        with pytest.raises(BadSetError):
            write_set(ada, title="Orders", questions=[str(private.pk)], is_shared=True)
        with pytest.raises(BadSetError):
            write_set(ada, title="Orders", questions=["no-such-slug"])


@pytest.mark.django_db
def test_a_set_can_be_changed_when_one_of_its_questions_is_gone(ada: Membership) -> None:
    with scope(ada.tenant):
        private = write_question(ada, ITEM)
        chosen = write_set(ada, title="Orders", questions=[str(private.pk), SLUG])
        private.delete()

        assert revise_set(chosen, by=ada, title="Growth").questions == [SLUG]


@pytest.mark.django_db
def test_a_change_keeps_the_version_before_and_asks_for_another_review(ada: Membership, ben: Membership) -> None:
    with scope(ada.tenant):
        question = _approved(ada)
        changed = revise_question(question, replace(ITEM, hint="Two clerks."), by=ben, version=1)

        assert (changed.version, changed.state, changed.reviewed_by_id) == (2, "in-review", None)
        assert [(one["version"], one["hint"], one["by"]) for one in changed.earlier] == [(1, "", str(ben.pk))]
        assert OwnItem.of(changed.earlier[0]) == ITEM
        with pytest.raises(StaleQuestionError):
            revise_question(question, ITEM, by=ada, version=1)
        assert revise_question(question, replace(ITEM, hint="Two clerks."), by=ada, version=2).version == 2


@pytest.mark.django_db
def test_a_review_says_who_and_why(ada: Membership, ben: Membership) -> None:
    with scope(ada.tenant):
        question = write_question(ben, ITEM, is_shared=True)
        with pytest.raises(ReviewStateError):
            review_question(question, by=ada, is_approved=True)
        submit_question(question, by=ben)
        with pytest.raises(ReviewStateError):
            review_question(question, by=ada, is_approved=False, reason=" ")
        review_question(question, by=ada, is_approved=False, reason="Two questions in one.")
        question.refresh_from_db()

        assert (question.state, question.reviewed_by_id, question.review_reason) == (
            *("rejected", ada.pk),
            "Two questions in one.",
        )
        submit_question(question, by=ben)
        question.refresh_from_db()
        assert (question.state, question.reviewed_by_id, question.review_reason) == ("in-review", None, "")


@pytest.mark.django_db
def test_candidates_write_private_questions_only(carl: Membership, ada: Membership) -> None:
    with scope(ada.tenant):
        mine, shared = write_question(carl, ITEM, is_for_assessments=True), _approved(ada)

        assert (mine.is_shared, mine.is_for_assessments) == (False, False)
        with pytest.raises(NotAllowedError):
            write_question(carl, ITEM, is_shared=True)
        with pytest.raises(NotAllowedError):
            revise_question(mine, ITEM, by=carl, is_shared=True)
        with pytest.raises(NotAllowedError):
            revise_question(shared, ITEM, by=carl)
        with pytest.raises(NotAllowedError):
            archive_question(mine, by=ada)


@pytest.mark.django_db
def test_a_faulty_question_is_refused_with_every_rule(ada: Membership) -> None:
    with scope(ada.tenant), pytest.raises(FaultyQuestionError) as refused:
        write_question(ada, replace(ITEM, text="", points=(Point("Too short.", ""),)))

    assert [one["field"] for one in refused.value.extra["errors"]] == ["text", "points.0"]  # type: ignore[attr-defined]  # a ProblemError


@pytest.mark.django_db
def test_an_archived_question_is_asked_no_more_until_it_is_taken_back(ada: Membership) -> None:
    with scope(ada.tenant):
        question = _approved(ada)
        archive_question(question, by=ada)
        gone = own_picks([str(question.pk)])
        archive_question(question, by=ada, is_archived=False)

        assert (gone, len(own_picks([str(question.pk)]))) == ([], 1)


@pytest.mark.django_db
def test_a_mean_is_told_from_three_ratings_on(ada: Membership, ben: Membership, carl: Membership) -> None:
    with scope(ada.tenant):
        for who, stars in ((ada, 5), (ben, 4)):
            mark_question(who, SLUG, rating=stars)
        few = ratings()[SLUG]
        mark_question(carl, SLUG, rating=5)
        mark_question(ada, SLUG, is_bookmarked=True)

        assert (few.number, few.mean) == (2, None)
        assert (ratings(SLUG)[SLUG].number, ratings(SLUG)[SLUG].mean) == (3, 4.7)
        assert (bookmarks_of(ada), bookmarks_of(ben)) == ({SLUG}, set())
        with pytest.raises(NotAllowedError):
            mark_question(carl, str(write_question(ada, ITEM).pk), rating=5)


@pytest.mark.django_db
def test_what_nobody_else_saw_goes_with_its_writer(carl: Membership, ada: Membership) -> None:
    with scope(ada.tenant):
        write_question(carl, ITEM)
        write_set(carl, title="Mine", questions=[next(iter(all_items()))])
        mark_question(carl, SLUG, rating=2)
        kept = _approved(ada)
        forget_private(carl.pk)

        assert list(OwnQuestion.objects.all()) == [kept]
        assert (list(sets_for(carl)), QuestionMark.objects.count()) == ([], 0)
