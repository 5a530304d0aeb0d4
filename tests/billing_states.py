"""What every address of billing shows to whom, and what puts something into its lists."""

from collections.abc import Callable

from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.models import Invoice, Payment
from apps.billing.services import account_of, grant_credits
from tests.answers import DEED, Answers
from tests.visiting import AWAY, GONE, PAGE, PART, REFUSED

# For owners, whom the others may ask; in the community everybody buys for themselves.
OWN, OWN_PART = Answers(REFUSED, candidate=PAGE), Answers(REFUSED, candidate=PART)
# Whoever may buy proves first who they are.
OWN_FRESHLY = Answers(REFUSED, candidate=AWAY)
BILLING: dict[str, Answers] = {
    "billing/": OWN,
    "billing/buy/<slug:label>/": OWN_FRESHLY,
    # Modules are sold to companies.
    "billing/buy/<slug:label>/sum/": Answers(REFUSED, candidate=GONE),
    "billing/single/<slug:module>/<slug:name>/": OWN_FRESHLY,
    "billing/plans/": OWN_FRESHLY,
    # Of no checkout.
    "billing/done/": Answers(REFUSED, candidate=GONE),
    "billing/credits/": OWN,
    "billing/credits/buy/": OWN_FRESHLY,
    "billing/credits/export/": OWN_PART,
    "billing/subscriptions/<uuid:pk>/seats/<uuid:item>/": OWN_FRESHLY,
    # Modules are sold to companies.
    "billing/subscriptions/<uuid:pk>/add/<slug:label>/": OWN_FRESHLY,
    "billing/subscriptions/<uuid:pk>/items/<uuid:item>/remove/": OWN_FRESHLY,
    "billing/subscriptions/<uuid:pk>/items/<uuid:item>/keep/": DEED,
    "billing/subscriptions/<uuid:pk>/cancel/": OWN_FRESHLY,
    "billing/subscriptions/<uuid:pk>/reactivate/": DEED,
    "billing/invoices/": OWN,
    "billing/invoices/export/": OWN_PART,
    "billing/payments/": OWN,
    "billing/payments/export/": OWN_PART,
    "billing/methods/": OWN,
    "billing/methods/portal/": DEED,
    "billing/methods/<slug:method>/default/": DEED,
    "billing/methods/<slug:method>/remove/": DEED,
    "billing/referral/": OWN,
    "billing/usage/": OWN,
    "billing/usage/export/": OWN_PART,
}


def _bill(membership: Membership) -> None:
    Invoice.objects.create(
        account=account_of(membership),
        stripe_id="in_of_the_states",
        number="RST-0001",
        status="paid",
        currency="USD",
        subtotal=2900,
        total=2900,
        amount_due=0,
        amount_paid=2900,
        issued_at=timezone.now(),
    )


def _pay(membership: Membership) -> None:
    Payment.objects.create(
        account=account_of(membership),
        stripe_id="pi_of_the_states",
        status="succeeded",
        amount=2900,
        received=2900,
        currency="USD",
        method="Visa 4242",
        paid_at=timezone.now(),
    )


def _give_credits(membership: Membership) -> None:
    grant_credits(account_of(membership), number=5, source_key="states", note="5 credits")


BILLING_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "billing.invoices": ("billing/invoices/", "it stands here with its PDF", _bill),
    "billing.payments": ("billing/payments/", "those that failed with the reason", _pay),
    "billing.credits": ("billing/credits/", "Buy the first pack", _give_credits),
}
