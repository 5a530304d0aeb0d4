"""Recommending: who comes by a code gets a credit, and whoever handed it on two, once the newcomer has paid."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import is_verified
from apps.audit.services import record
from apps.billing.models import Account, Payment, Referral, ReferralCode
from apps.billing.referral_queries import credits_of_rewards
from apps.billing.services.accounts import account_of
from apps.billing.services.credits import grant_credits, locked, take_credits_back
from apps.core.problems import ProblemError
from apps.core.scope import scope
from apps.tenants.models import Tenant

# Without what is read as something else: 0 and O, 1, I and L.
LETTERS, LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 8
WELCOME, REWARD = 1, 2
# Credits that one payer can get so in a year.
MOST_A_YEAR, YEAR = 50, timedelta(days=365)
REDEEMED_WITHIN = timedelta(days=30)
MOST_AT_ONCE = 200
TRIES = 5
State = Referral.State


class UnknownCodeError(ProblemError):
    code = "referral-unknown"
    title = _("Nobody has this code.")
    status = 404


class CodeUsedError(ProblemError):
    code = "referral-used"
    title = _("A code was redeemed here before.")
    status = 409


class OwnCodeError(ProblemError):
    code = "referral-own"
    title = _("This code is yours, or of somebody whom you brought.")
    status = 409


class TooLateError(ProblemError):
    code = "referral-late"
    title = _("Codes are for newcomers.")
    status = 409


def code_of(account: Account) -> ReferralCode:
    """The payer's own, made with the first look."""
    for _attempt in range(TRIES):
        found = ReferralCode.objects.filter(account=account).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return ReferralCode.objects.create(account=account, code=_fresh_code())
        except IntegrityError:
            # Two looked at once, or somebody has these letters.
            continue
    raise RuntimeError("no code is free")


def _fresh_code() -> str:
    return "".join(secrets.choice(LETTERS) for _position in range(LENGTH))


def founded_at(account: Account) -> datetime:
    """Since when there is somebody who could have been brought."""
    if account.membership is not None:
        return account.membership.created_at
    # The row of a workspace is made before it has a name; its first member comes with the name.
    first = Membership.objects.filter(tenant_id=account.tenant_id).order_by("created_at").first()
    return first.created_at if first else account.tenant.created_at


def can_redeem(account: Account) -> bool:
    """Whether a code can be redeemed at all: once, soon, and before anything is bought."""
    if timezone.now() - founded_at(account) > REDEEMED_WITHIN or _first_payment(account) is not None:
        return False
    return not Referral.objects.filter(account=account).exists()


@transaction.atomic
def redeem_code(buyer: Membership, *, code: str) -> Referral:
    """Say whose code brought the payer; what that gives comes with a confirmed address and the first payment."""
    account = account_of(buyer)
    # Chains of who brought whom are looked at as a whole, so one is redeemed after the other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('billing referrals', 0))")
    found = ReferralCode.objects.filter(code=code.strip().upper()).select_related("account__tenant").first()
    if found is None or found.account.tenant.status != Tenant.Status.ACTIVE:
        raise UnknownCodeError(_("Look at its eight letters and digits again."))
    if Referral.objects.filter(account=account).exists():
        raise CodeUsedError(_("That can be done once."))
    if not can_redeem(account):
        raise TooLateError(_("They are redeemed in the first 30 days, before anything is bought."))
    if _is_own(account, found.account, buyer):
        raise OwnCodeError(_("Somebody else's would count."))
    referral = Referral.objects.create(account=account, code=found, redeemed_by=buyer)
    with scope(account.tenant):
        record("billing.referral-redeemed", target=referral, label=found.code)
    _welcome(referral)
    return referral


def _is_own(account: Account, referrer: Account, buyer: Membership) -> bool:
    """Whether the two are the same people, or the referrer came by the newcomer, directly or through others."""
    mine, theirs = {*_people_of(account), buyer.user}, _people_of(referrer)
    if account == referrer or mine & theirs or _addresses(mine) & _addresses(theirs):
        return True
    above: Account | None = referrer
    while above is not None:
        if above == account:
            return True
        came = Referral.objects.filter(account=above).select_related("code__account").first()
        above = came.code.account if came else None
    return False


def _people_of(account: Account) -> set[User]:
    """The person, or all who own the company or once did."""
    if account.membership is not None:
        return {account.membership.user}
    owners = Membership.objects.filter(tenant_id=account.tenant_id, role=Role.OWNER).select_related("user")
    return {owner.user for owner in owners}


def _addresses(people: set[User]) -> set[str]:
    """Where their mail really goes: what stands behind a plus is a name for oneself."""
    found = set()
    for person in people:
        name, _at, domain = person.email.lower().rpartition("@")
        found.add(f"{name.partition('+')[0]}@{domain}")
    return found


def redeem_on_arrival(membership: Membership, ref: str) -> None:
    """Somebody signed up by a link: a code that cannot be redeemed stops nobody."""
    try:
        with transaction.atomic():
            redeem_code(membership, code=ref)
    except ProblemError:
        # They see on their page that none was redeemed, and can give another one.
        return


def _welcome(referral: Referral) -> None:
    """The newcomer's credit, as soon as the address is known to be theirs."""
    person = referral.redeemed_by.user if referral.redeemed_by else None
    if referral.welcomed_at is not None or person is None or not is_verified(person):
        return
    key = f"referral:{referral.pk}:welcome"
    grant_credits(referral.account, number=WELCOME, source_key=key, note="referral:welcome")
    referral.welcomed_at = timezone.now()
    referral.save(update_fields=["welcomed_at", "updated_at"])


@transaction.atomic
def welcome_confirmed(email_address: EmailAddress, **_signal: object) -> None:
    """The person has just shown that the address is theirs."""
    waiting = Referral.objects.select_for_update(of=("self",)).filter(
        redeemed_by__user_id=email_address.user_id, welcomed_at=None
    )
    for referral in waiting.select_related("redeemed_by__user", "account__tenant"):
        _welcome(referral)


@transaction.atomic
def welcome_newcomers() -> int:
    """Those whose address was confirmed in any other way meanwhile; says how many there were."""
    since = timezone.now() - REDEEMED_WITHIN
    waiting = Referral.objects.select_for_update(of=("self",), skip_locked=True).filter(
        welcomed_at=None, created_at__gt=since
    )
    found = list(waiting.select_related("redeemed_by__user", "account__tenant")[:MOST_AT_ONCE])
    for referral in found:
        _welcome(referral)
    return sum(referral.welcomed_at is not None for referral in found)


def _first_payment(account: Account) -> Payment | None:
    """By when it was paid; what went back later was a purchase too."""
    paid = Payment.objects.filter(account=account, status="succeeded", received__gt=0)
    return paid.order_by("paid_at", "stripe_id").first()


def settle_referral(account: Account) -> None:
    """Reward whoever brought the payer for the first payment, or take that back with it; twice changes nothing.

    Called with everything that was heard of the payer written down, while nobody else can do that.
    """
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .filter(account=account, state__in=[State.JOINED, State.REWARDED, State.CAPPED])
        .select_related("code__account__tenant")
        .first()
    )
    payment = _first_payment(account) if referral else None
    if referral is None or payment is None:
        return
    if referral.state == State.JOINED and payment.dispute != "open":
        _reward(referral, payment)
    elif referral.payment_id == payment.stripe_id and payment.is_reversed:
        _take_back(referral)


def _reward(referral: Referral, payment: Payment) -> None:
    referrer = locked(referral.code.account)
    referral.payment_id = payment.stripe_id
    if payment.is_reversed:
        referral.state = State.BACK
    elif credits_in_a_year(referrer) + REWARD > MOST_A_YEAR:
        referral.state = State.CAPPED
    else:
        key = f"referral:{referral.pk}:reward"
        grant_credits(referrer, number=REWARD, source_key=key, note="referral:reward")
        referral.state, referral.rewarded_at = State.REWARDED, timezone.now()
    referral.save(update_fields=["payment_id", "state", "rewarded_at", "updated_at"])


def _take_back(referral: Referral) -> None:
    """As much as is left of it."""
    take_credits_back(referral.code.account, source_key=f"referral:{referral.pk}:reward")
    referral.state = State.BACK
    referral.save(update_fields=["state", "updated_at"])


def credits_in_a_year(referrer: Account) -> int:
    """What recommending has given the payer in the last twelve months."""
    return credits_of_rewards(referrer, since=timezone.now() - YEAR)
