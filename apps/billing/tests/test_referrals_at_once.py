"""Many who redeem at the same moment: granted once, and no circle comes about."""

from apps.accounts.models import Membership
from apps.billing.models import Referral
from apps.billing.queries import credit_state
from apps.billing.services import account_of, code_of, redeem_code
from apps.billing.services.reconciling import _wrong_balances
from tests.at_once import at_once, outcome


def code(member: Membership) -> str:
    return code_of(account_of(member)).code


def test_twenty_who_redeem_at_once_are_granted_once(committed: None, ada: Membership, cleo: Membership) -> None:
    word = code(ada)

    answers = at_once(*[outcome(redeem_code, cleo, code=word) for _one in range(20)])

    assert sorted(answers) == ["done"] + ["referral-used"] * 19
    assert (credit_state(account_of(cleo)).balance, Referral.objects.count()) == (1, 1)
    assert not _wrong_balances()


def test_two_who_redeem_each_others_code_at_once_make_no_circle(
    committed: None, ada: Membership, cleo: Membership
) -> None:
    of_ada, of_cleo = code(ada), code(cleo)

    answers = at_once(outcome(redeem_code, cleo, code=of_ada), outcome(redeem_code, ada, code=of_cleo))

    assert sorted(answers) == ["done", "referral-own"]
