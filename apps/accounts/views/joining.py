"""The page behind the link of an invitation; open to everybody who holds the link."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Invitation, User
from apps.accounts.queries import invitation_of_key, user_of_address
from apps.accounts.services import (
    AddressTakenError,
    InvitationGoneError,
    accept_as,
    accept_as_new_person,
    is_for,
)
from apps.accounts.team_forms import JoinForm
from apps.accounts.views.people import BACKEND


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def join(request: PersonRequest, key: str) -> HttpResponse:
    """Accept an invitation: with the account that is signed in, after signing in, or with a new account."""
    invitation = invitation_of_key(key)
    if invitation is None or invitation.tenant_id != request.tenant.pk:
        raise InvitationGoneError
    if request.user.is_authenticated:
        return _join_as(request, request.user, invitation, key)
    if user_of_address(invitation.email) is not None:
        return _page(request, invitation, "sign_in")
    return _join_anew(request, invitation, key)


def _join_as(request: PersonRequest, user: User, invitation: Invitation, key: str) -> HttpResponse:
    if not is_for(invitation, user):
        return _page(request, invitation, "other_person", status=403)
    if request.method == "POST":
        accept_as(user, key)
        return _welcomed(request, invitation)
    return _page(request, invitation, "accept")


def _join_anew(request: PersonRequest, invitation: Invitation, key: str) -> HttpResponse:
    form = JoinForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            membership = accept_as_new_person(key, **form.answers(request))
        except AddressTakenError:
            # They signed up in another window meanwhile.
            return _page(request, invitation, "sign_in")
        login(request, membership.user, backend=BACKEND)
        return _welcomed(request, invitation)
    return _page(request, invitation, "new_person", status=422 if form.errors else 200, form=form)


def _welcomed(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, _("Welcome to %(workspace)s.") % {"workspace": invitation.tenant.name})
    return redirect("home:index")


def _page(
    request: PersonRequest, invitation: Invitation, what: str, *, status: int = 200, form: JoinForm | None = None
) -> HttpResponse:
    context = {"invitation": invitation, "what": what, "form": form}
    return render(request, "accounts/team/join.html", context, status=status)
