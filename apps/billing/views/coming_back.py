"""Coming back from the checkout: the page waits for the payment and says what is open then; it grants nothing."""

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.billing.access import for_buyers
from apps.billing.models import Order
from apps.billing.page_queries import order_by_session, ordered_lines
from apps.billing.services import refresh_order
from apps.billing.views.base import account
from apps.core.problems import ProblemError

POLL_MILLISECONDS = 500
# After four seconds without news the provider is asked, and after a minute nobody waits here any more.
ASK_FROM, SLOW_FROM, LAST = 8, 20, 50
ASK_AGAIN_SECONDS = 15


@require_GET
@for_buyers
def done(request: PersonRequest) -> HttpResponse:
    """How the order of this checkout stands, with `poll` for how often the page has looked."""
    order = order_by_session(account(request), request.GET.get("session", ""))
    if order is None:
        raise Http404
    poll = _number(request.GET.get("poll", ""))
    is_silent = False
    if order.state == Order.State.OPEN and poll >= ASK_FROM:
        is_silent = not _asked(order)
        order.refresh_from_db()
    lines = ordered_lines(order)
    is_opening = order.state == Order.State.PAID and not all(line.is_open for line in lines)
    context = {
        "order": order,
        "lines": lines,
        "is_opening": is_opening,
        "is_waiting": order.state == Order.State.OPEN or is_opening,
        "is_silent": is_silent,
        "has_waited": poll >= LAST,
        "next_poll": poll + 1,
        "ask_from": max(poll + 1, ASK_FROM),
        "pause": "2s" if poll >= SLOW_FROM else f"{POLL_MILLISECONDS}ms",
    }
    return render(request, "billing/partials/done.html" if request.htmx else "billing/done.html", context)


def _number(text: str) -> int:
    return min(int(text), LAST) if text.isascii() and text.isdigit() and len(text) < len(str(LAST)) + 1 else 0


def _asked(order: Order) -> bool:
    """Ask the provider, at most every few seconds; False when it does not answer."""
    if not caches["tenant"].add(f"billing:asked:{order.pk}", 1, ASK_AGAIN_SECONDS):
        return True
    try:
        refresh_order(order)
    except ProblemError:
        # The message about the payment comes by itself, and the page goes on waiting for it.
        return False
    return True
