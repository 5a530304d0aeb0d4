"""The marketplace's pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import has_right, needs_right
from apps.core import formats
from apps.marketplace import services
from apps.marketplace.queries import catalogue_for, my_modules, offer_for


def _can_manage(request: PersonRequest) -> bool:
    return has_right(request.membership, "marketplace.manage_modules")


def index(request: PersonRequest) -> HttpResponse:
    """Every module, with what it is in this workspace."""
    modules = catalogue_for(request.tenant)
    return render(request, "marketplace/index.html", {"modules": modules, "can_manage": _can_manage(request)})


def module(request: PersonRequest, label: str) -> HttpResponse:
    """One module: what it does, costs and may do."""
    offer = offer_for(request.tenant, label)
    if offer is None:
        raise Http404
    return render(request, "marketplace/module.html", {"module": offer, "can_manage": _can_manage(request)})


def mine(request: PersonRequest) -> HttpResponse:
    """The workspace's licenses with seats and usage."""
    licenses = my_modules(request.tenant)
    return render(request, "marketplace/mine.html", {"licenses": licenses, "can_manage": _can_manage(request)})


@require_POST
@needs_right("marketplace.manage_modules")
def start_trial(request: PersonRequest, label: str) -> HttpResponse:
    license_ = services.start_trial(request.tenant, module=label)
    offer = offer_for(request.tenant, label)
    messages.success(
        request,
        _("Your free trial has started. It ends on %(day)s by itself; nothing will be charged.")
        % {"day": formats.day(license_.ends_at) if license_.ends_at else ""},
    )
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(offer.index_url_name if offer and offer.index_url_name else "marketplace:mine")


@require_POST
@needs_right("marketplace.manage_modules")
def deactivate(request: PersonRequest, label: str) -> HttpResponse:
    services.deactivate(request.tenant, module=label)
    messages.success(request, _("The module is switched off. Its data stays."))
    return redirect("marketplace:module", label)


@require_POST
@needs_right("marketplace.manage_modules")
def reactivate(request: PersonRequest, label: str) -> HttpResponse:
    services.reactivate(request.tenant, module=label)
    messages.success(request, _("The module is switched on again."))
    return redirect("marketplace:module", label)
