"""Changing a subscription: its seats, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.billing.forms import SeatsForm
from apps.billing.models import Subscription, SubscriptionItem
from apps.billing.page_queries import own_item, own_subscription
from apps.billing.queries import subscriptions_of
from apps.billing.services import (
    Quote,
    cancel_subscription,
    change_seats,
    quote_seats,
    reactivate_subscription,
)
from apps.billing.views.base import account, freshly
from apps.core import formats
from apps.core.problems import ProblemError


def _subscription(request: PersonRequest, pk: str) -> Subscription:
    return get_object_or_404(subscriptions_of(account(request)), pk=pk)


def said(problem: ProblemError) -> str:
    """The problem in one line."""
    return f"{problem.title} {problem.detail}".strip()


@require_http_methods(["GET", "POST"])
@freshly
def seats(request: PersonRequest, pk: str, item: str) -> HttpResponse:
    """How many seats, what they cost and who would lose one; sent, it is changed."""
    subscription = _subscription(request, pk)
    row = get_object_or_404(subscription.items.select_related("subscription__account__tenant"), pk=item)
    asked = request.POST if request.method == "POST" else request.GET if "seats" in request.GET else None
    form = SeatsForm(asked, initial={"seats": row.next_quantity or row.quantity})
    quote: Quote | None = None
    if form.is_valid():
        wanted = form.cleaned_data["seats"]
        try:
            if request.method == "POST":
                change_seats(row, seats=wanted)
                messages.success(request, _said_of_seats(row, wanted))
                return redirect("billing:overview")
            quote = quote_seats(row, seats=wanted)
        except ProblemError as problem:
            form.add_error(None, said(problem))
    context: dict[str, Any] = {
        "subscription": own_subscription(subscription),
        "own": own_item(row, subscription.currency),
        "form": form,
        "quote": quote,
        "wanted": form.cleaned_data.get("seats") if form.is_bound else None,
    }
    is_refused = request.method == "POST" and bool(form.errors)
    return render(request, "billing/seats.html", context, status=422 if is_refused else 200)


def _said_of_seats(item: SubscriptionItem, wanted: int) -> str:
    if wanted < item.quantity:
        words = {"n": wanted, "day": formats.day(item.period_end)}
        sentence = ngettext("There is %(n)d seat from %(day)s on.", "There are %(n)d seats from %(day)s on.", wanted)
        return sentence % words
    return ngettext("There is %(n)d seat now.", "There are %(n)d seats now.", wanted) % {"n": wanted}


@require_http_methods(["GET", "POST"])
@freshly
def cancel(request: PersonRequest, pk: str) -> HttpResponse:
    """What ends and until when it stays open; sent, the subscription ends with what is paid for."""
    subscription = _subscription(request, pk)
    problem_text = ""
    if request.method == "POST":
        try:
            cancel_subscription(subscription)
        except ProblemError as problem:
            problem_text = said(problem)
        else:
            messages.success(request, _("Canceled. Everything stays open until the day that is paid for."))
            return redirect("billing:overview")
    context = {"subscription": own_subscription(subscription), "problem": problem_text}
    return render(request, "billing/cancel.html", context, status=422 if problem_text else 200)


@require_POST
@freshly
def reactivate(request: PersonRequest, pk: str) -> HttpResponse:
    """Take the cancellation back, which lets it be paid for again."""
    try:
        reactivate_subscription(_subscription(request, pk))
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("The cancellation is taken back. The subscription goes on."))
    return redirect("billing:overview")
