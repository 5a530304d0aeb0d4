"""Another module on a subscription that goes on, with what it costs first; and one taken off it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.services import require_verified
from apps.billing.access import for_buyers
from apps.billing.forms import AddForm
from apps.billing.models import Subscription, SubscriptionItem
from apps.billing.page_queries import is_set_up, own_item, own_subscription, seats_needed
from apps.billing.queries import subscriptions_of
from apps.billing.services import Line, Quote, add_module, keep_module, line_for, quote_module, remove_module
from apps.billing.views.base import account, buyer, freshly, require_company
from apps.billing.views.buying import FOR_COMPANIES
from apps.billing.views.subscriptions import said
from apps.core.problems import ProblemError


def _subscription(request: PersonRequest, pk: str) -> Subscription:
    return get_object_or_404(subscriptions_of(account(request)), pk=pk)


def _item(request: PersonRequest, pk: str, item: str) -> SubscriptionItem:
    items = _subscription(request, pk).items.select_related("subscription__account__tenant")
    return get_object_or_404(items, pk=item)


@require_http_methods(["GET", "POST"])
@freshly
def add(request: PersonRequest, pk: str, label: str) -> HttpResponse:
    """How many seats, and what they cost for the rest of the period; sent, they are paid for and there."""
    member = require_company(request, FOR_COMPANIES)
    subscription = _subscription(request, pk)
    single = line_for(subscription, module=label, seats=1)
    start = {"seats": seats_needed(member.tenant), "seat_for_me": True}
    is_asked = "asked" in (request.POST if request.method == "POST" else request.GET)
    asked = (request.POST if request.method == "POST" else request.GET) if is_asked else None
    form = AddForm(asked, initial=start, is_per_seat=single.item.per_seat)
    line = Line(single.item, form.cleaned_data.get("seats") or 1) if form.is_valid() else None
    quote: Quote | None = None
    if line is not None:
        answer, quote = _done(request, form, subscription, line)
        if answer is not None:
            return answer
    context: dict[str, Any] = {
        "subscription": own_subscription(subscription),
        "item": single.item,
        "form": form,
        "line": line,
        "quote": quote,
        "is_set_up": is_set_up(),
    }
    is_refused = request.method == "POST" and bool(form.errors)
    return render(request, "billing/add_module.html", context, status=422 if is_refused else 200)


def _done(
    request: PersonRequest, form: AddForm, subscription: Subscription, line: Line
) -> tuple[HttpResponse | None, Quote | None]:
    """Where to go on after it was added; otherwise what it would cost, or the form's own words."""
    member = buyer(request)
    try:
        if request.method == "POST":
            require_verified(member.user)
            add_module(member, subscription, line, seat_buyer=bool(form.cleaned_data.get("seat_for_me")))
            messages.success(request, _("%(module)s is open now.") % {"module": line.item.title})
            return redirect("billing:overview"), None
        return None, quote_module(subscription, line)
    except ProblemError as problem:
        form.add_error(None, said(problem))
        return None, None


@require_http_methods(["GET", "POST"])
@freshly
def remove(request: PersonRequest, pk: str, item: str) -> HttpResponse:
    """Which module leaves and when; sent, it does with the end of what is paid for."""
    row = _item(request, pk, item)
    problem_text = ""
    if request.method == "POST":
        try:
            remove_module(row)
        except ProblemError as problem:
            problem_text = said(problem)
        else:
            messages.success(request, _("It stays open until the day that is paid for; the others go on."))
            return redirect("billing:overview")
    own = own_item(row, row.subscription.currency)
    context = {"own": own, "problem": problem_text}
    return render(request, "billing/remove_module.html", context, status=422 if problem_text else 200)


@require_POST
@for_buyers
def keep(request: PersonRequest, pk: str, item: str) -> HttpResponse:
    """Let the module go on after all."""
    try:
        keep_module(_item(request, pk, item))
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("It stays on the subscription."))
    return redirect("billing:overview")
