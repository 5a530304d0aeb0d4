"""The page that says, and changes, what the roles of a workspace may do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.accounts.role_matrix import matrix_of, rights_chosen
from apps.accounts.roles import RANKS
from apps.accounts.services import change_role_rights, reset_role_rights

MANAGE_ROLES = "accounts.manage_roles"


@needs_right(MANAGE_ROLES)
def index(request: PersonRequest) -> HttpResponse:
    """The table of rights and roles; saving says all of it."""
    by = require_right(request.membership, MANAGE_ROLES)
    if request.method == "POST":
        change_role_rights(by, rights=rights_chosen(request.POST.getlist("cell")))
        messages.success(request, _("Saved. The roles may do this from now on."))
        return redirect("roles:index")
    context = {"groups": matrix_of(by.tenant.role_rights), "roles": RANKS, "is_adjusted": bool(by.tenant.role_rights)}
    return render(request, "accounts/roles.html", context)


@require_POST
@needs_right(MANAGE_ROLES)
def reset(request: PersonRequest) -> HttpResponse:
    reset_role_rights(require_right(request.membership, MANAGE_ROLES))
    messages.success(request, _("All roles may do again what they may do by default."))
    return redirect("roles:index")
