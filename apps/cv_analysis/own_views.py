"""The page on which a candidate sees what is known of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.cv_analysis.own_page import own_page_of
from apps.cv_analysis.views import LOOK, rights_of


@require_GET
@needs_right(LOOK)
def own(request: PersonRequest) -> HttpResponse:
    """Everything on one page; who works for the company has the list of CVs instead."""
    membership = require_right(request.membership, LOOK)
    if not membership.is_candidate:
        return redirect("cv_analysis:index")
    context = {"own": own_page_of(membership, membership.tenant), **rights_of(membership)}
    return render(request, "cv_analysis/own.html", context)
