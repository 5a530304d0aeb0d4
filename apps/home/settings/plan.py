"""The workspace's plan, how much of it is used, and what other plans there are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.home.plans import plan_state
from apps.tenants.subscription import start_plan_trial

RIGHT = "tenants.manage_workspace"


@needs_right(RIGHT)
@require_GET
def plan(request: PersonRequest) -> HttpResponse:
    """Limits with their use, and the list of plans."""
    tenant = require_right(request.membership, RIGHT).tenant
    return render(request, "home/settings_plan.html", {"state": plan_state(tenant)})


@require_POST
@needs_right(RIGHT)
def start_trial(request: PersonRequest) -> HttpResponse:
    """Fourteen days on the professional plan."""
    start_plan_trial(require_right(request.membership, RIGHT).tenant)
    messages.success(request, _("The trial has begun. It ends by itself, and nothing is deleted then."))
    return redirect("home:plan")
