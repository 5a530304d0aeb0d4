"""A hundred who spend at once: exactly as many get something as there is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from apps.accounts.models import Membership
from apps.billing.queries import credit_state
from apps.billing.services import NoCreditsError, account_of, grant_credits, hold_credits
from apps.billing.services.reconciling import _wrong_balances

AT_ONCE, PACK = 100, 15


def test_a_hundred_who_spend_at_once_get_exactly_what_there_is(committed: None, ada: Membership) -> None:
    payer = account_of(ada)
    grant_credits(payer, number=PACK, source_key="order:at-once")
    # As many as the database has connections for; the others of a hundred come right behind them.
    together = 20
    start = Barrier(together)

    def spend(number: int) -> bool:
        try:
            if number < together:
                connection.ensure_connection()
                start.wait(timeout=30)
            hold_credits(payer, key=f"session {number}", seconds=60)
        except NoCreditsError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(together) as threads:
        got = list(threads.map(spend, range(AT_ONCE)))

    payer.refresh_from_db()
    assert sum(got) == PACK
    assert (credit_state(payer).balance, credit_state(payer).held) == (0, PACK)
    assert not _wrong_balances()
