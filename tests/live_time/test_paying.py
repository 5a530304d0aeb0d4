"""What pays for an interview beyond what is included, and that its clock is paid exactly, once, and never twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.billing.models import Account, CreditHold
from apps.billing.queries import credit_entries_of
from apps.billing.services import account_of, expire_credits, grant_credits
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Session
from apps.interviews.services.problems import NotYourTurnError
from apps.marketplace.live_time import PaymentRequiredError
from apps.marketplace.models import Usage
from apps.marketplace.services import MeterLimitError
from apps.marketplace.services.meters import this_month
from apps.tenants.models import Tenant
from tests.live_time.conftest import Prepare, answered, credits_now, minutes_pass
from tests.people import Grant, NewMember

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_community")]
HARD = {"item": "single:interviews.technical-hard:once", "amount": 1200, "currency": "USD"}


def kinds(payer: Account) -> list[str]:
    """The statement, the oldest first."""
    return list(credit_entries_of(payer).order_by("transaction__at", "id").values_list("transaction__kind", flat=True))


def test_included_interviews_come_first_and_cost_nothing(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")

    session = services.start_session(prepared())

    assert (session.paid_by, credits_now(payer)) == ("included", (5, 0))


@pytest.mark.usefixtures("used_up")
def test_what_is_not_paid_does_not_begin_and_says_what_it_costs(prepared: Prepare) -> None:
    session = prepared()

    with pytest.raises(PaymentRequiredError) as refused:
        services.start_session(session)

    problem = refused.value
    assert (problem.status, problem.code) == (402, "payment-required")
    assert {name: problem.extra[name] for name in HARD} == HARD
    assert (problem.extra["credits"], problem.extra["balance"], problem.extra["limit"]) == (1, 0, 30)
    session.refresh_from_db()
    assert (session.state, session.paid_by, session.started_at) == ("draft", "", None)
    assert session.questions.filter(state="waiting").count() == 3
    assert Usage.objects.get(membership=session.member_id).used == 30


@pytest.mark.usefixtures("used_up")
def test_credits_are_set_aside_for_the_longest_time_and_spent_by_the_clock(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")
    # Three questions of forty minutes, each with a follow-up of as long at most: four hours.
    session = services.start_session(prepared(seconds=2400, follow_ups=1))
    assert session.paid_by == "credits"
    held = CreditHold.objects.get()
    assert held.seconds >= 2 * 3600
    balance, aside = credits_now(payer)
    assert (balance + aside, aside) == (5, held.seconds // 3600)

    answered(session, 35)
    services.next_question(session)
    answered(session, 30)
    services.complete_session(session)

    # 65 minutes are two credits; what was not used is there again.
    assert credits_now(payer) == (3, 0)
    assert kinds(payer) == ["credits-granted", "credits-held", "credits-spent"]
    services.complete_session(session)
    assert credits_now(payer) == (3, 0)


@pytest.mark.usefixtures("used_up")
def test_a_pause_stops_the_clock_even_if_the_interview_is_ended_in_it(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")
    session = services.start_session(prepared(seconds=3600))
    minutes_pass(session, 50)
    question = session.questions.get(state="open")
    services.save_draft(session, question_id=question.pk, text="An index", version=0)
    services.pause_session(session)
    # The pause lasts for hours.
    session.questions.filter(state="open").update(opened_at=timezone.now() - timedelta(hours=7))

    services.complete_session(session)

    question.refresh_from_db()
    assert question.seconds_spent == pytest.approx(50 * 60, abs=2)
    assert credits_now(payer) == (4, 0)


@pytest.mark.usefixtures("used_up")
def test_the_time_of_a_question_that_is_left_open_counts(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")
    session = services.start_session(prepared(seconds=3600))
    minutes_pass(session, 20)

    services.abandon_session(session)

    assert credits_now(payer) == (4, 0)


@pytest.mark.usefixtures("used_up")
def test_what_is_given_up_at_once_costs_nothing(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=1, source_key="pack")
    session = services.start_session(prepared())
    minutes_pass(session, -1)

    services.abandon_session(session)

    assert credits_now(payer) == (1, 0)
    assert kinds(payer) == ["credits-granted", "credits-held", "credits-released"]


@pytest.mark.usefixtures("used_up")
def test_deleting_an_interview_spends_what_was_used_of_it(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=3, source_key="pack")
    draft, begun = prepared(), services.start_session(prepared())
    answered(begun, 5)

    services.delete_session(begun)
    services.delete_session(draft)

    assert credits_now(payer) == (2, 0)


@pytest.mark.usefixtures("used_up")
def test_a_start_that_comes_twice_holds_once(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")
    session = services.start_session(prepared())

    with pytest.raises(NotYourTurnError):
        services.start_session(session)

    assert credits_now(payer) == (4, 1)


@pytest.mark.usefixtures("used_up")
def test_nobody_pays_by_a_start_that_was_not_to_be_paid(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=5, source_key="pack")

    with pytest.raises(PaymentRequiredError):
        services.start_session(prepared(), pays=False)

    assert credits_now(payer) == (5, 0)


def overdue() -> None:
    CreditHold.objects.filter(state="open").update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_credits()


@pytest.mark.usefixtures("used_up")
def test_who_does_not_come_back_pays_what_was_used_and_goes_on_within_the_paid_hour(
    payer: Account, prepared: Prepare
) -> None:
    grant_credits(payer, number=5, source_key="pack")
    session = services.start_session(prepared(seconds=2400))
    assert credits_now(payer) == (3, 2)
    answered(session, 20)
    overdue()
    assert credits_now(payer) == (4, 0)

    # Two questions of forty minutes are left: 100 minutes together, of which 60 are paid.
    services.next_question(session)
    assert credits_now(payer) == (3, 1)
    answered(session, 25)
    services.complete_session(session)
    assert credits_now(payer) == (4, 0)


@pytest.mark.usefixtures("used_up")
def test_who_comes_back_too_late_and_has_too_little_is_told(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=2, source_key="pack")
    session = services.start_session(prepared(seconds=2400))
    minutes_pass(session, 20)
    services.pause_session(session)
    overdue()
    other = services.start_session(prepared())
    assert (other.paid_by, credits_now(payer)) == ("credits", (0, 1))

    with pytest.raises(PaymentRequiredError) as refused:
        services.resume_session(session)

    session.refresh_from_db()
    assert (session.state, refused.value.extra["balance"]) == ("paused", 0)
    minutes_pass(other, -1)
    services.abandon_session(other)
    services.resume_session(session)
    minutes_pass(session, -1)
    services.abandon_session(session)
    assert credits_now(payer) == (1, 0)


@pytest.mark.usefixtures("used_up")
def test_going_on_keeps_what_is_set_aside(payer: Account, prepared: Prepare) -> None:
    grant_credits(payer, number=2, source_key="pack")
    session = services.start_session(prepared())
    CreditHold.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    answered(session, 5)

    services.next_question(session)

    assert CreditHold.objects.get().expires_at > timezone.now() + timedelta(hours=23)


def test_a_company_pays_with_its_own_credits_and_reads_no_title(acme: Tenant, ada: Membership, grant: Grant) -> None:
    with scope(acme):
        grant(acme, "interviews", seat_limit=1)
        month = {"tenant": acme, "module": "interviews", "meter": "interviews", "month": this_month()}
        Usage.objects.create(**month, membership=None, used=100)
        session = _practice(ada)
        with pytest.raises(MeterLimitError) as refused:
            services.start_session(session)
        assert {"credits": 1, "balance": 0}.items() <= refused.value.extra.items()
        payer = account_of(ada)
        grant_credits(payer, number=1, source_key="pack")

        services.start_session(session)

        assert (credits_now(payer), CreditHold.objects.get().title) == ((0, 1), "Interview simulation")


def test_candidates_of_a_company_practise_with_what_is_included_only(
    acme: Tenant, ada: Membership, new_member: NewMember, grant: Grant
) -> None:
    with scope(acme):
        grant(acme, "interviews", seat_limit=1)
        month = {"tenant": acme, "module": "interviews", "meter": "interviews", "month": this_month()}
        Usage.objects.create(**month, membership=None, used=100)
        payer = account_of(ada)
        grant_credits(payer, number=5, source_key="pack")

        with pytest.raises(MeterLimitError):
            services.start_session(_practice(new_member("eve", acme, Role.CANDIDATE)))

        assert credits_now(payer) == (5, 0)


def _practice(member: Membership) -> Session:
    setup: Any = {"role": "backend", "kind": "technical", "number": 1, "seconds": 600}
    return services.prepare_session(member, Setup(**setup), title="Mine")
