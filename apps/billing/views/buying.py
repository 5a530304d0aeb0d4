"""Setting out to buy: seats of modules, a pack of credits."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.services import require_verified
from apps.billing.access import for_buyers
from apps.billing.catalogue import MODULE
from apps.billing.forms import BuyForm, PackForm, packs, sums_of, total_of
from apps.billing.joining import joinable
from apps.billing.models import Account
from apps.billing.page_queries import is_set_up, live_item, own_item, own_subscription, seats_needed
from apps.billing.services import Line, start_checkout
from apps.billing.views.base import SeeOther, account, back_to, buyer, freshly, require_company
from apps.core.problems import ProblemError
from apps.marketplace.models import License
from apps.marketplace.queries import Offer, catalogue_for

FOR_COMPANIES = gettext_lazy("Modules are sold to companies. Found a workspace for yours to buy them.")


def checkout(
    request: PersonRequest, form: forms.Form, lines: list[Line], *, seat_buyer: bool = False
) -> SeeOther | None:
    """To the page at which the lines are paid; None when the form says why not."""
    member = buyer(request)
    try:
        require_verified(member.user)
        order = start_checkout(member, lines=lines, back=back_to(request), seat_buyer=seat_buyer)
    except ProblemError as problem:
        form.add_error(None, f"{problem.title} {problem.detail}".strip())
        return None
    return SeeOther(order.url)


def _is_for_good(offer: Offer) -> bool:
    """Whether the workspace has it without an end, so that there is nothing to buy."""
    license_ = offer.license
    return license_ is not None and license_.is_on and license_.ends_at is None and license_.kind != License.Kind.TRIAL


def _offers(member: Membership, label: str) -> tuple[Offer, list[Offer]]:
    """The module and those that can be bought with it; 404 for what has no price."""
    catalogue = [offer for offer in catalogue_for(member.tenant) if offer.prices]
    module = next((offer for offer in catalogue if offer.label == label), None)
    if module is None:
        raise Http404
    others = [offer for offer in catalogue if offer is not module and offer.is_ready and not _is_for_good(offer)]
    return module, others


def _form(request: PersonRequest, label: str, data: Any) -> tuple[BuyForm, Account | None]:
    member = require_company(request, FOR_COMPANIES)
    payer = account(request)
    module, others = _offers(member, label)
    free = [offer for offer in others if live_item(payer, MODULE, offer.label) is None]
    return BuyForm(data, module=module, others=free, seats=seats_needed(member.tenant)), payer


def _sum(form: BuyForm) -> dict[str, Any]:
    """What the form comes to, as it stands or as it begins."""
    if not form.is_bound:
        start = {name: form[name].value() for name in form.fields if not name.startswith("with_")}
        form = BuyForm(start, module=form.module, others=form.others, seats=1)
    if not form.is_valid():
        return {"sums": [], "form": form}
    return {"sums": sums_of(form.lines), "total": total_of(form.lines), "period": form.cleaned_data["period"]}


@require_http_methods(["GET", "POST"])
@freshly
def module(request: PersonRequest, label: str) -> HttpResponse:
    """How many seats of a module, for which period; sent, it leads to the page at which it is paid."""
    data = request.POST if request.method == "POST" else request.GET if "period" in request.GET else None
    form, payer = _form(request, label, data)
    if request.method == "POST" and form.is_valid():
        answer = checkout(request, form, form.lines, seat_buyer=form.wants_seat)
        if answer is not None:
            return answer
    own = live_item(payer, MODULE, label)
    context = {
        "form": form,
        "module": form.module,
        "sum": _sum(form),
        "own": own_item(own, own.subscription.currency) if own else None,
        "joins": [own_subscription(row) for row in joinable(payer, label)] if own is None else [],
        "is_for_good": _is_for_good(form.module),
        "is_set_up": is_set_up(),
    }
    is_refused = request.method == "POST" and bool(form.errors)
    return render(request, "billing/buy.html", context, status=422 if is_refused else 200)


@require_GET
@for_buyers
def module_sum(request: PersonRequest, label: str) -> HttpResponse:
    """What the form comes to as it is filled in now."""
    form, _payer = _form(request, label, request.GET if "period" in request.GET else None)
    return render(request, "billing/partials/sum.html", {"sum": _sum(form), "module": form.module})


@require_http_methods(["GET", "POST"])
@freshly
def credit_pack(request: PersonRequest) -> HttpResponse:
    """Which pack of credits; sent, it leads to the page at which it is paid."""
    known = packs()
    form = PackForm(request.POST or None, initial={"pack": request.GET.get("pack") or known[0].name})
    if request.method == "POST" and form.is_valid():
        item = form.item
        if item is None:
            form.add_error("pack", _("This pack is not sold any more."))
        elif answer := checkout(request, form, [Line(item)]):
            return answer
    context = {"form": form, "packs": known, "is_set_up": is_set_up()}
    return render(request, "billing/buy_credits.html", context, status=422 if form.errors else 200)
