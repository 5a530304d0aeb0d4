"""The way in, the signed-in home, and the probes."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import home_membership
from apps.accounts.services import remember_tenant
from apps.core.health import run_checks
from apps.home.queries import checklist_for, overview_for
from apps.marketplace.access import accesses
from apps.marketplace.queries import my_modules


def enter(request: PersonRequest) -> HttpResponse:
    """Where signing in leads: the workspace last used, or a sentence on why there is none."""
    if request.membership is not None:
        return redirect("home:index")
    membership = home_membership(request.user)  # type: ignore[arg-type]  # the middleware lets no stranger here
    if membership is None and request.user.is_staff:
        return redirect("admin:index")
    if membership is None:
        return render(request, "home/no_workspace.html", status=HTTPStatus.FORBIDDEN)
    return redirect(membership.tenant.path)


def index(request: PersonRequest) -> HttpResponse:
    """What to do next, and how the workspace's modules stand."""
    membership = request.membership
    if membership is None:
        return redirect("account_login")
    if request.visit is None:
        remember_tenant(membership.user, membership.tenant)
    # The frame around the page asks the same.
    open_ones = accesses(membership)
    request.open_ones = open_ones  # type: ignore[attr-defined]  # read by the frame's context
    checklist = checklist_for(membership, open_ones)
    next_step = next((step for step in checklist if not step.done), None)
    context = {
        # Once everything is done it has nothing more to say.
        "checklist": checklist if next_step else [],
        "next_step": next_step,
        "overview": overview_for(membership, open_ones),
        "licenses": my_modules(membership.tenant),
    }
    return render(request, "home/index.html", context)


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Named checks of everything that a full answer needs; 503 when one fails."""
    found = run_checks()
    body: dict[str, Any] = {name: h.to_json() for name, h in found.items()}
    return JsonResponse(body, status=200 if all(h.ok for h in found.values()) else 503)
