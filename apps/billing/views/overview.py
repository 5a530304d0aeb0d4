"""What the workspace has and pays."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.billing.access import for_buyers
from apps.billing.page_queries import (
    bought_once,
    is_a_person,
    is_set_up,
    lines_of,
    orders_shown,
    own_subscriptions,
    title_of,
    trouble_of,
)
from apps.billing.queries import credit_state, next_invoice_of, tickets_of
from apps.billing.services.opening import personal_plan_of
from apps.billing.views.base import account, buyer
from apps.marketplace.queries import my_modules


@require_GET
@for_buyers
def index(request: PersonRequest) -> HttpResponse:
    """Plan, licenses, subscriptions, next invoice, credits, and what to do where something is not paid."""
    member, payer = buyer(request), account(request)
    orders = orders_shown(payer)
    subscriptions, once = own_subscriptions(payer, orders), bought_once(orders)
    rows = [one.row for one in subscriptions]
    next_invoice = next_invoice_of(rows)
    is_person = is_a_person(member)
    context = {
        "subscriptions": subscriptions,
        "trouble": trouble_of(payer, rows),
        "trials": [one for one in subscriptions if one.row.status == "trialing" and one.row.trial_end],
        "next_invoice": next_invoice,
        "next_lines": lines_of(next_invoice),
        "credits": credit_state(payer),
        "licenses": [] if is_person else my_modules(member.tenant),
        "once": once,
        "is_person": is_person,
        "plan": personal_plan_of(payer) if is_person and payer else None,
        "tickets": [title_of(ticket.key) for ticket in tickets_of(payer if is_person else None)],
        "is_set_up": is_set_up(),
        "has_left": "left" in request.GET,
    }
    return render(request, "billing/overview.html", context)
