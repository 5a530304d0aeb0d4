"""Twenty who begin at once with credits for five: five begin, and every second of it is booked."""

from collections import Counter

from apps.accounts.models import Membership
from apps.billing.services import account_of, grant_credits
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Session
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant
from tests.at_once import at_once, outcome
from tests.live_time.conftest import credits_now, minutes_pass
from tests.people import Grant

AT_ONCE, CREDITS = 20, 5


def test_twenty_starts_with_credits_for_five_are_five(
    committed: None, community: Tenant, dan: Membership, used_up: Usage, grant: Grant
) -> None:
    grant(community, "interviews")
    payer = account_of(dan)
    grant_credits(payer, number=CREDITS, source_key="pack")
    with scope(community):
        setup = Setup(role="backend", kind="technical", number=2, seconds=300)
        sessions = [services.prepare_session(dan, setup, title=f"{number}") for number in range(AT_ONCE)]

    def start(session: Session) -> None:
        with scope(community):
            services.start_session(session)

    answers = Counter(at_once(*(outcome(start, session) for session in sessions)))

    assert answers == {"done": CREDITS, "payment-required": AT_ONCE - CREDITS}
    assert credits_now(payer) == (0, CREDITS)
    used_up.refresh_from_db()
    assert used_up.used == 30
    with scope(community):
        for session in Session.objects.filter(state="running"):
            minutes_pass(session, 3)
            services.complete_session(session)
    assert credits_now(payer) == (0, 0)
