"""Choosing a plan: the first one at the checkout, another one by changing the subscription."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.billing.catalogue import MONTH, PLAN
from apps.billing.forms import PlanForm
from apps.billing.models import SubscriptionItem
from apps.billing.page_queries import is_set_up, live_item, own_item
from apps.billing.plan_quotes import quote_plan
from apps.billing.services import Line, Quote, change_plan_item
from apps.billing.views.base import account, freshly, require_company
from apps.billing.views.buying import checkout
from apps.billing.views.subscriptions import said
from apps.core.problems import ProblemError
from apps.tenants.plans import FREE, PLANS

FOR_COMPANIES = gettext_lazy("Plans are sold to companies. Found a workspace for yours to choose one.")


@require_http_methods(["GET", "POST"])
@freshly
def plans(request: PersonRequest) -> HttpResponse:
    """Which plan, paid how; where there is one already, what the change costs comes first."""
    tenant = require_company(request, FOR_COMPANIES).tenant
    own = live_item(account(request), PLAN)
    asked = request.POST if request.method == "POST" else request.GET if "plan" in request.GET else None
    now = own_item(own, own.subscription.currency) if own else None
    start = {"plan": now.name if now else tenant.plan_now.name, "period": now.period if now else MONTH}
    form = PlanForm(asked, initial=start)
    quote: Quote | None = None
    if form.is_valid():
        answer, quote = _done(request, form, own)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "plans": [plan for plan in PLANS if plan.name != FREE],
        "own": now,
        "now": tenant.plan_now.name,
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
