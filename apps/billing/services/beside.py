"""Other orders of the same thing that could still be paid: of two browsers that both buy, one pays."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import MODULE, PERSONAL, PLAN
from apps.billing.models import Account, Order
from apps.billing.provider import GoneError, ProviderRefusedError, provider
from apps.billing.services.orders import expire_order
from apps.billing.services.subscriptions import refresh_object
from apps.core.problems import ProblemError

# Things of which nobody needs a second one; credits and single interviews can be bought as often as one likes.
ONLY_ONE = {MODULE, PLAN, PERSONAL}
# At most; the provider closes them after a day.
PAGES_ARE_OPEN_FOR = timedelta(days=3)


class PaymentUnderWayError(ProblemError):
    code = "payment-under-way"
    title = _("This is being paid for already.")
    status = 409


def _names(keys: Sequence[str]) -> set[str]:
    """What of it can be there once: a module by its name, a plan whichever it is."""
    found = set()
    for key in keys:
        kind, name, _period = key.split(":")
        if kind in ONLY_ONE:
            found.add(f"{kind}:{name}" if kind == MODULE else kind)
    return found


def _keys(order: Order) -> list[str]:
    return [line["key"] for line in order.lines]


def _rivals(account: Account, keys: Sequence[str]) -> Iterator[Order]:
    wanted = _names(keys)
    states = [Order.State.OPEN, Order.State.PENDING, Order.State.FAILED]
    since = timezone.now() - PAGES_ARE_OPEN_FOR
    waiting = Order.objects.filter(account=account, state__in=states, created_at__gte=since).order_by("-pk")
    for order in waiting if wanted else ():
        if wanted & _names(_keys(order)) and (order.session_id or order.payment_intent_id):
            yield order


def page_of_the_same(account: Account, lines: Sequence[dict[str, object]], *, seat_buyer: bool) -> Order | None:
    """The order of exactly these lines whose page is open, if there is one; other orders of them can be paid no more.

    PaymentUnderWayError where the money of one is on its way. Call it while nobody else orders for the account.
    """
    same = None
    for order in _waiting_rivals(account, lines):
        is_same = order.lines == list(lines) and order.seat_buyer == seat_buyer and bool(order.url)
        if same is None and is_same and _is_open(order):
            same = order
        else:
            _end(account, order)
    return same


def close_pages(account: Account, lines: Sequence[dict[str, object]]) -> None:
    """See to it that no other order of these lines is paid any more; raises as page_of_the_same does."""
    for order in _waiting_rivals(account, lines):
        _end(account, order)


def _waiting_rivals(account: Account, lines: Sequence[dict[str, object]]) -> list[Order]:
    found = list(_rivals(account, [str(line["key"]) for line in lines]))
    if any(order.state == Order.State.PENDING for order in found):
        raise PaymentUnderWayError(_("A bank may take some days. It opens as soon as the money has come."))
    return found


def _is_open(order: Order) -> bool:
    try:
        return provider().fetch("checkout.session", str(order.session_id)).get("status") == "open"
    except (GoneError, ProviderRefusedError):
        return False


def _end(account: Account, order: Order) -> None:
    """See to it that nobody pays it any more; where that comes too late, it is paid and the sale sees it."""
    try:
        if order.session_id:
            key = f"{order.idempotency_key}:end"
            provider().do("checkout.session", "expire", str(order.session_id), {}, key=key)
        else:
            key = f"{order.idempotency_key}:cancel"
            provider().do("payment_intent", "cancel", str(order.payment_intent_id), {}, key=key)
    except GoneError:
        pass
    except ProviderRefusedError:
        # It is not open any more: paid, or over.
        kind = "checkout.session" if order.session_id else "payment_intent"
        refresh_object(account, kind, str(order.session_id or order.payment_intent_id))
        return
    expire_order(order)
