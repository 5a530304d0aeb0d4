"""What is set aside for live work: whole credits, once, of what there really is, and nothing of what is paid for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, CreditHold, CreditLot, LedgerTransaction
from apps.billing.services import account_of, expire_credits, grant_credits, hold_credits
from apps.billing.services.live import end_live, hold_live
from tests.at_once import before_it_commits
from tests.live_time.conftest import credits_now

HALF_AN_HOUR = 1800


def holds() -> list[tuple[str, str]]:
    return list(CreditHold.objects.order_by("pk").values_list("key", "state"))


@pytest.mark.django_db
def test_who_goes_on_within_the_hour_that_is_paid_sets_nothing_aside(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="pack")
    begins = hold_live(payer, work="talk", seconds=HALF_AN_HOUR)
    end_live(payer, work="talk", used=600)
    spent = credits_now(payer)

    goes_on = hold_live(payer, work="talk", seconds=HALF_AN_HOUR, used=600)
    end_live(payer, work="talk", used=1200)

    assert (begins, goes_on, spent, credits_now(payer)) == (True, True, (0, 0), (0, 0))
    assert holds() == [("talk", "captured")]
    assert not hold_live(payer, work="talk", seconds=CREDIT_SECONDS, used=1200)


@pytest.mark.django_db
def test_nothing_is_granted_or_set_aside_of_nothing(payer: Account) -> None:
    for number in (0, -1):
        with pytest.raises(ValueError, match="at least 1 credit"):
            grant_credits(payer, number=number, source_key="pack")
        with pytest.raises(ValueError, match="at least 1 second"):
            hold_credits(payer, key="talk", seconds=number)

    assert (credits_now(payer), CreditLot.objects.count(), holds()) == ((0, 0), 0, [])


@pytest.mark.django_db
def test_account_that_says_more_than_its_lots_hold_spends_none_of_it(payer: Account) -> None:
    grant_credits(payer, number=1, source_key="pack")
    Account.objects.filter(pk=payer.pk).update(credit_seconds=2 * CREDIT_SECONDS)

    with pytest.raises(RuntimeError, match=f"the lots hold {CREDIT_SECONDS} s less than the account says"):
        hold_credits(payer, key="talk", seconds=2 * CREDIT_SECONDS)

    assert (holds(), CreditLot.objects.get().left) == ([], CREDIT_SECONDS)
    assert list(LedgerTransaction.objects.values_list("kind", flat=True)) == ["credits-granted"]


def test_who_comes_back_while_time_runs_out_keeps_what_is_set_aside(committed: None, dan: Membership) -> None:
    payer = account_of(dan)
    grant_credits(payer, number=2, source_key="pack")
    hold_live(payer, work="talk", seconds=HALF_AN_HOUR)
    CreditHold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    changed = before_it_commits(lambda: hold_live(payer, work="talk", seconds=HALF_AN_HOUR), expire_credits)

    assert (changed, holds(), credits_now(payer)) == (0, [("talk", "open")], (1, 1))
    CreditHold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (expire_credits(), holds(), credits_now(payer)) == (1, [("talk", "released")], (2, 0))
