"""Staff who act as a member: whose request it is, and what stays closed to them."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.queries import visit_in_force
from apps.core.problems import NotAllowedError
from apps.tenants.middleware import GetResponse

if TYPE_CHECKING:
    # The middleware there asks what is closed.
    from apps.accounts.middleware import PersonRequest

KEY = "support_visit"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What whoever acts as a member may use of the pages about the account.
OPEN = frozenset({"support:stop", "account_logout"})
# Below these lie a person's own credentials.
PERSONAL = ("/accounts/", "/api/v1/auth/", "/api/auth/")


class NotWhileImpersonatingError(NotAllowedError):
    code = "not-while-impersonating"
    title = gettext_lazy("This cannot be done while you act as somebody else.")

    def __init__(self) -> None:
        super().__init__(gettext_lazy("It belongs to the person alone. Ask them to do it themselves."))


class VisitMiddleware:
    """Puts the member in the place of the staff who act as them, inside that member's tenant and nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: "PersonRequest") -> HttpResponse:
        request.visit = None
        # Only who brings a session can be on a visit; a token stands for itself.
        by_session = request.claims is None and request.api_key is None and request.token_problem is None
        if by_session and settings.SESSION_COOKIE_NAME in request.COOKIES and KEY in request.session:
            self._enter(request)
        return self.get_response(request)

    @staticmethod
    def _enter(request: "PersonRequest") -> None:
        visit = visit_in_force(request.session[KEY], staff=request.user)
        if visit is None:
            del request.session[KEY]
            messages.info(request, _("Your time as somebody else is over. You are yourself again."))
            return
        request.visit = visit
        if acts_here(request):
            request.user = visit.membership.user


def acts_here(request: "PersonRequest") -> bool:
    """Whether the request is made in the member's name."""
    visit = request.visit
    return visit is not None and bool(request.tenant) and request.tenant.pk == visit.membership.tenant_id


def is_closed_to_visits(request: "PersonRequest", view: Any) -> bool:
    """Whether this is for the person alone. A page that asks for a right is judged by that right.

    Whatever else is sent is refused, so that a form that nobody thought of here is closed and not open.
    """
    match = request.resolver_match
    if match is None or not acts_here(request) or match.view_name in OPEN or "admin" in match.app_names:
        return False
    target = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    if getattr(target, "rights", None):
        return False
    return request.method not in SAFE_METHODS or request.path_info.startswith(PERSONAL)
