"""Dan of the community, whose interviews of this month are used up, and the simulator where he buys."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from apps.accounts.models import Membership
from apps.billing.models import Account
from apps.billing.queries import credit_state
from apps.billing.services import account_of
from apps.billing.services.reconciling import _wrong_balances
from apps.billing.tests.conftest import _simulator, stripe
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Question, Session
from apps.marketplace.models import Usage
from apps.marketplace.services.meters import this_month
from apps.tenants.models import Tenant
from tests.people import Grant

__all__ = ["_simulator", "stripe"]

INCLUDED = 30
Prepare = Callable[..., Session]


@pytest.fixture
def in_community(community: Tenant, grant: Grant) -> Iterator[Tenant]:
    """The test's own code runs where people practise, which has the module."""
    grant(community, "interviews")
    with scope(community):
        yield community


@pytest.fixture
def payer(dan: Membership) -> Account:
    """Dan's account."""
    return account_of(dan)


@pytest.fixture
def used_up(community: Tenant, dan: Membership) -> Usage:
    """All that is included for Dan this month is used."""
    month = {"tenant": community, "module": "interviews", "meter": "interviews", "month": this_month()}
    usage: Usage = Usage.objects.create(**month, membership=dan, used=INCLUDED)
    return usage


@pytest.fixture
def prepared(dan: Membership) -> Prepare:
    """Makes a technical interview for seniors of three questions of ten minutes, with what the set-up shall say."""

    def make(membership: Membership = dan, **setup: Any) -> Session:
        usual = {"role": "backend", "level": "senior", "kind": "technical", "number": 3, "seconds": 600}
        return services.prepare_session(membership, Setup(**{**usual, "follow_ups": 0, **setup}), title="Backend")

    return make


def open_question(session: Session) -> Question:
    return session.questions.get(state=Question.State.OPEN)


def minutes_pass(session: Session, minutes: int) -> None:
    """With the open question."""
    passed = timedelta(minutes=minutes)
    of_open = session.questions.filter(state=Question.State.OPEN)
    of_open.update(opened_at=F("opened_at") - passed, due_at=F("due_at") - passed)


def answered(session: Session, minutes: int) -> None:
    """Answer the open question after so long."""
    minutes_pass(session, minutes)
    services.submit_answer(session, question_id=open_question(session).pk, text="An index.")


def credits_now(payer: Account) -> tuple[int, int]:
    """What can be spent and what is set aside; by account, ledger and lots alike."""
    payer.refresh_from_db()
    found = credit_state(payer)
    assert (found.balance, _wrong_balances()) == (found.ledger_sum, [])
    return found.balance, found.held
