"""What the pages of billing share: who buys, for which account, and how the browser is sent to the provider."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.accounts import fresh
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.billing.access import for_buyers, require_buyer
from apps.billing.models import Account
from apps.billing.page_queries import is_a_person
from apps.billing.queries import account_for
from apps.billing.services import Return
from apps.core.problems import MissingError

Page = Callable[..., HttpResponse]


def freshly(view: Page) -> Page:
    """Let only buyers see the page, who have proved lately who they are: it is asked before the form is shown."""
    return for_buyers(fresh.freshly(view))


def buyer(request: PersonRequest) -> Membership:
    return require_buyer(request.membership)


def account(request: PersonRequest) -> Account | None:
    """The buyer's own; None before anything was bought."""
    return account_for(buyer(request))


def require_company(request: PersonRequest, why: Any) -> Membership:
    """The buyer, who buys for a company; people have no such page."""
    member = buyer(request)
    if is_a_person(member):
        raise MissingError(why)
    return member


def back_to(request: PersonRequest) -> Return:
    """Where the browser goes on after the checkout, on the host where it is signed in."""
    done = request.build_absolute_uri(reverse("billing:done"))
    overview = request.build_absolute_uri(reverse("billing:overview"))
    # The provider writes its own id there, and knows the place by these brackets only.
    return Return(f"{done}?session={{CHECKOUT_SESSION_ID}}", f"{overview}?left=1")


class SeeOther(HttpResponseRedirect):
    """Go on there by GET: to the provider's page, of which a form was sent here."""

    status_code = 303
