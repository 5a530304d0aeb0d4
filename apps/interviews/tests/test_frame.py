"""What the frame around all pages says of interviews: the home page, the bell, search, and mail to candidates."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.accounts.models import Mail, Membership
from apps.core.modules import Waiting
from apps.core.scope import PUBLIC, scope
from apps.hiring.models import Assignment, Candidate, Job
from apps.hiring.services import cancel_assignment, create_candidate
from apps.interviews import services
from apps.interviews.apps import InterviewsConfig
from apps.interviews.library import item_of
from apps.interviews.models import OwnQuestion
from apps.interviews.overview import hits_for, notices_for, overview_for
from apps.interviews.tests.conftest import Assign, Hold, Prepare
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]

FAR = datetime(2031, 5, 4, 12, tzinfo=ZoneInfo("UTC"))


def _titles(found: Any) -> list[str]:
    return [one.title for one in found]


def test_home_shows_candidates_what_they_are_asked_for_the_most_urgent_first(
    cand: Membership, candidate: Candidate, assigned: Assign, signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    some_day, first = assigned(candidate, title="Some day"), assigned(candidate, title="Data", due_at=FAR)
    assigned(candidate, title="Too late", due_at=timezone.now() - timedelta(minutes=1))
    cancel_assignment(assigned(candidate, title="Taken back").assignment)

    with django_assert_num_queries(1):
        waiting = overview_for(cand).waiting
    page = signed_in(cand).get("/t/acme/").text

    address = f"/t/acme/interviews/assigned/{first.assignment_id}/"
    assert waiting[0] == Waiting(
        "Interview: Data",
        "1 question in writing",
        address.removeprefix("/t/acme"),
        "messages-square",
        FAR,
    )
    assert _titles(waiting) == ["Interview: Data", "Interview: Some day"]
    assert [f'href="{url}"' in page for url in (address, f"/t/acme/interviews/assigned/{some_day.assignment_id}/")] == [
        True
    ] * 2
    assert ("Waiting for you" in page, "until May 4, 2031" in page, "Too late" in page) == (True, True, False)


def test_an_interview_waits_until_no_attempt_is_left(cand: Membership, candidate: Candidate, assigned: Assign) -> None:
    one = assigned(candidate)
    session = services.prepare_assigned(one, cand)
    assert len(overview_for(cand).waiting) == 1

    services.start_session(session, consented=True)
    assert len(overview_for(cand).waiting) == 1
    services.abandon_session(session)

    assert overview_for(cand).waiting == ()


def test_a_record_with_the_address_of_a_candidate_waits_for_them(
    ada: Membership, ben: Membership, cand: Membership, assigned: Assign
) -> None:
    assigned(create_candidate(by=ada, name="C. Idate", email=cand.user.email))

    assert _titles(overview_for(cand).waiting) == ["Interview: Backend engineer"]
    assert overview_for(ben).waiting == ()


def test_figures_and_recent_interviews_are_the_own_ones_and_for_reviewers_those_of_candidates(
    ada: Membership,
    ben: Membership,
    cand: Membership,
    candidate: Candidate,
    assigned: Assign,
    held: Hold,
    prepared: Any,
) -> None:
    held(assigned(candidate), cand)
    services.prepare_assigned(assigned(candidate, title="Not begun"), cand)
    services.start_session(prepared(ben))

    found = {who: overview_for(member) for who, member in (("ada", ada), ("ben", ben), ("cand", cand))}

    assert {who: [(one.title, one.note) for one in part.recent] for who, part in found.items()} == {
        "ada": [("Interview: Backend engineer", "Cand Idate · Completed")],
        "ben": [
            ("Backend, junior", "Practice · Under way"),
            ("Interview: Backend engineer", "Cand Idate · Completed"),
        ],
        "cand": [
            ("Interview: Not begun", "Assessment · Not begun"),
            ("Interview: Backend engineer", "Assessment · Completed"),
        ],
    }
    assert {who: [(one.value, one.points[-1]) for one in part.stats] for who, part in found.items()} == {
        who: [(1, 1)] for who in found
    }


def test_home_asks_the_same_of_one_interview_and_of_three(
    ada: Membership,
    cand: Membership,
    candidate: Candidate,
    assigned: Assign,
    held: Hold,
    django_assert_num_queries: Any,
) -> None:
    held(assigned(candidate, title="First"), cand)
    with django_assert_num_queries(1):
        overview_for(ada)
    held(assigned(candidate, title="Second"), cand)
    held(assigned(candidate, title="Third"), cand)

    with django_assert_num_queries(1):
        assert len(overview_for(ada).recent) == 3


def test_bell_says_what_waits_what_was_reviewed_and_who_wants_another_way(
    ada: Membership, ben: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    session = held(assigned(candidate), cand)
    question = session.questions.get()
    services.review_answer(session, by=ada, question_id=question.pk, score=70, reason="Known by heart.")
    soon = assigned(candidate, title="Data", due_at=timezone.now() + timedelta(hours=30))
    services.ask_for_another_way(soon)

    mine, theirs = notices_for(cand), notices_for(ben)

    assert [(one.title.partition(" until")[0], one.url, one.kind) for one in mine] == [
        ("Interview: Data waits for you", f"/interviews/assigned/{soon.assignment_id}/", "warning"),
        ("A person reviewed your answers: Interview: Backend engineer", f"/interviews/{session.pk}/", "info"),
    ]
    assert [(one.title, one.url, one.kind) for one in theirs] == [
        (
            "Cand Idate asked for another way than an automatic interview",
            f"/hiring/candidates/{candidate.pk}/",
            "warning",
        )
    ]


def test_bell_asks_the_same_of_one_and_of_three(
    cand: Membership, candidate: Candidate, ben: Membership, assigned: Assign, django_assert_num_queries: Any
) -> None:
    services.ask_for_another_way(assigned(candidate, title="First"))
    with django_assert_num_queries(1):
        notices_for(ben)
    for title in ("Second", "Third"):
        services.ask_for_another_way(assigned(candidate, title=title))

    with django_assert_num_queries(1):
        assert len(notices_for(ben)) == 3
    with django_assert_num_queries(1):
        assert len(notices_for(cand)) == 3


def test_a_blind_review_names_nobody_on_the_home_page_in_the_bell_or_in_search(
    ada: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    one = assigned(candidate)
    held(one, cand)
    services.ask_for_another_way(assigned(candidate, title="Data"))
    Job.objects.update(is_blind=True)

    assert overview_for(ada).recent[0].note == f"{candidate.alias} · Completed"
    notice = notices_for(ada)[0]
    assert notice.title == f"{candidate.alias} asked for another way than an automatic interview"
    assert notice.url.startswith("/hiring/applications/")
    assert hits_for(ada, "cand idate backend") == []
    assert _titles(hits_for(ada, "interview backend")) == ["Interview: Backend engineer"]


def test_search_finds_interviews_by_title_and_person_and_questions_by_their_words(
    ada: Membership,
    ben: Membership,
    cand: Membership,
    candidate: Candidate,
    assigned: Assign,
    held: Hold,
    prepared: Any,
    django_assert_num_queries: Any,
) -> None:
    session = held(assigned(candidate), cand)
    prepared(ben)
    plain = {"kind": "open", "level": "mid", "seconds": 60, "difficulty": 1, "is_shared": True, "state": "approved"}
    own = OwnQuestion.objects.create(text="Why would zebras use SQL?", **plain)
    OwnQuestion.objects.create(text="Zebras, but only when assessed?", is_for_assessments=True, **plain)

    with django_assert_num_queries(2):
        by_person = hits_for(ada, "cand backend")

    assert [(one.title, one.note, one.url) for one in by_person] == [
        ("Interview: Backend engineer", "Cand Idate · Completed", f"/interviews/{session.pk}/")
    ]
    assert [(one.title, one.url) for one in hits_for(cand, "zebras")] == [
        (own.text, f"/interviews/questions/{own.pk}/")
    ]
    assert len(hits_for(ada, "zebras")) == 2
    asked = [(one.note, one.url.split("/")[-2]) for one in hits_for(cand, "index write")]
    assert {note for note, _slug in asked} == {"Question of the library"}
    assert [item_of(slug) is None for _note, slug in asked] == [False] * len(asked)
    assert "Backend, junior" not in _titles(hits_for(ada, "junior"))


def test_first_step_is_done_with_the_first_interview_that_is_begun(ada: Membership, prepared: Prepare) -> None:
    step = InterviewsConfig.first_step
    session = prepared(ada)
    assert step is not None
    assert list(step.evidence(ada.pk)) == []

    services.start_session(session)

    assert list(step.evidence(ada.pk)) == [session.pk]


def test_a_candidate_with_an_account_gets_the_link_by_mail(
    cand: Membership, candidate: Candidate, assigned: Assign, mails: Any
) -> None:
    one = assigned(candidate, due_at=FAR)

    text = mails()[-1]

    with scope(PUBLIC):
        mail = Mail.objects.get(template="interview_assigned")
    assert (mail.address, mail.kind, mail.subject) == (
        cand.user.email,
        "interviews.assigned",
        "Acme Robotics asks you for an interview: Backend engineer",
    )
    assert f"/t/acme/interviews/assigned/{one.assignment_id}/" in text
    assert ("You can begin until May 4, 2031." in text, "accept the invitation" in text) == (True, False)


def test_whoever_has_no_account_gets_invitation_and_link_and_is_told_the_order(
    ada: Membership, assigned: Assign, mails: Any
) -> None:
    assigned(create_candidate(by=ada, name="Noor Iyer", email="noor@iyer.example"))

    texts = mails()

    with scope(PUBLIC):
        sent = list(Mail.objects.order_by("created_at").values_list("template", "address"))
    assert sent == [("invitation", "noor@iyer.example"), ("interview_assigned", "noor@iyer.example")]
    assert "accept the invitation first" in texts[-1]


def test_who_wants_no_such_mail_gets_none_and_still_finds_the_interview_at_home(
    cand: Membership, candidate: Candidate, assigned: Assign
) -> None:
    cand.user.muted_kinds = ["interviews.assigned"]
    cand.user.save()

    assigned(candidate)

    with scope(PUBLIC):
        assert Mail.objects.count() == 0
    assert len(overview_for(cand).waiting) == 1


def test_an_interview_assigned_on_the_record_leads_where_it_is_held(
    ada: Membership, cand: Membership, candidate: Candidate, signed_in: SignedIn
) -> None:
    """The path is the workspace's, whatever address the page was asked by."""
    signed_in(ada).post(
        f"/t/acme/hiring/candidates/{candidate.pk}/assign/", {"activity": "interviews.interview", "application": ""}
    )

    with scope(ada.tenant):
        made = Assignment.objects.get()
    assert made.link == f"/interviews/assigned/{made.pk}/"
    assert signed_in(cand).get(f"/t/acme{made.link}").status_code == 200
