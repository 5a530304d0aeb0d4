"""What an account has bought, all of it together, becomes the licenses and the plan of its workspace."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import LIFETIME, MODULE, PERSONAL, PLAN
from apps.billing.models import Account, Invoice, Order, Subscription
from apps.billing.personal import PersonalPlan, personal_plan
from apps.billing.services.gone import wanted_of_gone
from apps.billing.services.monthly import grant_monthly
from apps.billing.wanted import Bought, Wanted, best_of
from apps.core.modules import all_modules
from apps.core.problems import ProblemError
from apps.marketplace.models import License
from apps.marketplace.services import Purchase, apply_purchase, assign_seat
from apps.marketplace.states import GRACE, LicenseState
from apps.tenants.models import Tenant
from apps.tenants.plans import FREE, PLANS
from apps.tenants.subscription import change_plan

WHY = _("By what was bought.")
# Of a plan: how long after its end everything goes on, while a message about its renewal is under way.
PLAN_GRACE = GRACE


def open_what_was_bought(account: Account) -> None:
    """Bring credits, licenses and plan to what was paid for. Persons of the community open nothing for others."""
    if account.tenant.status == Tenant.Status.ERASED:
        return
    grant_monthly(account)
    if account.membership_id is not None:
        return
    bought = things_bought(account)
    for config in all_modules():
        found = best_of(one for name, one in bought.get(MODULE, []) if name == config.label)
        if not any(name == config.label for name, _one in bought.get(MODULE, [])):
            found = wanted_of_gone(account, config.label)
        if found is not None:
            _open_module(account, config.label, found, renews=_renews(account, config.label))
    _open_plan(account, bought.get(PLAN, []))


def things_bought(account: Account) -> dict[str, list[tuple[str, Bought]]]:
    """Kind of thing -> (name, how it is bought), from subscriptions and from what was paid once."""
    found: dict[str, list[tuple[str, Bought]]] = {}
    paid_orders = set(
        Order.objects.filter(account=account, state=Order.State.PAID).values_list("subscription_id", flat=True)
    )
    subscriptions = Subscription.objects.filter(account=account).prefetch_related("items")
    for subscription in subscriptions:
        if not _was_ever_paid(subscription, paid_orders):
            continue
        for item in subscription.items.all():
            kind, name, _period = _parts(item.key)
            bought = Bought(
                status=subscription.status,
                seats=item.quantity if _is_per_seat(kind, name, _period) else None,
                ends_at=subscription.trial_end if subscription.status == "trialing" else item.period_end,
                past_due_since=subscription.past_due_since,
                is_reversed=_is_reversed(subscription, item.key),
                ended_at=subscription.ended_at,
            )
            found.setdefault(kind, []).append((name, bought))
    once = Order.objects.filter(
        account=account, period=LIFETIME, state__in=[Order.State.PAID, Order.State.REFUNDED]
    ).order_by("id")
    for order in once:
        is_back = order.state == Order.State.REFUNDED
        for line in order.lines:
            kind, name, period = _parts(line["key"])
            seats = line["quantity"] if _is_per_seat(kind, name, period) else None
            found.setdefault(kind, []).append((name, Bought("active", seats, None, is_reversed=is_back)))
    return found


def _parts(key: str) -> tuple[str, str, str]:
    kind, name, period = [*key.split(":"), "", ""][:3]
    return kind, name, period


def _is_per_seat(kind: str, name: str, period: str) -> bool:
    """By the declaration of today; what is not sold any more was sold by seat."""
    config = next((one for one in all_modules() if one.label == name), None)
    if kind != MODULE or config is None:
        return kind == MODULE
    return next((price.per_seat for price in config.prices if price.period == period), True)


def _was_ever_paid(subscription: Subscription, paid_orders: set[str]) -> bool:
    """Some ways to pay take days: until the money has come, nothing is opened.

    One that is on trial owes nothing yet; one whose order is paid, or that has ever paid an invoice, has begun.
    """
    if subscription.status == "trialing" or subscription.stripe_id in paid_orders:
        return True
    if (
        Order.objects.filter(account_id=subscription.account_id, subscription_id=subscription.stripe_id)
        .exclude(state=Order.State.REFUNDED)
        .exists()
    ):
        return False
    invoices = Invoice.objects.filter(subscription_id=subscription.stripe_id)
    return not subscription.latest_invoice_id or invoices.filter(status="paid").exists()


def _is_reversed(subscription: Subscription, key: str) -> bool:
    """Whether the last invoice that was paid for this thing on it went back as a whole."""
    paid = Invoice.objects.filter(
        subscription_id=subscription.stripe_id, status="paid", amount_paid__gt=0, lines__contains=[{"key": key}]
    )
    last = paid.order_by("-issued_at", "-id").first()
    return last is not None and last.is_reversed


def _renews(account: Account, module: str) -> bool:
    live = Subscription.objects.filter(account=account, status__in=["active", "trialing", "past_due"])
    stays = Q(items__next_quantity=None) | Q(items__next_quantity__gt=0)
    return live.filter(
        stays, items__key__startswith=f"{MODULE}:{module}:", cancel_at_period_end=False, cancel_at=None
    ).exists()


def _open_module(account: Account, module: str, wanted: Wanted, *, renews: bool) -> None:
    bought = Purchase(wanted.state, wanted.seats, wanted.ends_at, renews=renews and wanted.ends_at is not None)
    had = License.objects.filter(tenant_id=account.tenant_id, module=module, kind=License.Kind.PURCHASE).exists()
    apply_purchase(account.tenant, module=module, bought=bought, why=WHY)
    if not had and wanted.seats:
        _seat_buyers(account, module)


def _seat_buyers(account: Account, module: str) -> None:
    """Who ordered seats and wished for one of them has it from the first moment."""
    license_ = License.objects.filter(tenant_id=account.tenant_id, module=module).first()
    orders = Order.objects.filter(account=account, seat_buyer=True).select_related("ordered_by")
    asked = [order for order in orders if any(line["key"].startswith(f"{MODULE}:{module}:") for line in order.lines)]
    for order in asked:
        buyer = order.ordered_by
        if license_ is None or buyer is None or license_.seats.filter(membership=buyer).exists():
            continue
        try:
            assign_seat(license_, membership=buyer)
        except ProblemError:
            # Left meanwhile, or no seat is left: the owner sees it and decides.
            continue


def _open_plan(account: Account, bought: list[tuple[str, Bought]]) -> None:
    """The largest plan that is paid for; one that is over leaves what the platform granted alone."""
    if not bought:
        return
    names = [plan.name for plan in PLANS]
    on = []
    for name, one in bought:
        found = best_of([one])
        if found is not None and name in names and found.state in _PLAN_OPEN:
            on.append((names.index(name), found))
    tenant = Tenant.objects.get(pk=account.tenant_id)
    if not on:
        if tenant.plan in {name for name, _one in bought} and not tenant.plan_is_trial and tenant.plan != FREE:
            change_plan(tenant, plan=FREE, reason=str(WHY))
        return
    index, found = max(on, key=lambda pair: pair[0])
    ends_at = found.ends_at + PLAN_GRACE if found.ends_at else None
    if (tenant.plan, tenant.plan_ends_at, tenant.plan_is_trial) != (names[index], ends_at, False):
        change_plan(tenant, plan=names[index], ends_at=ends_at, reason=str(WHY))


def personal_plan_of(account: Account) -> PersonalPlan | None:
    """The largest personal plan that is paid for now."""
    now, found = timezone.now(), []
    for name, one in things_bought(account).get(PERSONAL, []):
        plan, opened = personal_plan(name), best_of([one])
        if plan is None or opened is None or opened.state not in _PLAN_OPEN:
            continue
        if opened.ends_at is None or opened.ends_at + PLAN_GRACE > now:
            found.append(plan)
    return max(found, key=lambda plan: plan.times, default=None)


_PLAN_OPEN = frozenset({LicenseState.ACTIVE, LicenseState.TRIALING, LicenseState.GRACE})
