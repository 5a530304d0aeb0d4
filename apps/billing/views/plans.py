"""Choosing a plan, of a company or a person: the first one at the checkout, another by changing the subscription."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.billing.catalogue import MONTH, PERSONAL, PLAN
from apps.billing.forms import PlanForm, plans_for
from apps.billing.models import SubscriptionItem
from apps.billing.page_queries import is_a_person, is_set_up, live_item, own_item
from apps.billing.plan_quotes import quote_plan
from apps.billing.services import Line, Quote, change_plan_item
from apps.billing.views.base import account, buyer, freshly
from apps.billing.views.buying import checkout
from apps.billing.views.subscriptions import said
from apps.core.problems import ProblemError


@require_http_methods(["GET", "POST"])
@freshly
def plans(request: PersonRequest) -> HttpResponse:
    """Which plan, paid how; where there is one already, what the change costs comes first."""
    member = buyer(request)
    kind = PERSONAL if is_a_person(member) else PLAN
    own = live_item(account(request), kind)
    asked = request.POST if request.method == "POST" else request.GET if "plan" in request.GET else None
    now = own_item(own, own.subscription.currency) if own else None
    usual = plans_for(kind)[0].name if kind == PERSONAL else member.tenant.plan_now.name
    start = {"plan": now.name if now else usual, "period": now.period if now else MONTH}
    form = PlanForm(asked, kind=kind, initial=start)
    quote: Quote | None = None
    if form.is_valid():
        answer, quote = _done(request, form, own)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "plans": plans_for(kind),
        "own": now,
        "now": (now.name if now else "") if kind == PERSONAL else member.tenant.plan_now.name,
        "is_person": kind == PERSONAL,
        "quote": quote,
        "is_set_up": is_set_up(),
    }
    is_refused = request.method == "POST" and bool(form.errors)
    return render(request, "billing/plans.html", context, status=422 if is_refused else 200)


def _done(
    request: PersonRequest, form: PlanForm, own: SubscriptionItem | None
) -> tuple[HttpResponse | None, Quote | None]:
    """Where to go on after what was asked for; otherwise what it would cost, or the form's own words."""
    item = form.item
    if item is None:
        form.add_error("plan", _("This plan is not sold so."))
        return None, None
    if own is None:
        return (checkout(request, form, [Line(item)]) if request.method == "POST" else None), None
    try:
        if request.method == "POST":
            change_plan_item(own, to=item)
            messages.success(request, _("Your plan is %(plan)s now.") % {"plan": item.title})
            return redirect("billing:overview"), None
        return None, quote_plan(own, to=item)
    except ProblemError as problem:
        form.add_error(None, said(problem))
        return None, None
