"""Recommending the platform: one's code and link, what came of it, and a code that brought oneself."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.billing.access import for_buyers
from apps.billing.referral_queries import recommending
from apps.billing.services import account_of, can_redeem, code_of, redeem_code
from apps.billing.services.referrals import MOST_A_YEAR, REDEEMED_WITHIN, REWARD, WELCOME
from apps.billing.views.base import buyer
from apps.billing.views.subscriptions import said
from apps.core.problems import ProblemError


class CodeForm(forms.Form):
    """The code of whoever recommended the platform."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "POST"])
@for_buyers
def referral(request: PersonRequest) -> HttpResponse:
    """The code with its link; sent, the form redeems somebody else's."""
    member = buyer(request)
    payer = account_of(member)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            redeem_code(member, code=form.cleaned_data["code"])
        except ProblemError as problem:
            form.add_error("code", said(problem))
        else:
            messages.success(request, _("The code is redeemed."))
            return redirect("billing:referral")
    context = {
        "form": form,
        "own": recommending(payer, code_of(payer).code),
        "can_redeem": can_redeem(payer),
        "welcome": WELCOME,
        "reward": REWARD,
        "most": MOST_A_YEAR,
        "days": REDEEMED_WITHIN.days,
    }
    return render(request, "billing/referral.html", context, status=422 if form.errors else 200)
