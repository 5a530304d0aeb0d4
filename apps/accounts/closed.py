"""A closed workspace: its owners may look, take everything out and come back; nobody else may do anything."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.formats import day
from apps.core.problems import ProblemError, problem_response, wants_problem_json
from apps.tenants.models import Tenant

if TYPE_CHECKING:
    # The middleware asks what is open.
    from apps.accounts.middleware import PersonRequest

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# A person's own account is no part of the workspace.
PERSONAL = ("/accounts/", "/api/v1/auth/", "/api/auth/")


class TenantClosedError(ProblemError):
    code = "tenant-closed"
    title = _("This workspace is closed.")
    status = 403


class ReadOnlyError(TenantClosedError):
    title = _("This workspace is closed, so nothing in it can be changed.")
    action_title = _("Open it again")

    def __init__(self) -> None:
        super().__init__(_("You can look at everything, export it, or open the workspace again."))
        self.action_url = reverse("home:closing")


def works_while_closed(view: View) -> View:
    """Mark a view that owners of a closed workspace may send something to."""
    view.works_while_closed = True  # type: ignore[attr-defined]  # our own mark
    return view


def refusal_while_closed(request: "PersonRequest", view: Any) -> HttpResponse | None:
    """The answer to whoever may not do this in a closed workspace; None where it is open, or this is allowed."""
    membership = request.membership
    tenant = membership.tenant if membership else request.tenant
    if not tenant or tenant.status != Tenant.Status.CLOSED:
        return None
    if membership is None:
        if not request.user.is_authenticated or wants_problem_json(request):
            return None
        until = day(tenant.erase_at, "long") if tenant.erase_at else ""
        said = _("Its owners can open it again until %(day)s. Ask one of them.") % {"day": until}
        return problem_response(request, TenantClosedError(said))
    target = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    if request.method in SAFE_METHODS or getattr(target, "works_while_closed", False):
        return None
    if request.path_info.startswith(PERSONAL):
        return None
    return problem_response(request, ReadOnlyError())
