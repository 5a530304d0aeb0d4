"""One piece of live work that is paid for by itself."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.billing.catalogue import find_single
from apps.billing.page_queries import is_a_person, is_set_up
from apps.billing.queries import credit_state, tickets_of
from apps.billing.services import Line
from apps.billing.views.base import account, buyer, freshly
from apps.billing.views.buying import checkout
from apps.core.problems import MissingError

FOR_PEOPLE = gettext_lazy("Single interviews are sold to people who practise for themselves; companies take credits.")


@require_http_methods(["GET", "POST"])
@freshly
def buy(request: PersonRequest, module: str, name: str) -> HttpResponse:
    """What it costs; sent, it leads to the page at which it is paid."""
    if not is_a_person(buyer(request)):
        raise MissingError(FOR_PEOPLE)
    item = find_single(module, name)
    if item is None:
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (answer := checkout(request, form, [Line(item)])):
        return answer
    payer = account(request)
    context = {
        "form": form,
        "item": item,
        "credits": credit_state(payer),
        "waiting": tickets_of(payer).filter(key=item.key).count(),
        "is_set_up": is_set_up(),
    }
    return render(request, "billing/buy_single.html", context, status=422 if form.errors else 200)
