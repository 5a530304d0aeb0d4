"""Ways to pay: they stay at the provider, whose own page adds and changes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.billing.access import for_buyers
from apps.billing.page_queries import is_a_person
from apps.billing.services import methods_of, portal_url, remove_method, set_default_method
from apps.billing.views.base import SeeOther, account, buyer
from apps.billing.views.subscriptions import said
from apps.core.problems import ProblemError


@require_GET
@for_buyers
def index(request: PersonRequest) -> HttpResponse:
    """What the provider keeps for the account; where it does not answer, that is said."""
    payer = account(request)
    context: dict[str, Any] = {"is_person": is_a_person(buyer(request)), "has_account": payer is not None}
    try:
        context["methods"] = methods_of(payer)
    except ProblemError as problem:
        context["problem"] = problem
    return render(request, "billing/methods.html", context)


@require_POST
@for_buyers
def choose(request: PersonRequest, method: str) -> HttpResponse:
    """Pay with it from now on."""
    try:
        set_default_method(account(request), method)
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("From now on everything is paid with it."))
    return redirect("billing:methods")


@require_POST
@for_buyers
def remove(request: PersonRequest, method: str) -> HttpResponse:
    """Forget it."""
    try:
        remove_method(account(request), method)
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("Removed. Nothing is paid with it any more."))
    return redirect("billing:methods")


@require_POST
@for_buyers
def portal(request: PersonRequest) -> HttpResponse:
    """To the provider's own page for methods, address, tax id and invoices."""
    try:
        return SeeOther(portal_url(account(request), return_url=request.build_absolute_uri(reverse("billing:methods"))))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("billing:methods")
