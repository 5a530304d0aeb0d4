"""How recommending stands for a payer: the code with its link, who came by it, and what it gave."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from apps.accounts.arrivals import REF
from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, CreditLot, Referral
from apps.core.scope import PUBLIC, scope

State = Referral.State


@dataclass(frozen=True, slots=True)
class Recommending:
    """As the page and the API show it."""

    code: str
    link: str
    came: int
    bought: int
    credits_earned: int
    # The code that the payer came by, when, and whether the credit for it is there.
    redeemed: str = ""
    redeemed_at: datetime | None = None
    is_welcomed: bool = False


def link_of(code: str, *, is_person: bool) -> str:
    """Where newcomers begin; a company mostly knows other companies, a person others who practise."""
    name = "account_signup" if is_person else "accounts:signup_company"
    # Without the path of the workspace in which it is asked.
    with scope(PUBLIC, "/"):
        return f"{settings.BASE_URL}{reverse(name, urlconf=settings.PUBLIC_SCHEMA_URLCONF)}?{REF}={code}"


def credits_of_rewards(account: Account, *, since: datetime | None = None) -> int:
    """What the payer got for those who came, without what was taken back."""
    lots = CreditLot.objects.filter(account=account, source_key__startswith="referral:", source_key__endswith=":reward")
    if since is not None:
        lots = lots.filter(created_at__gt=since)
    return (lots.aggregate(sum=Sum(F("seconds") - F("taken_back")))["sum"] or 0) // CREDIT_SECONDS


def recommending(account: Account, code: str) -> Recommending:
    """Three statements."""
    found = Referral.objects.filter(code__account=account).aggregate(
        came=Count("pk"),
        bought=Count("pk", filter=Q(state__in=[State.REWARDED, State.CAPPED])),
    )
    own = Referral.objects.filter(account=account).select_related("code").first()
    return Recommending(
        code=code,
        link=link_of(code, is_person=account.membership_id is not None),
        came=found["came"],
        bought=found["bought"],
        credits_earned=credits_of_rewards(account),
        redeemed=own.code.code if own else "",
        redeemed_at=own.created_at if own else None,
        is_welcomed=own is not None and own.welcomed_at is not None,
    )
